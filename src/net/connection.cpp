#include "net/connection.hpp"

#include "base/check.hpp"
#include "net/forwarded.hpp"
#include "net/query.hpp"
#include "net/socket_connection.hpp"
#include "net/websocket_handshake.hpp"

namespace sojourn::net {
namespace {

using asio::buffer;

constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::size_t rest_bytes_kept = 4 * 1024;

Request request_of(const Head& head) {
  const auto [path, query] = split_target(head.target);
  return {
      .method = head.method, .target = head.target, .path = path, .query = query, .headers = head.headers, .body = {}, .peer = {}};
}

bool asks_for_events(const Request& request) {
  return request.method == Method::get && request.body.empty() &&
         request.header("Accept").find("text/event-stream") != std::string_view::npos;
}

}  // namespace

Connection::Connection(Lane& lane, StreamSocket socket, const PeerAddress& peer, Gate::Pass pass)
    : Link(lane), socket_(std::move(socket)), peer_(peer), pass_(std::move(pass)), phase_since_(lane.now()) {}

Connection::~Connection() {
  if (is_turned_away_) lane().turned_away -= 1;
}

void Connection::start() {
  read();
}

void Connection::turn_away(const Response& response) {
  is_turned_away_ = true;
  lane().turned_away += 1;
  close_with(response);
  if (phase_ != Phase::closed) read();
}

// The first head's time runs from accept, whether or not its first byte has come.
void Connection::enter(Phase phase) {
  if (phase_ == phase || phase_ == Phase::closed) return;
  if (phase_ != Phase::first_head || phase != Phase::head) phase_since_ = lane().now();
  phase_ = phase;
}

void Connection::sweep() {
  const Limits& limits = lane().limits();
  const auto is_over = [this](std::chrono::milliseconds limit) { return lane().is_over(phase_since_, limit); };
  switch (phase_) {
    case Phase::first_head:
    case Phase::idle:
      if (is_over(phase_ == Phase::idle ? limits.idle_time_max : limits.header_time_max)) close();
      return;
    case Phase::head:
      if (is_over(limits.header_time_max)) close_with(problem(408, "the head took too long"));
      return;
    case Phase::body: {
      const std::chrono::duration<double> elapsed = lane().now() - phase_since_;
      const double wanted = elapsed.count() * static_cast<double>(limits.body_bytes_per_second_min);
      const bool is_slow = static_cast<double>(buffer_.unread().size()) < wanted;
      if (is_slow && is_over(limits.body_grace)) close_with(problem(408, "the body came too slowly"));
      return;
    }
    case Phase::writing:
      if (is_over(limits.write_stall_max)) cut();
      return;
    case Phase::lingering:
      if (is_over(limits.linger_time_max)) close();
      return;
    case Phase::handlers:
    case Phase::closed: return;
  }
}

void Connection::drain() {
  const bool waits_for_nothing = phase_ == Phase::idle || (phase_ == Phase::first_head && buffer_.unread().empty());
  if (waits_for_nothing) close();
}

void Connection::cut() {
  if (phase_ == Phase::closed) return;
  reset_on_close(socket_);
  close();
}

// The rim of this connection: what goes wrong inside ends here, and ends only this connection.
void Connection::advance() {
  try {
    advance_or_throw();
  } catch (...) {
    log_failure("a connection");
    close();
  }
}

void Connection::advance_or_throw() {
  while (phase_ != Phase::closed) {
    if (!exchanges_.empty()) {
      if (!send_answers()) return;
      if (closes_) return linger();
    }
    start_requests();
    if (unfinished_ > 0) return;
    if (exchanges_.empty()) return await_bytes();
  }
}

void Connection::await_bytes() {
  if (phase_ == Phase::closed) return;
  if (buffer_.unread().empty()) {
    buffer_.shrink();
    if (lane().is_draining()) return close();
    if (phase_ != Phase::first_head) enter(Phase::idle);
  } else {
    enter(is_admitted_ ? Phase::body : Phase::head);
  }
  if (must_continue_) send_continue();
  read();
}

// A client that has not even room for these 25 bytes is not worth waiting for.
void Connection::send_continue() {
  must_continue_ = false;
  error_code error;
  if (socket_.write_some(buffer(continue_line), error) != continue_line.size()) close();
}

void Connection::read() {
  if (phase_ == Phase::closed) return;
  const std::span<char> room = buffer_.room_for(is_admitted_ ? awaited_bytes_ : limits::header_block_bytes_max);
  socket_.async_read_some(buffer(room.data(), room.size()), [connection = self()](error_code error, std::size_t size) {
    if (error) return connection->close();
    connection->received(size);
  });
}

void Connection::received(std::size_t size) {
  buffer_.received(size);
  if (phase_ != Phase::lingering) return advance();
  buffer_.consume(buffer_.unread().size());
  buffer_.shrink();
  is_admitted_ = false;
  read();
}

// While it starts requests the connection counts as one of their handlers, so that none of them, finishing at once, sends early.
void Connection::start_requests() {
  ++unfinished_;
  while (!closes_ && exchanges_.size() < lane().limits().pipelined_requests_max) {
    if (start_request() == Started::none) break;
  }
  --unfinished_;
}

Connection::Started Connection::start_request() {
  const std::string_view bytes = buffer_.unread();
  if (bytes.empty() || bytes.size() < awaited_bytes_) return Started::none;
  auto exchange = lane().take_exchange();
  const HeadResult result = parse_head(bytes, exchange->header_space);
  if (const auto* head = std::get_if<Head>(&result)) return begin(std::move(exchange), *head);
  if (const auto* refusal = std::get_if<HeadRefusal>(&result)) {
    closes_ = true;
    exchange->part = BodyPart::full;
    return refuse(std::move(exchange), problem(refusal->status, refusal->reason));
  }
  lane().give_back(std::move(exchange));
  return Started::none;
}

Connection::Started Connection::begin(std::unique_ptr<Exchange> exchange, const Head& head) {
  exchange->request = request_of(head);
  exchange->request.peer = client_of(exchange->request);
  exchange->part = head.method == Method::head ? BodyPart::head_only : BodyPart::full;
  if (head.asks_for_websocket) return upgrade(std::move(exchange), head);
  if (asks_for_events(exchange->request) && lane().application().streams(exchange->request))
    return stream_events(std::move(exchange), head);

  const std::string_view bytes = buffer_.unread();
  const std::size_t body_bytes = head.content_length.value_or(0);
  const bool has_come = bytes.size() - head.size_bytes >= body_bytes;
  if (!is_admitted_) {
    if (auto refusal = refusal_of(exchange->request, body_bytes)) {
      closes_ = !head.keeps_alive || !has_come;
      if (has_come) buffer_.consume(head.size_bytes + body_bytes);
      return refuse(std::move(exchange), std::move(*refusal));
    }
  }
  is_admitted_ = !has_come;
  if (!has_come) {
    must_continue_ = head.expects_continue && awaited_bytes_ == 0 && bytes.size() == head.size_bytes;
    awaited_bytes_ = head.size_bytes + body_bytes;
    lane().give_back(std::move(exchange));
    return Started::none;
  }

  awaited_bytes_ = 0;
  must_continue_ = false;
  exchange->request.body = bytes.substr(head.size_bytes, body_bytes);
  closes_ = !head.keeps_alive;
  buffer_.consume(head.size_bytes + body_bytes);
  enter(Phase::handlers);
  ++unfinished_;
  exchanges_.push_back(std::move(exchange));
  handle(self(), *exchanges_.back());
  return Started::one;
}

Connection::Started Connection::refuse(std::unique_ptr<Exchange> exchange, Response response) {
  enter(Phase::handlers);
  exchange->response = std::move(response);
  exchanges_.push_back(std::move(exchange));
  return Started::one;
}

std::optional<Response> Connection::refusal_of(const Request& head, std::size_t body_bytes) {
  Admission admission = lane().application().admit(head);
  if (admission.refusal()) return std::move(admission.refusal());
  if (body_bytes > admission.body_bytes_max()) return problem(413, "the body is too large");
  return std::nullopt;
}

PeerAddress Connection::client_of(const Request& request) const {
  const auto& proxies = lane().settings().trusted_proxies;
  return proxies.empty() ? peer_ : client_behind(peer_, request.headers, proxies);
}

Detached Connection::handle(std::shared_ptr<Connection> connection, Exchange& exchange) {
  try {
    Task<Response> answering = connection->lane().application().handle(exchange.request);
    Response response = co_await std::move(answering);
    exchange.response = std::move(response);
  } catch (...) {
    log_failure("a request handler");
    exchange.response = problem(500, "this failed; the reason is in the log");
  }
  connection->handled();
}

void Connection::handled() {
  SOJOURN_CHECK(Loop::current() == &lane().loop());
  if (--unfinished_ == 0) advance();
}

Connection::Started Connection::upgrade(std::unique_ptr<Exchange> exchange, const Head& head) {
  if (!exchanges_.empty()) {  // Answers what came before, then looks again.
    lane().give_back(std::move(exchange));
    return Started::none;
  }
  auto accept_key = websocket_accept_key(exchange->request, head);
  if (!accept_key || lane().is_draining()) {
    closes_ = true;
    return refuse(std::move(exchange), accept_key ? problem(503, "the server is stopping") : std::move(accept_key.error()));
  }
  auto verdict = lane().application().upgrade(exchange->request);
  if (auto* response = std::get_if<Response>(&verdict)) {
    buffer_.consume(head.size_bytes);
    return refuse(std::move(exchange), std::move(*response));
  }
  auto& handler = std::get<std::unique_ptr<SocketHandler>>(verdict);
  SOJOURN_CHECK(handler != nullptr);
  std::string handshake = websocket_handshake(*accept_key, handler->subprotocol());
  buffer_.consume(head.size_bytes);
  lane().give_back(std::move(exchange));
  become_websocket(std::move(handler), std::move(handshake));
  return Started::none;
}

/// As an upgrade, without a handshake to check.
Connection::Started Connection::stream_events(std::unique_ptr<Exchange> exchange, const Head& head) {
  if (!exchanges_.empty()) {  // Answers what came before, then looks again.
    lane().give_back(std::move(exchange));
    return Started::none;
  }
  buffer_.consume(head.size_bytes);
  if (lane().is_draining()) {
    closes_ = true;
    return refuse(std::move(exchange), problem(503, "the server is stopping"));
  }
  auto verdict = lane().application().upgrade(exchange->request);
  if (auto* response = std::get_if<Response>(&verdict)) return refuse(std::move(exchange), std::move(*response));
  auto& handler = std::get<std::unique_ptr<SocketHandler>>(verdict);
  SOJOURN_CHECK(handler != nullptr && handler->framing() == Framing::event_stream);
  lane().give_back(std::move(exchange));
  become_websocket(std::move(handler),
                   "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
                   "X-Accel-Buffering: no\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n");
  return Started::none;
}

void Connection::become_websocket(std::unique_ptr<SocketHandler> handler, std::string handshake) {
  phase_ = Phase::closed;
  auto conversation = std::make_shared<SocketConnection>(lane(), std::move(socket_), std::move(pass_), std::move(handler));
  conversation->open(std::move(handshake), buffer_.unread());
}

bool Connection::send_answers() {
  closes_ = closes_ || lane().is_draining();
  std::string& out = lane().cleared_output();
  for (const auto& exchange : exchanges_) {
    const bool is_last = &exchange == &exchanges_.back();
    append_response(out, exchange->response, closes_ && is_last ? After::close : After::keep_alive, exchange->part);
  }
  for (auto& exchange : exchanges_) lane().give_back(std::move(exchange));
  exchanges_.clear();
  return send(out);
}

// Whether everything is sent. Otherwise the connection is closed, or goes on by itself when the client has taken the rest.
bool Connection::send(std::string_view bytes) {
  error_code error;
  const std::size_t sent = socket_.write_some(buffer(bytes), error);
  if (error && error != asio::error::would_block) {
    close();
    return false;
  }
  if (sent == bytes.size()) return true;
  rest_ = bytes.substr(sent);
  rest_sent_ = 0;
  enter(Phase::writing);
  send_rest();
  return false;
}

void Connection::send_rest() {
  const auto rest = buffer(rest_) + rest_sent_;
  socket_.async_write_some(rest, [connection = self()](error_code error, std::size_t size) {
    if (error) return connection->close();
    connection->phase_since_ = connection->lane().now();
    connection->rest_sent_ += size;
    if (connection->rest_sent_ < connection->rest_.size()) return connection->send_rest();
    connection->rest_.clear();
    if (connection->rest_.capacity() > rest_bytes_kept) connection->rest_.shrink_to_fit();
    if (connection->closes_) return connection->linger();
    connection->advance();
  });
}

// For answers that do not wait for a request. A read may be under way; it goes on as part of the lingering.
void Connection::close_with(const Response& response) {
  std::string& out = lane().cleared_output();
  append_response(out, response, After::close);
  error_code error;
  socket_.write_some(buffer(out), error);
  if (error) return close();
  socket_.shutdown(StreamSocket::shutdown_send, error);
  enter(Phase::lingering);
}

// Closing at once would reset the connection where the client still sends, and could destroy the answer before it is read.
void Connection::linger() {
  error_code error;
  socket_.shutdown(StreamSocket::shutdown_send, error);
  enter(Phase::lingering);
  received(0);
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  enter(Phase::closed);
  error_code error;
  socket_.close(error);
}

}  // namespace sojourn::net
