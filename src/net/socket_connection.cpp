#include "net/socket_connection.hpp"

#include "base/check.hpp"

namespace sojourn::net {
namespace {

constexpr unsigned control_frames_per_sweep_max = 32;
constexpr std::size_t write_bytes_max = 64 * 1024;
constexpr int reads_per_turn_max = 4;

}  // namespace

SocketConnection::SocketConnection(Lane& lane, StreamSocket socket, Gate::Pass pass, std::unique_ptr<SocketHandler> handler)
    : Link(lane),
      socket_(std::move(socket)),
      pass_(std::move(pass)),
      handler_(std::move(handler)),
      framing_(handler_->framing()),
      reader_(handler_->limits().message_bytes_max),
      outbox_(handler_->limits().outbox_bytes_max, handler_->limits().outbox_messages_max),
      heard_at_(lane.now()) {}

void SocketConnection::open(std::string handshake, std::string_view early) {
  outbox_.push_unframed(std::move(handshake));
  wake_at_turn_end();
  guarded([this] { handler_->on_open(*this); });
  take(early);
  wait_for_bytes();
}

Result<void> SocketConnection::send(std::shared_ptr<const std::string> text) {
  if (state_ != State::open) return fail(ErrorKind::unavailable, "the conversation is closing");
  auto queued =
      framing_ == Framing::websocket ? outbox_.push(Opcode::text, std::move(text)) : outbox_.push_unframed(std::move(text));
  if (!queued) {
    outbox_.drop_unsent();
    begin_closing(close_code::try_again_later, "the client does not keep up");
    return queued;
  }
  wake_at_turn_end();
  return {};
}

void SocketConnection::close(std::uint16_t code, std::string_view reason) {
  begin_closing(code, reason);
}

void SocketConnection::begin_closing(std::uint16_t code, std::string_view reason) {
  if (state_ != State::open) return;
  state_ = State::closing;
  closing_since_ = lane().now();
  if (framing_ == Framing::websocket) outbox_.push_anyway(Opcode::close, close_payload(code, reason));
  ended(code, reason);
}

// The first reason stands.
void SocketConnection::ended(std::uint16_t code, std::string_view reason) {
  if (end_code_ == 0) {
    end_code_ = code;
    end_reason_ = reason;
  }
  wake_at_turn_end();
}

void SocketConnection::sweep() {
  const Limits& limits = lane().limits();
  control_frames_ = 0;
  if (state_ == State::closing) {
    if (lane().is_over(closing_since_, limits.linger_time_max)) cut();
    return;
  }
  if (state_ != State::open) return;
  if (framing_ == Framing::event_stream) {
    // Nothing is heard from a reader: a comment now and then finds out whether it is still there.
    if (!lane().is_over(heard_at_, limits.websocket_ping_after)) return;
    heard_at_ = lane().now();
    outbox_.push_unframed(std::string(":\n\n"));
    return wake_at_turn_end();
  }
  if (lane().is_over(heard_at_, limits.websocket_dead_after)) return cut();
  if (!has_pinged_ && lane().is_over(heard_at_, limits.websocket_ping_after)) {
    has_pinged_ = true;
    queue(Opcode::ping, {});
  }
}

void SocketConnection::drain() {
  begin_closing(close_code::service_restart, "the server restarts");
}

void SocketConnection::cut() {
  ended(close_code::dropped, "the connection was lost");
  if (state_ != State::closed) reset_on_close(socket_);
  shut();
}

void SocketConnection::shut() {
  if (state_ == State::closed) return;
  state_ = State::closed;
  error_code error;
  socket_.close(error);
}

void SocketConnection::wait_for_bytes() {
  if (state_ == State::closed) return;
  socket_.async_wait(StreamSocket::wait_read, [conversation = self()](error_code error) {
    if (error) return conversation->cut();
    conversation->receive();
    conversation->wait_for_bytes();
  });
}

void SocketConnection::receive() {
  const std::span<char> input = lane().input();
  for (int reads = 0; reads < reads_per_turn_max && state_ != State::closed; ++reads) {
    error_code error;
    const std::size_t size = socket_.read_some(asio::buffer(input.data(), input.size()), error);
    if (error == asio::error::would_block) return;
    if (error) return cut();
    heard_at_ = lane().now();
    has_pinged_ = false;
    take(std::string_view(input.data(), size));
    if (size < input.size()) return;
  }
}

void SocketConnection::take(std::string_view bytes) {
  if (framing_ == Framing::event_stream) return;  // A reader of events has nothing to say.
  while (reads_frames_) {
    const FrameResult result = reader_.next(bytes);
    if (std::holds_alternative<FrameIncomplete>(result)) return;
    if (const auto* violation = std::get_if<Violation>(&result)) {
      reads_frames_ = false;
      return begin_closing(violation->code, violation->reason);
    }
    take(std::get<Incoming>(result));
  }
}

void SocketConnection::take(const Incoming& incoming) {
  switch (incoming.kind) {
    case Opcode::close:
      reads_frames_ = false;
      peer_has_closed_ = true;
      ended(incoming.code, incoming.payload);
      return begin_closing(incoming.code == close_code::no_code ? close_code::normal : incoming.code, {});
    case Opcode::ping:
    case Opcode::pong:
      if (++control_frames_ > control_frames_per_sweep_max) return begin_closing(close_code::policy_violation, "too many pings");
      if (incoming.kind == Opcode::ping) queue(Opcode::pong, incoming.payload);
      return;
    default:
      if (state_ == State::open) guarded([&] { handler_->on_text(incoming.payload); });
  }
}

void SocketConnection::queue(Opcode opcode, std::string_view payload) {
  if (state_ != State::open) return;
  if (outbox_.push(opcode, std::make_shared<const std::string>(payload))) return wake_at_turn_end();
  outbox_.drop_unsent();
  begin_closing(close_code::try_again_later, "the client does not keep up");
}

template <typename Call>
void SocketConnection::guarded(Call call) {
  try {
    call();
  } catch (...) {
    log_failure("a WebSocket handler");
    begin_closing(close_code::internal_error, "this failed on our side");
  }
}

void SocketConnection::wake_at_turn_end() {
  if (std::exchange(wakes_at_turn_end_, true)) return;
  lane().loop().post([conversation = self()] { conversation->end_turn(); });
}

void SocketConnection::end_turn() {
  wakes_at_turn_end_ = false;
  flush();
  if (end_code_ != 0 && handler_) {
    guarded([this] { handler_->on_closed(end_code_, end_reason_); });
    handler_.reset();
  }
}

void SocketConnection::flush() {
  while (state_ != State::closed && !waits_for_room_ && !outbox_.empty()) {
    std::string& out = lane().cleared_output();
    outbox_.append_to(out, write_bytes_max);
    error_code error;
    const std::size_t sent = socket_.write_some(asio::buffer(out), error);
    if (error && error != asio::error::would_block) return cut();
    outbox_.sent(sent);
    if (sent < out.size()) return wait_for_room();
  }
  if (state_ == State::closing && outbox_.empty()) {
    error_code error;
    socket_.shutdown(StreamSocket::shutdown_send, error);
    if (peer_has_closed_ || framing_ == Framing::event_stream) shut();
  }
}

void SocketConnection::wait_for_room() {
  waits_for_room_ = true;
  socket_.async_wait(StreamSocket::wait_write, [conversation = self()](error_code error) {
    conversation->waits_for_room_ = false;
    if (error) return conversation->cut();
    conversation->flush();
  });
}

}  // namespace sojourn::net
