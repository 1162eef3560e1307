#include "net/listening_socket.hpp"

#include "net/peer_address.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>
#include <system_error>

namespace sojourn::net {
namespace {

constexpr int backlog = 1024;

// The two views that the socket calls want of one address, without casts in every caller.
template <typename Address>
const sockaddr* generic(const Address& address) {
  return static_cast<const sockaddr*>(static_cast<const void*>(&address));
}
template <typename Address>
sockaddr* generic(Address& address) {
  return static_cast<sockaddr*>(static_cast<void*>(&address));
}

std::unexpected<Error> cannot_listen(std::string_view where) {
  const std::string reason = std::generic_category().message(errno);
  return fail(ErrorKind::unavailable, fmt::format("cannot listen on {}: {}", where, reason));
}

struct Endpoint {
  PeerAddress address;
  bool is_v6 = false;
  std::uint16_t port = 0;
};

std::optional<Endpoint> parse_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const std::string_view digits = text.substr(colon + 1);
  Endpoint endpoint;
  endpoint.is_v6 = host.starts_with('[') && host.ends_with(']');
  if (endpoint.is_v6) host = host.substr(1, host.size() - 2);
  const auto address = PeerAddress::parse(host);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), endpoint.port);
  const bool has_port = !digits.empty() && error == std::errc() && end == digits.data() + digits.size();
  if (!address || !has_port || endpoint.is_v6 == (host.find(':') == std::string_view::npos)) return std::nullopt;
  endpoint.address = *address;
  return endpoint;
}

bool set_option(int descriptor, int level, int option, int value) {
  return ::setsockopt(descriptor, level, option, &value, sizeof value) == 0;
}

bool bind_to(int descriptor, const Endpoint& endpoint) {
  const auto& bytes = endpoint.address.bytes();
  if (endpoint.is_v6) {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(endpoint.port);
    std::memcpy(&address.sin6_addr, bytes.data(), bytes.size());
    return ::bind(descriptor, generic(std::as_const(address)), sizeof address) == 0;
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(endpoint.port);
  std::memcpy(&address.sin_addr, bytes.data() + 12, 4);
  return ::bind(descriptor, generic(std::as_const(address)), sizeof address) == 0;
}

// Whether nobody listens there any more.
bool is_left_behind(const sockaddr_un& address) {
  const ListeningSocket probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  return ::connect(probe.descriptor(), generic(address), sizeof address) != 0 && errno == ECONNREFUSED;
}

}  // namespace

ListeningSocket::~ListeningSocket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::uint16_t ListeningSocket::port() const {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (::getsockname(descriptor_, generic(storage), &size) != 0) return 0;
  const void* address = &storage;
  if (storage.ss_family == AF_INET) return ntohs(static_cast<const sockaddr_in*>(address)->sin_port);
  if (storage.ss_family == AF_INET6) return ntohs(static_cast<const sockaddr_in6*>(address)->sin6_port);
  return 0;
}

Result<ListeningSocket> listen_on(std::string_view address, SharePort share) {
  const auto endpoint = parse_endpoint(address);
  if (!endpoint) {
    return fail(ErrorKind::invalid_input,
                fmt::format("cannot listen on {}: not an address like 127.0.0.1:8080 or [::]:8080", address));
  }
  ListeningSocket socket(::socket(endpoint->is_v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int descriptor = socket.descriptor();
  const bool is_listening = descriptor >= 0 && set_option(descriptor, SOL_SOCKET, SO_REUSEADDR, 1) &&
                            (share == SharePort::no || set_option(descriptor, SOL_SOCKET, SO_REUSEPORT, 1)) &&
                            (!endpoint->is_v6 || set_option(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 0)) &&
                            bind_to(descriptor, *endpoint) && ::listen(descriptor, backlog) == 0;
  if (!is_listening) return cannot_listen(address);
  return socket;
}

Result<ListeningSocket> listen_on_unix(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    return fail(ErrorKind::invalid_input, fmt::format("cannot listen on {}: the path is too long for a socket", path));
  }
  std::copy(path.begin(), path.end(), address.sun_path);

  if (is_left_behind(address)) ::unlink(path.c_str());
  ListeningSocket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int descriptor = socket.descriptor();
  // The mode set before bind is the one the file is created with, so nobody else can connect even for a moment.
  const bool is_listening = descriptor >= 0 && ::fchmod(descriptor, 0600) == 0 &&
                            ::bind(descriptor, generic(std::as_const(address)), sizeof address) == 0 &&
                            ::listen(descriptor, backlog) == 0;
  if (!is_listening) return cannot_listen(path);
  return socket;
}

}  // namespace sojourn::net
