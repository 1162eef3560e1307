#pragma once

// The program as the network sees it: every request goes through the route table, its checks and its handler; what no route knows
// is looked for among the embedded files.

#include "api/live_socket.hpp"
#include "api/service.hpp"
#include "net/application.hpp"
#include "net/assets.hpp"

namespace sojourn::api {

/// Serves paths of its own before the embedded files: the demo's.
class Extension {
 public:
  virtual ~Extension() = default;
  /// Nothing where the path is not its own.
  virtual std::optional<net::Response> answer(const net::Request& request) = 0;
};

class ServerApplication final : public net::Application {
 public:
  /// Both outlive it.
  ServerApplication(Service& service, LiveHubs& hubs);

  /// Any thread, at any time; `extension` outlives the application.
  void set_extension(Extension* extension) { extension_ = extension; }

  net::Admission admit(const net::Request& head) override;
  Task<net::Response> handle(net::Request request) override;
  std::variant<std::unique_ptr<net::SocketHandler>, net::Response> upgrade(const net::Request& request) override;
  bool streams(const net::Request& request) override;

 private:
  Task<net::Response> handle_route(net::Request request);
  net::Response answer_preflight(const net::Request& request) const;
  net::Response answer_file(const net::Request& request) const;
  std::optional<Error> over_rate(const Route& route, const net::Request& head);

  Service& service_;
  LiveHubs& hubs_;
  std::atomic<Extension*> extension_{nullptr};
  RouteTable table_;
};

}  // namespace sojourn::api
