#include "api/live_socket.hpp"

#include "api/access.hpp"
#include "api/panel_query.hpp"
#include "api/visit_json.hpp"
#include "base/check.hpp"

#include <latch>

namespace sojourn::api {
namespace {

constexpr std::uint16_t close_not_allowed = 4401;
constexpr std::chrono::milliseconds sign_in_time_max{5'000};
/// A client that wants its own filter says so right away; until then it would be sent a snapshot it does not want.
constexpr std::chrono::milliseconds subscription_grace{60};
constexpr std::chrono::milliseconds tick_period{250};
constexpr std::size_t alerts_waiting_max = 20;

}  // namespace

void Watchers::look(const LiveSocket* viewer, const std::string& name, const SiteId& site, std::optional<VisitId> visit) {
  const std::scoped_lock lock(mutex_);
  if (const auto before = by_viewer_.find(viewer); before != by_viewer_.end()) {
    const VisitId left = before->second;
    if (visit && *visit == left) return;
    by_viewer_.erase(before);
    std::erase_if(by_visit_[left], [&](const Look& look) { return look.viewer == viewer; });
    show(site, left);
  }
  if (!visit) return;
  by_viewer_[viewer] = *visit;
  by_visit_[*visit].push_back({viewer, name});
  show(site, *visit);
}

void Watchers::show(const SiteId& site, const VisitId& visit) {
  std::vector<std::string> names;
  const auto found = by_visit_.find(visit);
  for (const Look& look : found->second) {
    if (std::ranges::find(names, look.name) == names.end()) names.push_back(look.name);
  }
  if (found->second.empty()) by_visit_.erase(found);
  board_.set_watchers(site, visit, std::move(names));
}

void LiveHub::nudge() {
  if (is_nudged_.exchange(true)) return;
  loop_.post([this] { pump(); });
}

void LiveHub::start() {
  loop_.post([this] { tick(); });
}

void LiveHub::announce(const SiteId& site, std::shared_ptr<const std::string> alert_json) {
  loop_.post([this, site, alert_json = std::move(alert_json)] {
    for (LiveSocket* socket : std::vector<LiveSocket*>(sockets_.begin(), sockets_.end())) {
      if (sockets_.contains(socket)) socket->announce(site, alert_json);
    }
  });
}

void LiveHub::tick() {
  service_.presence().pass_time(service_.now());
  pump();
  timer_ = loop_.after(tick_period, [this] { tick(); });
}

void LiveHub::pump() {
  is_nudged_ = false;
  for (LiveSocket* socket : std::vector<LiveSocket*>(sockets_.begin(), sockets_.end())) {
    if (sockets_.contains(socket)) socket->pump();
  }
}

void LiveHub::add(LiveSocket& socket) {
  sockets_.insert(&socket);
  ++service_.metrics.live_sockets;
}

void LiveHub::remove(LiveSocket& socket) {
  if (sockets_.erase(&socket) > 0) --service_.metrics.live_sockets;
}

void LiveHubs::start(const std::vector<net::Loop*>& loops) {
  for (net::Loop* loop : loops) {
    hubs_.push_back(std::make_unique<LiveHub>(service_, watchers_, *loop));
    hubs_.back()->start();
  }
  is_started_ = true;
}

void LiveHubs::stop() {
  {
    const std::scoped_lock lock(mutex_);
    if (!is_started_.exchange(false)) return;
  }
  std::latch stopped(static_cast<std::ptrdiff_t>(hubs_.size()));
  for (const auto& hub : hubs_) {
    hub->loop().post([&] {
      hub->stop();
      stopped.count_down();
    });
  }
  stopped.wait();
}

void LiveHubs::nudge() {
  const std::scoped_lock lock(mutex_);
  if (!is_started_) return;
  for (const auto& hub : hubs_) hub->nudge();
}

void LiveHubs::announce(const SiteId& site, std::string alert_json) {
  const auto shared = std::make_shared<const std::string>(std::move(alert_json));
  const std::scoped_lock lock(mutex_);
  if (!is_started_) return;
  for (const auto& hub : hubs_) hub->announce(site, shared);
}

std::variant<std::unique_ptr<net::SocketHandler>, net::Response> LiveHubs::make_socket(LiveRequest request) {
  if (is_started_) {
    for (const auto& hub : hubs_) {
      if (&hub->loop() == net::Loop::current()) return std::make_unique<LiveSocket>(*hub, std::move(request));
    }
  }
  return problem(Error{
      .kind = ErrorKind::unavailable, .message = "the server is only just starting", .fields = {}, .retry_after = Seconds(1)});
}

void LiveSocket::on_open(net::WebSocket& socket) {
  socket_ = &socket;
  hub_.add(*this);
  if (!request_.authorization.empty()) {
    sign_in(request_.authorization);
    return;
  }
  deadline_ = hub_.loop().after(sign_in_time_max, [this] { refuse(close_not_allowed, "no token came"); });
}

void LiveSocket::on_closed(std::uint16_t, std::string_view) {
  hub_.remove(*this);
  if (site_) hub_.watchers().look(this, viewer_name_, *site_, std::nullopt);
  socket_ = nullptr;
  deadline_.cancel();
  next_.cancel();
}

void LiveSocket::refuse(std::uint16_t code, std::string_view reason) {
  if (socket_ != nullptr) socket_->close(code, reason);
}

void LiveSocket::sign_in(std::string_view authorization) {
  Service& service = hub_.service();
  const auto directory = service.accounts().directory();
  const auto caller = staff_caller(authorization, *directory, service.now());
  if (!caller || *caller->role == store::Role::auditor)
    return refuse(close_not_allowed, "the token is not known, or may not watch");
  if (!request_.site.empty()) {
    const auto id = parse_id<SiteId>(request_.site);
    if (id && directory->site(*id) != nullptr && caller->scope.allows(*id)) site_ = *id;
  } else {
    std::vector<SiteId> allowed;
    for (const store::Site& site : directory->sites()) {
      if (caller->scope.allows(site.id)) allowed.push_back(site.id);
    }
    if (allowed.size() == 1) site_ = allowed.front();
  }
  if (!site_) return refuse(close_not_allowed, "there is no such site");
  viewer_id_ = caller->staff_id;
  viewer_name_ = caller->staff_name;
  request_.stream ? subscribe_as_asked(*request_.stream) : subscribe_soon();
}

void LiveSocket::subscribe_soon() {
  deadline_ = hub_.loop().after(subscription_grace, [this] {
    if (socket_ != nullptr && !is_subscribed_) send_snapshot();
  });
}

void LiveSocket::subscribe_as_asked(const LiveRequest::Stream& stream) {
  query_ = stream.query;
  wants_alerts_ = true;
  const live::Board& board = hub_.service().board();
  stream.last_event_id == fmt::format("{}.{}", board.epoch(), board.sequence(*site_)) ? go_on_from_here() : send_snapshot();
}

void LiveSocket::on_text(std::string_view text) {
  auto document = JsonDocument::parse(text);
  if (!document) return refuse(net::close_code::policy_violation, "a message should be a JSON object");
  auto root = document->root();
  const std::string type = root.text_or_empty("type", 20);
  if (type == "hello") {
    if (!site_) sign_in(fmt::format("Bearer {}", root.text_or_empty("token", 200)));
    return;
  }
  if (!site_) return refuse(close_not_allowed, "the first message should bring the token");
  if (type == "ping") return send(R"({"type":"pong"})");
  if (type == "looking") {
    const auto visit = parse_id<VisitId>(root.text_or_empty("session_id", uuid_text_chars));
    hub_.watchers().look(this, viewer_name_, *site_, visit ? std::optional(*visit) : std::nullopt);
    return hub_.service().nudge_panels();
  }
  if (type != "subscribe") return refuse(net::close_code::policy_violation, "type should be hello, subscribe, looking or ping");
  if (auto filter = root.object("filter")) query_ = panel_query(*filter, viewer_id_);
  wants_alerts_ = root.boolean("alerts").value_or(wants_alerts_);
  const auto after = root.integer("after", 0, INT64_MAX);
  const std::string epoch = root.text_or_empty("epoch", 64);
  if (const auto problems = document->problems()) {
    return refuse(net::close_code::policy_violation, problems->message.substr(0, 100));
  }
  live::Board& board = hub_.service().board();
  // Where nothing has happened since, there is nothing to send; otherwise a snapshot is the shortest truth.
  const bool is_current = after && epoch == board.epoch() && static_cast<std::uint64_t>(*after) == board.sequence(*site_);
  is_current ? go_on_from_here() : send_snapshot();
}

/// The viewer has what the board holds: only what comes next is sent.
void LiveSocket::go_on_from_here() {
  live::Board& board = hub_.service().board();
  const live::Panel panel = board.query(*site_, query_, hub_.service().now());
  shown_.clear();
  for (const live::PanelVisit& visit : panel.visits) shown_[visit.visit] = visit.changed_at;
  shown_counts_ = panel.counts;
  shown_sequence_ = panel.sequence;
  is_subscribed_ = true;
  send_difference();
}

void LiveSocket::announce(const SiteId& site, const std::shared_ptr<const std::string>& alert_json) {
  if (site_ != site || !wants_alerts_) return;
  if (alerts_.size() == alerts_waiting_max) alerts_.erase(alerts_.begin());
  alerts_.push_back(alert_json);
  pump();
}

void LiveSocket::pump() {
  if (socket_ == nullptr || !is_subscribed_ || is_waiting_) return;
  if (alerts_.empty() && hub_.service().board().sequence(*site_) == shown_sequence_) return;
  const auto due = sent_at_ + live_period;
  const auto now = std::chrono::steady_clock::now();
  if (now >= due) return send_what_is_due();
  is_waiting_ = true;
  next_ = hub_.loop().after(std::chrono::ceil<std::chrono::milliseconds>(due - now), [this] {
    is_waiting_ = false;
    if (socket_ != nullptr) send_what_is_due();
  });
}

/// One message: alerts first, the list in the next turn.
void LiveSocket::send_what_is_due() {
  if (alerts_.empty()) return send_difference();
  send_alerts();
  pump();
}

void LiveSocket::send_alerts() {
  std::string message;
  JsonWriter json(message);
  json.begin_object().member("type", "alert").member("seq", shown_sequence_).key("alert").raw(*alerts_.back());
  json.key("alerts").begin_array();
  for (const auto& alert : alerts_) json.raw(*alert);
  json.end_array().end_object();
  alerts_.clear();
  send(std::move(message));
}

void LiveSocket::send_snapshot() {
  Service& service = hub_.service();
  const Instant now = service.now();
  const live::Panel panel = service.board().query(*site_, query_, now);
  shown_.clear();
  std::string message;
  JsonWriter json(message);
  json.begin_object().member("type", "snapshot").member("seq", panel.sequence).member("epoch", service.board().epoch());
  json.key("sessions").begin_array();
  for (const live::PanelVisit& visit : panel.visits) {
    shown_[visit.visit] = visit.changed_at;
    write_panel_session(json, visit, service.catalogue(), viewer_id_, now);
  }
  json.end_array().key("counts").begin_object();
  write_counts(json, panel.counts);
  json.end_object().end_object();
  shown_counts_ = panel.counts;
  shown_sequence_ = panel.sequence;
  is_subscribed_ = true;
  deadline_.cancel();
  send(std::move(message));
}

void LiveSocket::send_difference() {
  Service& service = hub_.service();
  live::Board& board = service.board();
  const Instant now = service.now();
  const live::Panel panel = board.query(*site_, query_, now);
  std::vector<const live::PanelVisit*> started;
  std::vector<const live::PanelVisit*> changed;
  std::unordered_map<VisitId, std::uint64_t> shown;
  for (const live::PanelVisit& visit : panel.visits) {
    const auto before = shown_.find(visit.visit);
    if (before == shown_.end()) started.push_back(&visit);
    if (before != shown_.end() && before->second != visit.changed_at) changed.push_back(&visit);
    shown[visit.visit] = visit.changed_at;
  }
  std::vector<VisitId> gone;
  for (const auto& [visit, changed_at] : shown_) {
    if (!shown.contains(visit)) gone.push_back(visit);
  }
  const bool is_same = started.empty() && changed.empty() && gone.empty() && panel.counts == shown_counts_;
  shown_ = std::move(shown);
  shown_counts_ = panel.counts;
  shown_sequence_ = panel.sequence;
  if (is_same) return;

  std::string message;
  JsonWriter json(message);
  const auto write_list = [&](std::string_view name, const std::vector<const live::PanelVisit*>& visits) {
    if (visits.empty()) return;
    json.key(name).begin_array();
    for (const live::PanelVisit* visit : visits) write_panel_session(json, *visit, service.catalogue(), viewer_id_, now);
    json.end_array();
  };
  const std::string_view type = !started.empty() ? "started" : !gone.empty() ? "ended" : !changed.empty() ? "changed" : "counts";
  json.begin_object().member("type", type).member("seq", panel.sequence).member("epoch", board.epoch());
  const live::PanelVisit* first = !started.empty() ? started.front() : gone.empty() && !changed.empty() ? changed.front() : nullptr;
  if (first != nullptr) {
    json.key("session");
    write_panel_session(json, *first, service.catalogue(), viewer_id_, now);
  } else if (!gone.empty()) {
    json.member("session_id", gone.front());
  }
  write_list("started", started);
  write_list("changed", changed);
  if (!gone.empty()) {
    json.key("ended").begin_array();
    for (const VisitId& visit : gone) {
      const auto departure = board.departure(visit);
      json.begin_object().member("session_id", visit).member("reason", departure ? name_of(departure->reason) : "displaced");
      json.key("end_time");
      departure ? json.value(departure->end_time) : json.null();
      json.end_object();
    }
    json.end_array();
  }
  json.key("counts").begin_object();
  write_counts(json, panel.counts);
  json.end_object().end_object();
  send(std::move(message));
}

void LiveSocket::send(std::string message) {
  sent_at_ = std::chrono::steady_clock::now();
  // A full outbox has closed the connection; on_closed follows.
  if (request_.stream) message = fmt::format("id: {}.{}\ndata: {}\n\n", hub_.service().board().epoch(), shown_sequence_, message);
  static_cast<void>(socket_->send(std::make_shared<const std::string>(std::move(message))));
}

}  // namespace sojourn::api
