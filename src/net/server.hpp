#pragma once

// The server: listeners, loops and connections behind one object. Speaks HTTP/1.1 (and 1.0 without keep-alive) and WebSocket;
// TLS and HTTP/2 belong to a proxy in front.

#include "base/error.hpp"
#include "net/application.hpp"
#include "net/loop.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sojourn::net {

/// Every maximum of the network, with what happens there. Times are kept to about two `sweep_interval`.
struct Limits {
  std::size_t connections_max = 20'000;           ///< One more is answered 503 with Retry-After and closed.
  std::size_t connections_per_address_max = 100;  ///< Likewise 429. Trusted proxies and the unix socket are not counted.
  std::size_t pipelined_requests_max = 64;        ///< Handled at once for one connection; the rest waits in its buffer.

  std::chrono::milliseconds header_time_max{5'000};  ///< For a whole head: then 408.
  std::chrono::milliseconds body_grace{5'000};       ///< After it a body must have come at `body_bytes_per_second_min`: else 408.
  std::size_t body_bytes_per_second_min = 1024;
  std::chrono::milliseconds idle_time_max{30'000};         ///< Between two requests: then closed.
  std::chrono::milliseconds write_stall_max{10'000};       ///< Without a byte taken by the client: then cut.
  std::chrono::milliseconds linger_time_max{2'000};        ///< For a client to read a last answer before the connection is cut.
  std::chrono::milliseconds websocket_ping_after{30'000};  ///< Of silence.
  std::chrono::milliseconds websocket_dead_after{75'000};  ///< Of silence: then cut, reported as 1006.
  std::chrono::milliseconds drain_time_max{10'000};        ///< For stop(): then connections are cut.
  std::chrono::milliseconds sweep_interval{500};           ///< How often all this is looked at.
};

struct Settings {
  std::vector<std::string> listen;            ///< `127.0.0.1:8080`, `[::]:8080` (IPv4 too); port 0 takes a free one.
  std::string unix_socket;                    ///< A path for local tools, created with mode 0600; empty for none.
  unsigned threads = 1;                       ///< Loops; more than one share the ports by SO_REUSEPORT.
  std::vector<AddressRange> trusted_proxies;  ///< Whose X-Forwarded-For is believed.
  Limits limits;
};

class Server {
 public:
  /// `application` outlives the server.
  Server(Settings settings, Application& application);
  /// Stops first.
  ~Server();

  /// Binds everything, then starts the threads. invalid_input or unavailable with the address that could not be bound; nothing runs
  /// then.
  Result<void> start();

  /// The bound port of the first `listen` address; 0 before start() or without one.
  std::uint16_t port() const;

  /// The loops, for work that is not tied to a connection. Fixed after start().
  std::vector<Loop*> loops();

  /// Graceful: accepts nothing more, closes idle connections, answers what is being handled with `Connection: close`, closes
  /// WebSockets with 1012, and cuts what remains after `drain_time_max`. Returns when every handler has finished. Not from a loop's
  /// thread.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sojourn::net
