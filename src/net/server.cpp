#include "net/server.hpp"

#include "base/check.hpp"
#include "net/lane.hpp"
#include "net/listener.hpp"

#include <unistd.h>
#include <deque>
#include <thread>

namespace sojourn::net {

struct Server::Impl {
  Impl(Settings wanted, Application& program)
      : settings(std::move(wanted)),
        application(program),
        gate(settings.limits.connections_max, settings.limits.connections_per_address_max) {}

  Result<void> bind();
  Result<void> listen(Lane& lane, const std::string& address);

  // Fixed after start().
  const Settings settings;
  Application& application;
  std::uint16_t port = 0;
  bool owns_unix_socket = false;

  Gate gate;
  std::deque<Lane> lanes;
  std::deque<std::pair<Lane*, Listener>> listeners;  // After the lanes, whose loops they use.
  std::vector<std::jthread> threads;
};

Result<void> Server::Impl::bind() {
  const unsigned count = std::max(1U, settings.threads);
  for (unsigned i = 0; i < count; ++i) lanes.emplace_back(settings, application, gate);
  for (const std::string& wanted : settings.listen) {
    std::string address = wanted;
    for (Lane& lane : lanes) {
      auto socket = listen_on(address, lanes.size() > 1 ? SharePort::yes : SharePort::no);
      if (!socket) return std::unexpected(std::move(socket.error()));
      // Where the kernel chose the port, the other lanes take the same.
      const std::uint16_t bound = socket->port();
      address = wanted.substr(0, wanted.rfind(':') + 1) + std::to_string(bound);
      if (port == 0) port = bound;
      listeners.emplace_back(std::piecewise_construct, std::forward_as_tuple(&lane),
                             std::forward_as_tuple(lane, std::move(*socket)));
    }
  }
  if (settings.unix_socket.empty()) return {};
  auto socket = listen_on_unix(settings.unix_socket);
  if (!socket) return std::unexpected(std::move(socket.error()));
  owns_unix_socket = true;
  Lane& first = lanes.front();
  listeners.emplace_back(std::piecewise_construct, std::forward_as_tuple(&first), std::forward_as_tuple(first, std::move(*socket)));
  return {};
}

Server::Server(Settings settings, Application& application) : impl_(std::make_unique<Impl>(std::move(settings), application)) {}

Server::~Server() {
  stop();
}

Result<void> Server::start() {
  SOJOURN_CHECK(impl_->lanes.empty());
  auto bound = impl_->bind();
  if (!bound) {
    impl_->listeners.clear();
    return bound;
  }
  for (auto& [lane, listener] : impl_->listeners) lane->loop().post([&listener] { listener.start(); });
  for (Lane& lane : impl_->lanes) {
    impl_->threads.emplace_back([&lane] {
      lane.start();
      lane.loop().run();
    });
  }
  return {};
}

std::uint16_t Server::port() const {
  return impl_->port;
}

std::vector<Loop*> Server::loops() {
  std::vector<Loop*> loops;
  for (Lane& lane : impl_->lanes) loops.push_back(&lane.loop());
  return loops;
}

void Server::stop() {
  if (impl_->threads.empty()) return;
  SOJOURN_CHECK(Loop::current() == nullptr);
  for (auto& [lane, listener] : impl_->listeners) lane->loop().post([&listener] { listener.close(); });
  for (Lane& lane : impl_->lanes) lane.loop().post([&lane] { lane.drain(); });
  impl_->threads.clear();
  if (impl_->owns_unix_socket) ::unlink(impl_->settings.unix_socket.c_str());
}

}  // namespace sojourn::net
