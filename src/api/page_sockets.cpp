#include "api/page_sockets.hpp"

#include "api/deliveries.hpp"
#include "api/service.hpp"
#include "base/check.hpp"
#include "base/json_reader.hpp"
#include "base/limits.hpp"

namespace sojourn::api {
namespace {

constexpr std::chrono::milliseconds hello_time_max{5'000};
constexpr std::size_t tab_chars_max = 64;

class PageSocket final : public net::SocketHandler, public PageSockets::Page {
 public:
  PageSocket(Service& service, std::string origin) : service_(service), origin_(std::move(origin)) {}

  net::SocketLimits limits() const override {
    return {.message_bytes_max = 4 * 1024, .outbox_bytes_max = 64 * 1024, .outbox_messages_max = 64};
  }

  void on_open(net::WebSocket& socket) override {
    socket_ = &socket;
    loop_ = net::Loop::current();
    deadline_ = loop_->after(hello_time_max, [this] { close(page_close_not_allowed, "no hello came"); });
  }

  void on_text(std::string_view text) override {
    auto document = JsonDocument::parse(text);
    if (!document) return close(net::close_code::policy_violation, "a message should be a JSON object");
    auto root = document->root();
    const std::string type = root.text_or_empty("type", 20);
    if (type == "ping") return receive(std::make_shared<const std::string>(R"({"type":"pong"})"));
    if (type == "hello" && !is_greeting_) return greet(root);
    if (!visit_) return is_greeting_ ? void() : close(page_close_not_allowed, "the first message should be a hello");
    if (type == "tab") return say_tab(root.text_or_empty("state", 20));
    if (type == "card") return note_card(root);
    close(net::close_code::policy_violation, "type should be hello, tab, card or ping");
  }

  void on_closed(std::uint16_t, std::string_view) override {
    *is_here_ = false;
    socket_ = nullptr;
    deadline_.cancel();
    if (!visit_) return;
    service_.pages().remove(*visit_, *this);
    service_.say_tab(site_, *visit_, tab_, live::TabState::left);
  }

  void receive(const std::shared_ptr<const std::string>& message) override {
    if (socket_ != nullptr) static_cast<void>(socket_->send(message));
  }

 private:
  void close(std::uint16_t code, std::string_view reason) {
    if (socket_ != nullptr) socket_->close(code, reason);
  }

  void greet(ObjectReader& root) {
    const auto visit = parse_id<VisitId>(root.text_or_empty("session_id", uuid_text_chars));
    const std::string key = root.text_or_empty("session_key", limits::session_key_chars_max);
    tab_ = root.text_or_empty("tab", tab_chars_max);
    state_ = root.text_or_empty("state", 20);
    if (!visit) return close(page_close_not_found, "there is no such session");
    if (key.empty() || tab_.empty()) return close(page_close_not_allowed, "session_key and tab are required");
    is_greeting_ = true;
    open(*this, is_here_, *visit, hash_secret(key));
  }

  /// Asks whether the key opens the visit; by then the page may have gone.
  static Detached open(PageSocket& page, std::shared_ptr<bool> is_here, VisitId visit, SecretHash key) {
    Service& service = page.service_;
    const auto origins = service.accounts().directory()->sites_allowing(page.origin_);
    store::Heartbeat beat;
    beat.visit = visit;
    beat.key = key;
    beat.origins = page.origin_.empty() ? nullptr : &origins;
    auto verdict = co_await service.commit(std::move(beat));
    if (!*is_here) co_return;
    page.is_greeting_ = false;
    if (!verdict) {
      const ErrorKind kind = verdict.error().kind;
      page.close(kind == ErrorKind::gone          ? page_close_ended
                 : kind == ErrorKind::not_found   ? page_close_not_found
                 : kind == ErrorKind::unavailable ? net::close_code::try_again_later
                                                  : page_close_not_allowed,
                 verdict.error().message);
      co_return;
    }
    page.deadline_.cancel();
    page.visit_ = visit;
    page.site_ = verdict->site;
    service.pages().add(visit, page, *page.loop_);
    page.say_tab(page.state_.empty() ? "visible" : page.state_);
    page.receive(std::make_shared<const std::string>(R"({"type":"welcome"})"));
    // What was sent while no page was there.
    auto waiting = co_await service.ask([&](store::Reader& reader) { return reader.deliveries(visit); });
    if (!*is_here || !waiting) co_return;
    for (const store::Delivery& delivery : *waiting) {
      const bool is_for_page = delivery.channel == store::DeliveryChannel::on_site;
      if (is_for_page && (delivery.state == store::DeliveryState::waiting || delivery.state == store::DeliveryState::sent))
        page.receive(std::make_shared<const std::string>(card_message(service, delivery)));
    }
  }

  void say_tab(std::string_view name) {
    const auto state = name == "closed" ? std::optional(live::TabState::left) : live::tab_state_of(name);
    if (!state) return close(net::close_code::policy_violation, "state should be visible, hidden or idle");
    service_.say_tab(site_, *visit_, tab_, *state);
  }

  void note_card(ObjectReader& root) {
    const auto id = parse_uuid(root.text_or_empty("delivery_id", uuid_text_chars));
    const auto state = store::delivery_state_of(root.text_or_empty("state", 20));
    const bool is_known = state && (*state == store::DeliveryState::shown || *state == store::DeliveryState::clicked ||
                                    *state == store::DeliveryState::dismissed);
    if (!id || !is_known) return close(net::close_code::policy_violation, "state should be shown, clicked or dismissed");
    store_card(service_, *id, *visit_, *state);
  }

  static Detached store_card(Service& service, Uuid id, VisitId visit, store::DeliveryState state) {
    store::UpdateDelivery update{.id = id, .visit = visit, .state = state, .detail = "", .retry_at = std::nullopt};
    auto verdict = co_await service.commit(std::move(update));
    static_cast<void>(verdict);  // The page cannot do anything about it; it says so again when it shows the card again.
  }

  Service& service_;
  const std::string origin_;
  net::WebSocket* socket_ = nullptr;
  net::Loop* loop_ = nullptr;
  net::Timer deadline_;
  std::shared_ptr<bool> is_here_ = std::make_shared<bool>(true);
  bool is_greeting_ = false;

  std::optional<VisitId> visit_;  ///< Once the key was right.
  SiteId site_;
  std::string tab_;
  std::string state_;
};

}  // namespace

void PageSockets::add(const VisitId& visit, Page& page, net::Loop& loop) {
  const std::scoped_lock lock(mutex_);
  by_visit_[visit].push_back({&page, &loop, std::make_shared<bool>(true)});
}

void PageSockets::remove(const VisitId& visit, Page& page) {
  const std::scoped_lock lock(mutex_);
  const auto found = by_visit_.find(visit);
  if (found == by_visit_.end()) return;
  for (const Connected& connected : found->second) {
    if (connected.page == &page) *connected.is_open = false;
  }
  std::erase_if(found->second, [&](const Connected& connected) { return connected.page == &page; });
  if (found->second.empty()) by_visit_.erase(found);
}

bool PageSockets::deliver(const VisitId& visit, std::string message) {
  const auto shared = std::make_shared<const std::string>(std::move(message));
  const std::scoped_lock lock(mutex_);
  const auto found = by_visit_.find(visit);
  if (found == by_visit_.end()) return false;
  for (const Connected& connected : found->second) {
    connected.loop->post([page = connected.page, is_open = connected.is_open, shared] {
      if (*is_open) page->receive(shared);
    });
  }
  return true;
}

std::size_t PageSockets::size() const {
  const std::scoped_lock lock(mutex_);
  std::size_t sum = 0;
  for (const auto& [visit, connected] : by_visit_) sum += connected.size();
  return sum;
}

std::unique_ptr<net::SocketHandler> make_page_socket(Service& service, std::string origin) {
  return std::make_unique<PageSocket>(service, std::move(origin));
}

}  // namespace sojourn::api
