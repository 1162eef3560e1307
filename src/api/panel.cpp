// The live panel's questions: who is browsing now, and the whole journey of one of them.

#include "api/deliveries.hpp"
#include "api/handlers.hpp"
#include "api/panel_query.hpp"
#include "api/service.hpp"
#include "api/visit_json.hpp"
#include "base/json_reader.hpp"
#include "base/limits.hpp"
#include "visits/behaviour.hpp"
#include "visits/event_data.hpp"

namespace sojourn::api {
namespace {

constexpr std::size_t earlier_visits_max = 20;

std::string in_words(std::string_view type_name) {
  std::string words(type_name);
  std::ranges::replace(words, '_', ' ');
  return words;
}

/// The page's title or path, the property's address, else the type in words.
std::string title_of(const visits::Event& event, const std::optional<catalogue::Property>& property) {
  if (event.type == visits::EventType::page_view && !event.page.empty())
    return std::string(event.title.empty() ? event.page : event.title);
  if (property && !property->address.empty()) return property->address;
  return in_words(event.type_name);
}

std::string reason_of(const visits::Event& event, int before, int after) {
  if (!event.is_scored) return "sent without the session key: counted, not scored";
  if (after != before) return in_words(event.type_name);
  if (event.type == visits::EventType::heartbeat || event.type == visits::EventType::error) return "does not score";
  return fmt::format("{} gives no further points", in_words(event.type_name));
}

/// How often a property was looked at in the visit, and whether it was saved.
struct SeenProperty {
  std::string property_id;
  std::uint32_t views = 0;
  bool is_saved = false;
};

/// Replays a visit from its events, one at a time.
class Replay {
 public:
  Replay(const visits::Visit& visit, const catalogue::Catalogue& catalogue, const visits::ScoreRules& rules)
      : catalogue_(catalogue), rules_(rules), visit_(visit) {
    visit_.figures = visits::figures_at(visit.start);
    score_ = score_of(visit_, rules_);
    score_start_ = score_;
  }

  void write(JsonWriter& json, const store::StoredEvent& stored) {
    visits::Event event;
    event.id = stored.id;
    event.type = visits::event_type_of(stored.type);
    event.type_name = stored.type;
    event.moment = stored.moment;
    event.is_scored = stored.is_scored;
    if (!stored.data.empty()) {
      if (const auto facts = reader_.read(stored.data)) {
        event.page = facts->page;
        event.title = facts->title;
        event.property_id = facts->property_id;
      }
    }
    visits::fold(visit_.figures, event);
    const int before = std::exchange(score_, score_of(visit_, rules_));
    note_property(event);
    json.begin_object()
        .member("timestamp", event.moment.at)
        .member("type", event.type_name)
        .member("title", title_of(event, catalogue_.find(visit_.site, std::string(event.property_id))));
    json.member_or_null("page", event.page.empty() ? std::string_view(visit_.figures.current_page.path.text) : event.page);
    json.key("property");
    write_property(json, visit_.site, std::string(event.property_id), catalogue_);
    json.member("score_before", before).member("score_after", score_);
    json.member("reason", reason_of(event, before, score_)).end_object();
  }

  void write_properties(JsonWriter& json) const {
    json.key("properties").begin_array();
    for (const SeenProperty& seen : seen_) {
      const auto property =
          catalogue_.find(visit_.site, seen.property_id).value_or(catalogue::Property{.property_id = seen.property_id});
      json.begin_object()
          .member("id", seen.property_id)
          .member_or_null("address", property.address)
          .member_or_null("city", property.city);
      json.member_or_null("state", property.state).member("price", property.price).member("bedrooms", property.bedrooms);
      json.member_or_null("type", property.type).member("views", seen.views).member("saved", seen.is_saved).end_object();
    }
    json.end_array();
  }

  int score_start() const { return score_start_; }
  int score_end() const { return score_; }

 private:
  void note_property(const visits::Event& event) {
    if (event.property_id.empty()) return;
    auto seen = std::ranges::find(seen_, event.property_id, &SeenProperty::property_id);
    if (seen == seen_.end()) seen = seen_.insert(seen_.end(), {std::string(event.property_id)});
    if (event.type == visits::EventType::property_view) ++seen->views;
    if (event.type == visits::EventType::property_save) seen->is_saved = true;
  }

  const catalogue::Catalogue& catalogue_;
  const visits::ScoreRules& rules_;
  visits::Visit visit_;
  int score_ = 0;
  int score_start_ = 0;
  visits::EventDataReader reader_;
  std::vector<SeenProperty> seen_;
};

void write_summary(JsonWriter& json, const visits::Visit& visit, const Replay& replay, Instant now) {
  const visits::Figures& figures = visit.figures;
  const visits::Standing standing = standing_of(visit, now);
  json.key("summary").begin_object().member("duration_seconds", duration_seconds(visit, now));
  json.member("page_views", figures.count(visits::EventType::page_view))
      .member("property_views", figures.count(visits::EventType::property_view));
  json.member("property_saves", figures.count(visits::EventType::property_save));
  json.member("score_start", replay.score_start()).member("score_end", replay.score_end());
  json.member_or_null("entry", visit.entry_page());
  json.member_or_null("exit", standing.is_active ? std::string_view() : visit.exit_page()).end_object();
}

/// The members `pattern` and `struggles`.
void write_behaviour(JsonWriter& json, const std::vector<store::StoredEvent>& events, std::int64_t duration) {
  visits::BehaviourReader reader;
  std::vector<visits::BehaviourEvent> behaviour;
  for (const store::StoredEvent& event : events) behaviour.push_back(reader.read(event.type, event.moment.at, event.data));
  write_session_pattern(json, visits::session_pattern(behaviour, duration));
  json.key("struggles").begin_array();
  for (const visits::Struggle& struggle : visits::struggles_of(behaviour)) {
    json.begin_object().member("name", struggle.name).member("at", struggle.at).member("text", struggle.text).end_object();
  }
  json.end_array();
}

void write_earlier(JsonWriter& json, const std::vector<store::StoredVisit>& earlier, const visits::ScoreRules& rules, Instant now) {
  json.key("earlier_visits").begin_array();
  for (const store::StoredVisit& stored : earlier) {
    const visits::Visit& visit = stored.visit;
    json.begin_object()
        .member("session_id", visit.id)
        .member("start_time", visit.start)
        .member("duration_seconds", duration_seconds(visit, now));
    json.member("page_views", visit.figures.count(visits::EventType::page_view));
    json.member("score", score_of(visit, rules)).end_object();
  }
  json.end_array();
}

}  // namespace

Task<net::Response> live_panel(Service& service, Call& call) {
  const auto query = net::QueryParameters::parse(call.request.query);
  if (!query) co_return problem(query.error());
  const auto site = service.site_of(call, *query);
  if (!site) co_return problem(site.error());
  const auto wanted = panel_query(*query, call.caller.staff_id);
  if (!wanted) co_return problem(wanted.error());
  const live::Panel panel = service.board().query(*site, *wanted, call.received);
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().key("sessions").begin_array();
    for (const live::PanelVisit& visit : panel.visits)
      write_panel_session(json, visit, service.catalogue(), call.caller.staff_id, call.received);
    json.end_array();
    write_counts(json, panel.counts);
    json.end_object();
  });
}

Task<net::Response> journey(Service& service, Call& call) {
  auto stored = co_await service.fresh_visit(call.variables[0], call.caller.scope);
  if (!stored) co_return problem(stored.error());
  struct Found {
    std::vector<store::StoredEvent> events;
    std::vector<store::StoredVisit> earlier;
    store::PersonLog log;
    std::vector<store::Delivery> deliveries;
  };
  auto found = co_await service.ask([&](store::Reader& reader) -> Result<Found> {
    auto events = reader.events(*stored);
    if (!events) return std::unexpected(events.error());
    auto earlier = reader.earlier_visits(stored->visit, earlier_visits_max);
    if (!earlier) return std::unexpected(earlier.error());
    auto log = reader.person_log(stored->visit.id);
    if (!log) return std::unexpected(log.error());
    auto sent = reader.deliveries(stored->visit.id);
    if (!sent) return std::unexpected(sent.error());
    return Found{std::move(*events), std::move(*earlier), std::move(*log), std::move(*sent)};
  });
  if (!found) co_return problem(found.error());
  const Instant now = service.now();
  const auto rules = service.rules().of(stored->visit.site);
  Replay replay(stored->visit, service.catalogue(), rules->rules);
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().key("session");
    write_session(json, stored->visit, service.rules(), now);
    json.key("timeline").begin_array();
    for (const store::StoredEvent& event : found->events) {
      if (event.type != name_of(visits::EventType::visit_end)) replay.write(json, event);
    }
    json.end_array();
    replay.write_properties(json);
    write_summary(json, stored->visit, replay, now);
    write_earlier(json, found->earlier, rules->rules, now);
    json.key("score_receipt").begin_object();
    write_receipt(json, receipt_of(stored->visit, rules->rules), rules->version);
    json.end_object();
    write_behaviour(json, found->events, duration_seconds(stored->visit, now));
    const auto live = service.board().find(stored->visit.site, stored->visit.id, now);
    json.member("presence", live ? name_of(live->presence.state) : "left").key("staff");
    write_marks(json, &found->log.marks, call.caller.staff_id);
    write_acts(json, found->log.newest_first);
    json.key("deliveries").begin_array();
    for (const store::Delivery& delivery : found->deliveries) write_delivery(json, delivery, service.catalogue());
    json.end_array();
    json.end_object();
  });
}

Task<net::Response> put_property(Service& service, Call& call) {
  const auto query = net::QueryParameters::parse(call.request.query);
  if (!query) co_return problem(query.error());
  const auto site = service.site_of(call, *query);
  if (!site) co_return problem(site.error());
  auto document = JsonDocument::parse(call.request.body);
  if (!document) co_return problem(document.error());
  auto root = document->root();
  catalogue::Property property;
  property.property_id = call.variables[0];
  property.address = root.text_or_empty("address", limits::title_chars_max);
  property.city = root.text_or_empty("city", limits::short_text_chars_max);
  property.state = root.text_or_empty("state", limits::short_text_chars_max);
  property.type = root.text_or_empty("type", limits::short_text_chars_max);
  property.project = root.text_or_empty("project", limits::short_text_chars_max);
  property.price = root.number("price");
  property.bedrooms = root.integer("bedrooms", 0, 1000);
  if (property.price && *property.price < 0) root.refuse("price", "should not be negative");
  property.details = call.request.body;
  if (auto problems = document->problems()) co_return problem(*problems);
  if (property.property_id.size() > limits::property_id_chars_max)
    co_return problem(invalid("property_id", fmt::format("should have at most {} bytes", limits::property_id_chars_max)).error());
  store::PutProperty command{*site, property};
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  service.catalogue().put(*site, property);
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object()
        .member("id", property.property_id)
        .member_or_null("address", property.address)
        .member_or_null("city", property.city);
    json.member_or_null("state", property.state).member("price", property.price).member("bedrooms", property.bedrooms);
    json.member_or_null("type", property.type).member_or_null("project", property.project).end_object();
  });
}

}  // namespace sojourn::api
