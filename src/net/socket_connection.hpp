#pragma once

// One WebSocket conversation on a socket, or one stream of server-sent events, of which only the sending half is there. It keeps no
// receive buffer: it waits until bytes are there and reads them into its lane's scratch space, so an idle conversation costs well
// under a KiB. What is sent in one turn is written once, at the turn's end; that is also when on_closed is called, so no handler is
// ever called from inside send() or close(). Private to this module.

#include "net/lane.hpp"
#include "net/outbox.hpp"
#include "net/websocket_frame.hpp"

namespace sojourn::net {

class SocketConnection final : public Link, public WebSocket {
 public:
  SocketConnection(Lane& lane, StreamSocket socket, Gate::Pass pass, std::unique_ptr<SocketHandler> handler);

  /// Answers the handshake and begins. `early` is what the client sent behind it.
  void open(std::string handshake, std::string_view early);

  Result<void> send(std::shared_ptr<const std::string> text) override;
  void close(std::uint16_t code, std::string_view reason) override;
  std::size_t backlog_bytes() const override { return outbox_.bytes(); }

  void sweep() override;
  void drain() override;
  void cut() override;

 private:
  enum class State { open, closing, closed };

  std::shared_ptr<SocketConnection> self() { return std::static_pointer_cast<SocketConnection>(shared_from_this()); }

  void wait_for_bytes();
  void receive();
  void take(std::string_view bytes);
  void take(const Incoming& incoming);
  void queue(Opcode opcode, std::string_view payload);
  template <typename Call>
  void guarded(Call call);

  void begin_closing(std::uint16_t code, std::string_view reason);
  void ended(std::uint16_t code, std::string_view reason);
  void wake_at_turn_end();
  void end_turn();
  void flush();
  void wait_for_room();
  void shut();

  StreamSocket socket_;
  Gate::Pass pass_;
  std::unique_ptr<SocketHandler> handler_;  // Until on_closed has returned.
  const Framing framing_;
  FrameReader reader_;
  Outbox outbox_;

  State state_ = State::open;
  std::uint16_t end_code_ = 0;  // What on_closed will report; 0 while the conversation goes on.
  std::string end_reason_;
  bool reads_frames_ = true;  // Not after a violation or the peer's close frame.
  bool peer_has_closed_ = false;
  bool waits_for_room_ = false;
  bool wakes_at_turn_end_ = false;
  bool has_pinged_ = false;      // And heard nothing since.
  unsigned control_frames_ = 0;  // Since the last sweep.
  TimePoint heard_at_;
  TimePoint closing_since_;
};

}  // namespace sojourn::net
