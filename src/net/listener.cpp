#include "net/listener.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <algorithm>
#include <cstring>

namespace sojourn::net {
namespace {

constexpr int accepts_per_turn_max = 64;
constexpr std::size_t turned_away_max = 64;

PeerAddress peer_of(const sockaddr_storage& storage) {
  const void* address = &storage;
  if (storage.ss_family == AF_INET) {
    std::array<std::uint8_t, 4> bytes;
    std::memcpy(bytes.data(), &static_cast<const sockaddr_in*>(address)->sin_addr, bytes.size());
    return PeerAddress::v4(bytes[0], bytes[1], bytes[2], bytes[3]);
  }
  if (storage.ss_family == AF_INET6) {
    std::array<std::uint8_t, 16> bytes;
    std::memcpy(bytes.data(), &static_cast<const sockaddr_in6*>(address)->sin6_addr, bytes.size());
    return PeerAddress(bytes);
  }
  return PeerAddress::unix_socket();
}

Response refusal_of(Gate::Refusal reason) {
  Response response =
      reason == Gate::Refusal::full ? problem(503, "too many connections") : problem(429, "too many connections from here");
  response.header("Retry-After", "1");
  return response;
}

}  // namespace

Listener::Listener(Lane& lane, ListeningSocket socket) : lane_(lane), descriptor_(lane.context(), socket.release()) {}

void Listener::start() {
  lane_.at_sweep.push_back([this] {
    if (std::exchange(is_paused_, false)) wait();
  });
  wait();
}

void Listener::close() {
  is_paused_ = false;
  error_code error;
  descriptor_.close(error);
}

void Listener::wait() {
  if (!descriptor_.is_open()) return;
  descriptor_.async_wait(Descriptor::wait_read, [this](error_code error) {
    if (error || !descriptor_.is_open()) return;
    accept_some();
    if (!is_paused_) wait();
  });
}

void Listener::accept_some() {
  for (int accepts = 0; accepts < accepts_per_turn_max; ++accepts) {
    if (!accept_one()) return;
  }
}

// Whether there may be more.
bool Listener::accept_one() {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  void* address = &storage;
  const int descriptor =
      ::accept4(descriptor_.native_handle(), static_cast<sockaddr*>(address), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (descriptor >= 0) {
    welcome(descriptor, storage.ss_family, peer_of(storage));
    return true;
  }
  if (errno == EAGAIN) return false;
  const bool is_exhausted = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
  if (!is_exhausted) return true;  // That one connection was gone before it was taken.
  spdlog::warn("no descriptors or memory for new connections: {}", std::strerror(errno));
  is_paused_ = true;
  return false;
}

void Listener::welcome(int descriptor, int family, const PeerAddress& peer) {
  const int on = 1;
  if (!peer.is_unix()) ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  StreamSocket socket(lane_.context(), asio::generic::stream_protocol(family, 0), descriptor);
  socket.non_blocking(true);

  const auto& proxies = lane_.settings().trusted_proxies;
  const bool is_proxy = std::ranges::any_of(proxies, [&](const AddressRange& range) { return range.contains(peer); });
  auto pass = lane_.gate().enter(peer, is_proxy ? Gate::Counted::in_all : Gate::Counted::in_all_and_by_address);
  if (pass) return std::make_shared<Connection>(lane_, std::move(socket), peer, std::move(*pass))->start();
  if (lane_.turned_away >= turned_away_max) return;
  std::make_shared<Connection>(lane_, std::move(socket), peer, Gate::Pass())->turn_away(refusal_of(pass.error()));
}

}  // namespace sojourn::net
