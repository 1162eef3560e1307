#pragma once

// What the server asks of the program. All calls come on a connection's loop; with several loops, from several threads at once.

#include "base/task.hpp"
#include "net/http.hpp"
#include "net/websocket.hpp"

#include <memory>
#include <optional>
#include <variant>

namespace sojourn::net {

/// What admit() decides about a request of which only the head has arrived.
class Admission {
 public:
  /// Go on, with a body of at most so many bytes; a longer one is answered with 413.
  static Admission body_up_to(std::size_t bytes) { return Admission(bytes); }
  static Admission without_body() { return Admission(0); }
  /// Answer now. The connection stays open only where the body has already arrived.
  static Admission refuse(Response response) { return Admission(std::move(response)); }

  std::size_t body_bytes_max() const { return body_bytes_max_; }
  std::optional<Response>& refusal() { return refusal_; }

 private:
  explicit Admission(std::size_t bytes) : body_bytes_max_(bytes) {}
  explicit Admission(Response response) : refusal_(std::move(response)) {}

  std::size_t body_bytes_max_ = 0;
  std::optional<Response> refusal_;
};

class Application {
 public:
  virtual ~Application() = default;

  /// Called once for a request, with its head alone (`body` is empty), before the body is read: how large a body may be, or an
  /// answer that refuses now (full queue, unknown route, rate limit).
  virtual Admission admit(const Request& head) = 0;

  /// Handles one complete request. May suspend, and must be resumed on the loop it was called on (Loop::current()); it is never
  /// cancelled, so everything it waits for must end. An exception is logged and answered with 500.
  virtual Task<Response> handle(Request request) = 0;

  /// Whether a GET that accepts `text/event-stream` is answered by one: then `upgrade` is asked for its handler.
  virtual bool streams(const Request&) { return false; }

  /// Decides about a valid WebSocket handshake (Origin, path, sign-in): the handler that will own the conversation, or a refusal.
  virtual std::variant<std::unique_ptr<SocketHandler>, Response> upgrade(const Request& request) = 0;
};

}  // namespace sojourn::net
