#pragma once

// The panel's socket. Each viewer has a list of its own (filter, order, limit); what it is sent is the difference between what it
// was shown last and what the board holds now. So a message costs what the viewer sees, a slow viewer gets one larger step instead
// of many, and nothing is queued for it.

#include "api/service.hpp"
#include "live/board.hpp"
#include "net/websocket.hpp"

#include <set>

namespace sojourn::api {

/// At most so many messages a second for each viewer: one in every `live_period`.
inline constexpr std::chrono::milliseconds live_period{250};

/// What the handshake said.
struct LiveRequest {
  std::string site;           ///< The parameter, perhaps "".
  std::string authorization;  ///< Checked already; "" where the first frame will bring the token.
  /// As server-sent events, whose reader says everything in its request.
  struct Stream {
    live::Query query;
    std::string last_event_id;  ///< `epoch.sequence` of the last event that was read, or "".
  };
  std::optional<Stream> stream;
};

class LiveSocket;

/// Who has which journey open, so that colleagues see it on the row. Any thread.
class Watchers {
 public:
  explicit Watchers(live::Board& board) : board_(board) {}
  /// `viewer` looks at a visit, or at none any more.
  void look(const LiveSocket* viewer, const std::string& name, const SiteId& site, std::optional<VisitId> visit);

 private:
  struct Look {
    const LiveSocket* viewer;
    std::string name;
  };
  void show(const SiteId& site, const VisitId& visit);

  live::Board& board_;
  std::mutex mutex_;
  std::unordered_map<VisitId, std::vector<Look>> by_visit_;
  std::unordered_map<const LiveSocket*, VisitId> by_viewer_;
};

/// The viewers of one loop. On that loop only, but for `nudge`.
class LiveHub {
 public:
  LiveHub(Service& service, Watchers& watchers, net::Loop& loop) : service_(service), watchers_(watchers), loop_(loop) {}

  /// Something changed on the board. Any thread; many calls cost one post.
  void nudge();
  /// Tells every viewer of the site. Any thread.
  void announce(const SiteId& site, std::shared_ptr<const std::string> alert_json);
  /// Looks at what passes by time alone, and keeps doing so until stop().
  void start();
  /// On the loop's thread.
  void stop() { timer_.cancel(); }

  void add(LiveSocket& socket);
  void remove(LiveSocket& socket);
  net::Loop& loop() { return loop_; }
  Service& service() { return service_; }
  Watchers& watchers() { return watchers_; }

 private:
  void pump();
  void tick();

  Service& service_;
  Watchers& watchers_;
  net::Loop& loop_;
  std::set<LiveSocket*> sockets_;
  net::Timer timer_;
  std::atomic<bool> is_nudged_{false};
};

/// One hub for each loop.
class LiveHubs {
 public:
  explicit LiveHubs(Service& service) : service_(service), watchers_(service.board()) {}

  /// After the server has started; sockets that come earlier are asked to come again.
  void start(const std::vector<net::Loop*>& loops);
  /// Before the server stops, while its loops still run: afterwards nothing of the hubs is on a loop. Idempotent.
  void stop();
  /// Tells every hub. Any thread.
  void nudge();
  /// Tells every viewer of the site of an alert, written as JSON. Any thread.
  void announce(const SiteId& site, std::string alert_json);
  std::variant<std::unique_ptr<net::SocketHandler>, net::Response> make_socket(LiveRequest request);

 private:
  Service& service_;
  Watchers watchers_;
  std::vector<std::unique_ptr<LiveHub>> hubs_;
  std::mutex mutex_;  ///< So that no nudge is on its way to a loop that has gone.
  std::atomic<bool> is_started_{false};
};

/// One viewer. On its hub's loop.
class LiveSocket final : public net::SocketHandler {
 public:
  LiveSocket(LiveHub& hub, LiveRequest request) : hub_(hub), request_(std::move(request)) {}

  net::SocketLimits limits() const override {
    return {.message_bytes_max = 16 * 1024, .outbox_bytes_max = 4 * 1024 * 1024, .outbox_messages_max = 64};
  }
  net::Framing framing() const override { return request_.stream ? net::Framing::event_stream : net::Framing::websocket; }
  void on_open(net::WebSocket& socket) override;
  void on_text(std::string_view text) override;
  void on_closed(std::uint16_t code, std::string_view reason) override;

  /// Sends what changed, now or as soon as it may.
  void pump();
  void announce(const SiteId& site, const std::shared_ptr<const std::string>& alert_json);

 private:
  void sign_in(std::string_view authorization);
  void subscribe_soon();
  void subscribe_as_asked(const LiveRequest::Stream& stream);
  void go_on_from_here();
  void send_snapshot();
  void send_difference();
  void send_alerts();
  void send_what_is_due();
  void send(std::string message);
  void refuse(std::uint16_t code, std::string_view reason);

  LiveHub& hub_;
  LiveRequest request_;
  net::WebSocket* socket_ = nullptr;
  net::Timer deadline_;  ///< For the first frame, then for a subscription that does not come.
  net::Timer next_;      ///< When the next message may go.

  std::optional<SiteId> site_;  ///< Once signed in.
  std::string viewer_id_;
  std::string viewer_name_;
  std::vector<std::shared_ptr<const std::string>> alerts_;  ///< To be told; at most `alerts_waiting_max`, the newest.
  bool is_subscribed_ = false;
  bool wants_alerts_ = false;
  live::Query query_{.limit = 50};
  std::unordered_map<VisitId, std::uint64_t> shown_;  ///< With the board's sequence at their last change.
  live::Counts shown_counts_;
  std::uint64_t shown_sequence_ = 0;
  std::chrono::steady_clock::time_point sent_at_{};
  bool is_waiting_ = false;
};

}  // namespace sojourn::api
