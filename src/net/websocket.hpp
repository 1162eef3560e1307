#pragma once

// Conversations over WebSocket (RFC 6455): text messages only, no extensions, a bounded outbox. One SocketHandler and one
// WebSocket a connection, both on its loop; nothing here may be called from another thread (post to the loop instead).

#include "base/error.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace sojourn::net {

/// The close codes we use (RFC 6455 section 7.4 and its registry).
namespace close_code {
inline constexpr std::uint16_t normal = 1000;
inline constexpr std::uint16_t going_away = 1001;
inline constexpr std::uint16_t protocol_error = 1002;
inline constexpr std::uint16_t unsupported_data = 1003;
inline constexpr std::uint16_t no_code = 1005;  ///< Only reported: the peer's close frame named none.
inline constexpr std::uint16_t dropped = 1006;  ///< Only reported: the connection ended without a close frame.
inline constexpr std::uint16_t invalid_text = 1007;
inline constexpr std::uint16_t policy_violation = 1008;
inline constexpr std::uint16_t message_too_big = 1009;
inline constexpr std::uint16_t internal_error = 1011;
inline constexpr std::uint16_t service_restart = 1012;
inline constexpr std::uint16_t try_again_later = 1013;
}  // namespace close_code

/// What one conversation may cost.
struct SocketLimits {
  std::size_t message_bytes_max = 16 * 1024;  ///< A longer message closes with 1009.
  std::size_t outbox_bytes_max = 256 * 1024;  ///< A fuller outbox closes with 1013.
  std::size_t outbox_messages_max = 1024;     ///< Likewise.
};

/// The sending half. Valid from on_open until on_closed has returned.
class WebSocket {
 public:
  /// Queues one text message, which several sockets may share; it is written at the end of the loop's turn, together with others.
  /// `text` is valid UTF-8. limit_reached when the outbox is full: the connection is then closed with 1013, since a reader that far
  /// behind must start again anyway. unavailable when it is already closing. Calls no handler.
  virtual Result<void> send(std::shared_ptr<const std::string> text) = 0;

  /// Sends what is queued, then a close frame (`reason`: UTF-8, cut at 123 bytes). on_closed follows in a later turn.
  virtual void close(std::uint16_t code, std::string_view reason) = 0;

  /// What is queued and not yet taken by the kernel.
  virtual std::size_t backlog_bytes() const = 0;

 protected:
  ~WebSocket() = default;
};

/// How a conversation goes over the wire.
enum class Framing : std::uint8_t {
  websocket,
  /// Server-sent events (WHATWG HTML, section 9.2): the handler sends whole events, `id: …\ndata: …\n\n`, and hears nothing.
  event_stream,
};

/// The program's half of one conversation. Owned by the connection; destroyed on its loop after on_closed.
/// An exception that leaves a function here is logged and closes this connection with 1011.
class SocketHandler {
 public:
  virtual ~SocketHandler() = default;

  virtual SocketLimits limits() const { return {}; }
  virtual Framing framing() const { return Framing::websocket; }
  /// One of the subprotocols that the client offered, to be confirmed in the handshake; empty for none.
  virtual std::string subprotocol() const { return {}; }

  /// The conversation begins. `socket` lives until on_closed has returned.
  virtual void on_open(WebSocket& socket) = 0;
  /// One whole message of valid UTF-8; the view ends with the call.
  virtual void on_text(std::string_view text) = 0;
  /// Called once, as the last: the peer's code, ours where we closed, or `dropped`.
  virtual void on_closed(std::uint16_t code, std::string_view reason) = 0;
};

}  // namespace sojourn::net
