#pragma once

// One HTTP connection, from accept to close or to the handover of its socket to a WebSocket conversation.
//
// Bytes are read into one buffer; every complete request in it is started, in order; while any is being handled nothing more is
// read, so the requests' views stay valid and a client cannot pile up work. When all have been answered, the answers are encoded in
// order and written at once. Private to this module; on its lane's thread.

#include "net/lane.hpp"
#include "net/receive_buffer.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sojourn::net {

class Connection final : public Link {
 public:
  Connection(Lane& lane, StreamSocket socket, const PeerAddress& peer, Gate::Pass pass);
  ~Connection() override;

  void start();
  /// Answers before anything was asked, then closes: the house is full.
  void turn_away(const Response& response);

  void sweep() override;
  void drain() override;
  void cut() override;

 private:
  /// What the connection waits for. Each has its own deadline.
  enum class Phase { first_head, idle, head, body, handlers, writing, lingering, closed };
  enum class Started { one, none };

  std::shared_ptr<Connection> self() { return std::static_pointer_cast<Connection>(shared_from_this()); }
  void enter(Phase phase);

  void advance();
  void advance_or_throw();
  void read();
  void received(std::size_t size);
  void await_bytes();
  void send_continue();

  void start_requests();
  Started start_request();
  Started begin(std::unique_ptr<Exchange> exchange, const Head& head);
  Started refuse(std::unique_ptr<Exchange> exchange, Response response);
  std::optional<Response> refusal_of(const Request& head, std::size_t body_bytes);
  PeerAddress client_of(const Request& request) const;
  static Detached handle(std::shared_ptr<Connection> connection, Exchange& exchange);
  void handled();

  Started upgrade(std::unique_ptr<Exchange> exchange, const Head& head);
  Started stream_events(std::unique_ptr<Exchange> exchange, const Head& head);
  void become_websocket(std::unique_ptr<SocketHandler> handler, std::string handshake);

  bool send_answers();
  bool send(std::string_view bytes);
  void send_rest();
  void close_with(const Response& response);
  void linger();
  void close();

  StreamSocket socket_;
  const PeerAddress peer_;
  Gate::Pass pass_;
  ReceiveBuffer buffer_;
  std::vector<std::unique_ptr<Exchange>> exchanges_;  // Started and not yet written, in order.
  std::string rest_;                                  // Of the answers: what the kernel would not take at once.
  std::size_t rest_sent_ = 0;

  Phase phase_ = Phase::first_head;
  TimePoint phase_since_;
  std::size_t unfinished_ = 0;     // Handlers that have not finished.
  std::size_t awaited_bytes_ = 0;  // How large the request at the buffer's front will be; 0 while unknown.
  bool is_admitted_ = false;       // That request has been let in; only its body is missing.
  bool must_continue_ = false;     // Its client waits for 100 before it sends the body.
  bool is_turned_away_ = false;
  bool closes_ = false;  // After the answers at hand.
};

}  // namespace sojourn::net
