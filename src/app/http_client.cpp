#include "app/http_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <charconv>

namespace sojourn::app {
namespace {

std::unexpected<Error> os_error(std::string_view doing) {
  return fail(ErrorKind::unavailable, fmt::format("{}: {}", doing, std::strerror(errno)));
}

/// The value of Content-Length in a head of our own server.
std::size_t content_length(std::string_view head) {
  const std::string_view name = "\r\nContent-Length: ";
  const std::size_t at = head.find(name);
  std::size_t length = 0;
  if (at != std::string_view::npos) std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
  return length;
}

}  // namespace

HttpClient::HttpClient(HttpClient&& other) noexcept
    : unix_path_(std::move(other.unix_path_)), port_(other.port_), socket_(std::exchange(other.socket_, -1)) {}

std::string HttpAnswer::header(std::string_view name) const {
  const std::string line = fmt::format("\r\n{}: ", name);
  const std::size_t found = head.find(line);
  if (found == std::string::npos) return "";
  const std::size_t begin = found + line.size();
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

HttpClient::~HttpClient() {
  close();
}

void HttpClient::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

Result<void> HttpClient::connect() {
  if (socket_ >= 0) return {};
  socket_ = ::socket(port_ == 0 ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket_ < 0) return os_error("opening a socket");
  int connected = -1;
  if (port_ == 0) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (unix_path_.size() >= sizeof address.sun_path)
      return fail(ErrorKind::invalid_input, fmt::format("{} is too long for a socket", unix_path_));
    std::memcpy(address.sun_path, unix_path_.c_str(), unix_path_.size() + 1);
    connected = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  } else {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
  if (connected == 0) return {};
  auto error = os_error("connecting to the server");
  close();
  return error;
}

Result<HttpAnswer> HttpClient::exchange(const std::string& request) {
  for (std::size_t sent = 0; sent < request.size();) {
    const ssize_t size = ::send(socket_, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
    if (size <= 0) return os_error("sending to the server");
    sent += static_cast<std::size_t>(size);
  }
  std::string received;
  std::size_t whole = std::string::npos;
  std::size_t head_size = 0;
  while (received.size() < whole) {
    char piece[16 * 1024];
    const ssize_t size = ::recv(socket_, piece, sizeof piece, 0);
    if (size <= 0) return os_error("reading from the server");
    received.append(piece, static_cast<std::size_t>(size));
    if (whole != std::string::npos) continue;
    const std::size_t head_end = received.find("\r\n\r\n");
    if (head_end == std::string::npos) continue;
    head_size = head_end + 4;
    whole = head_size + content_length(std::string_view(received).substr(0, head_end));
  }
  HttpAnswer answer;
  const std::string_view status = std::string_view(received).substr(9, 3);  // After `HTTP/1.1 `.
  std::from_chars(status.data(), status.data() + status.size(), answer.status);
  answer.head = received.substr(0, head_size);
  answer.body = received.substr(head_size, whole - head_size);
  if (received.find("\r\nConnection: close") < head_size) close();
  return answer;
}

Result<HttpAnswer> HttpClient::send(std::string_view method, std::string_view path, std::string_view body,
                                    const std::vector<std::pair<std::string, std::string>>& headers) {
  std::string request = fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {}\r\n", method, path, body.size());
  for (const auto& [name, value] : headers) request += fmt::format("{}: {}\r\n", name, value);
  request += "\r\n";
  request += body;
  const bool was_connected = socket_ >= 0;
  if (auto connected = connect(); !connected) return std::unexpected(connected.error());
  auto answer = exchange(request);
  if (answer || !was_connected) return answer;
  // The server may have closed a connection that was idle: once more on a fresh one. Every write takes an id, so a repeat is safe.
  close();
  if (auto connected = connect(); !connected) return std::unexpected(connected.error());
  return exchange(request);
}

}  // namespace sojourn::app
