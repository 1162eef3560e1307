#pragma once

// A small vocabulary for tests with real sockets: a program made of functions, a server around it, and a client that sends bytes
// and waits for bytes. Nothing here sleeps; a read that gets nothing fails after `patience`.

#include "net/server.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <chrono>
#include <deque>
#include <functional>
#include <semaphore>
#include <string>

namespace sojourn::net::testing {

inline constexpr std::chrono::milliseconds patience{20'000};

/// A program whose decisions are functions that a test sets before it starts the server.
class FakeApplication final : public Application {
 public:
  std::function<Admission(const Request&)> admits = [](const Request&) { return Admission::body_up_to(64 * 1024); };
  std::function<Task<Response>(Request)> handles = [](Request request) { return echo(request); };
  std::function<std::variant<std::unique_ptr<SocketHandler>, Response>(const Request&)> upgrades = [](const Request&) {
    return Response(404);
  };

  Admission admit(const Request& head) override { return admits(head); }
  Task<Response> handle(Request request) override { return handles(request); }
  std::variant<std::unique_ptr<SocketHandler>, Response> upgrade(const Request& request) override { return upgrades(request); }

  /// `POST /path?query` and the body, as text.
  static Task<Response> echo(Request request) {
    std::string text(name_of(request.method));
    text.append(" ").append(request.target).append(" ").append(request.body);
    co_return Response(200, "text/plain", std::move(text));
  }
};

/// Suspends whoever awaits it until the test says go, on the same loop.
class Latch {
 public:
  auto operator co_await() {
    struct Awaiter {
      Latch& latch;
      bool await_ready() const { return false; }
      void await_suspend(std::coroutine_handle<> handle) {
        latch.loop_ = Loop::current();
        latch.waiting_ = handle;
        latch.reached_.release();
      }
      void await_resume() const {}
    };
    return Awaiter{*this};
  }
  /// From the test's thread: waits until somebody awaits, then resumes them on their loop.
  void open() {
    wait_until_reached();
    loop_->post([handle = waiting_] { handle.resume(); });
  }
  void wait_until_reached() {
    if (!is_reached_) ASSERT_TRUE(reached_.try_acquire_for(patience));
    is_reached_ = true;
  }

 private:
  Loop* loop_ = nullptr;
  std::coroutine_handle<> waiting_;
  std::binary_semaphore reached_{0};
  bool is_reached_ = false;
};

/// A blocking client that speaks bytes.
class Client {
 public:
  static Client tcp(std::uint16_t port) {
    Client client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const void* generic = &address;
    EXPECT_EQ(::connect(client.descriptor_, static_cast<const sockaddr*>(generic), sizeof address), 0);
    const int on = 1;
    ::setsockopt(client.descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return client;
  }
  static Client unix_socket(const std::string& path) {
    Client client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy(path.begin(), path.end(), address.sun_path);
    const void* generic = &address;
    EXPECT_EQ(::connect(client.descriptor_, static_cast<const sockaddr*>(generic), sizeof address), 0);
    return client;
  }
  Client(Client&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), received_(std::move(other.received_)) {}
  Client& operator=(Client&&) = delete;
  ~Client() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  Client& send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) break;  // The server has closed; what it answered is for the test to read.
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return *this;
  }
  /// In pieces of that size, each its own segment as far as the kernel allows.
  Client& send_chopped(std::string_view bytes, std::size_t piece) {
    for (; bytes.size() > piece; bytes.remove_prefix(piece)) send(bytes.substr(0, piece));
    return send(bytes);
  }

  /// One answer: head and, by its Content-Length, body. Empty where the connection ended first.
  std::string answer(BodyPart part = BodyPart::full) {
    std::size_t head = std::string::npos;
    while ((head = received_.find("\r\n\r\n")) == std::string::npos) {
      if (!receive()) return {};
    }
    std::size_t size = head + 4;
    const auto length = received_.find("Content-Length: ");
    if (part == BodyPart::full && length < head) size += std::stoul(received_.substr(length + 16));
    return take(size);
  }
  /// Exactly so many bytes; fewer where the connection ended first.
  std::string take(std::size_t size) {
    while (received_.size() < size && receive()) {
    }
    std::string taken = received_.substr(0, size);
    received_.erase(0, size);
    return taken;
  }
  /// Everything until the server closes.
  std::string rest() {
    while (receive()) {
    }
    return std::exchange(received_, {});
  }
  /// What one read gives.
  std::string one_read() {
    receive();
    return std::exchange(received_, {});
  }
  bool is_closed() { return received_.empty() && !receive(); }
  void shutdown_send() { ::shutdown(descriptor_, SHUT_WR); }
  int descriptor() const { return descriptor_; }

 private:
  explicit Client(int descriptor) : descriptor_(descriptor) {}

  bool receive() {
    pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, static_cast<int>(patience.count())) != 1) {
      ADD_FAILURE() << "nothing came; so far: " << received_;
      return false;
    }
    char bytes[64 * 1024];
    const ssize_t size = ::recv(descriptor_, bytes, sizeof bytes, 0);
    if (size <= 0) return false;
    received_.append(bytes, static_cast<std::size_t>(size));
    return true;
  }

  int descriptor_;
  std::string received_;
};

/// A server on a free port of 127.0.0.1, with its program.
struct TestServer {
  FakeApplication application;
  Settings settings{.listen = {"127.0.0.1:0"}, .unix_socket = {}, .threads = 1, .trusted_proxies = {}, .limits = {}};
  std::optional<Server> server;

  TestServer() {
    settings.limits.sweep_interval = std::chrono::milliseconds(5);
    settings.limits.linger_time_max = std::chrono::milliseconds(50);
  }

  void start() {
    server.emplace(settings, application);
    const auto started = server->start();
    ASSERT_TRUE(started) << started.error().message;
  }
  Client client() const { return Client::tcp(server->port()); }
};

inline std::string get(std::string_view target, std::string_view headers = {}) {
  return std::string("GET ").append(target).append(" HTTP/1.1\r\nHost: a\r\n").append(headers).append("\r\n");
}
inline std::string post(std::string_view target, std::string_view body, std::string_view headers = {}) {
  return std::string("POST ").append(target).append(" HTTP/1.1\r\nHost: a\r\nContent-Length: ") + std::to_string(body.size()) +
         "\r\n" + std::string(headers) + "\r\n" + std::string(body);
}
inline bool has_status(std::string_view answer, int status) {
  return answer.starts_with("HTTP/1.1 " + std::to_string(status) + " ");
}
inline std::string body_of(const std::string& answer) {
  const auto end = answer.find("\r\n\r\n");
  return end == std::string::npos ? std::string() : answer.substr(end + 4);
}

}  // namespace sojourn::net::testing
