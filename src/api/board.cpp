// Questions around the live board: the map, who is looking at what, what one might offer, and the board at a past moment.

#include "api/handlers.hpp"
#include "api/panel_query.hpp"
#include "api/service.hpp"
#include "api/visit_json.hpp"
#include "catalogue/recommendation.hpp"
#include "visits/event_data.hpp"

namespace sojourn::api {
namespace {

constexpr std::size_t earlier_visits_max = 20;

void write_offer(JsonWriter& json, const catalogue::Property& property) {
  json.begin_object().member("id", property.property_id).member_or_null("address", property.address);
  json.member_or_null("city", property.city).member_or_null("state", property.state).member("price", property.price);
  json.member("bedrooms", property.bedrooms).member_or_null("type", property.type).end_object();
}

/// The visit as it stood at `at`, or nothing where it was not alive and active within the span.
std::optional<live::PanelVisit> as_of(const store::PastVisit& past, Instant at, Milliseconds within,
                                      const visits::ScoreRules& rules, visits::EventDataReader& reader) {
  visits::Visit visit = past.stored.visit;
  visit.figures = visits::figures_at(visit.start);
  for (const store::StoredEvent& stored : past.events) {
    if (stored.moment.at > at) break;
    visits::Event event{.id = stored.id,
                        .type = visits::event_type_of(stored.type),
                        .type_name = stored.type,
                        .moment = stored.moment,
                        .is_scored = stored.is_scored,
                        .data = stored.data};
    if (!stored.data.empty()) {
      if (const auto facts = reader.read(stored.data)) {
        event.page = facts->page;
        event.title = facts->title;
        event.property_id = facts->property_id;
      }
    }
    visits::fold(visit.figures, event);
  }
  if (visit.declared_end && visit.declared_end->moment.at > at) visit.declared_end.reset();
  if (!standing_of(visit, at).is_active || visit.figures.last_activity < at - within) return std::nullopt;
  return live::panel_visit_of(visit, score_of(visit, rules), lane_of(visit));
}

/// What the person behind a visit has looked at, in this visit and the ones before.
std::vector<catalogue::Seen> seen_by(const visits::Visit& visit, const std::vector<store::StoredVisit>& earlier,
                                     const catalogue::Catalogue& catalogue) {
  std::map<std::string, catalogue::Seen> by_id;
  const auto add = [&](const visits::Figures& figures) {
    for (const visits::PropertyInterest& interest : figures.properties) {
      const auto property = catalogue.find(visit.site, interest.id);
      if (!property) continue;
      catalogue::Seen& seen = by_id[interest.id];
      seen.property = *property;
      seen.views += interest.views;
      seen.saves += interest.saves;
    }
  };
  add(visit.figures);
  for (const store::StoredVisit& stored : earlier) add(stored.visit.figures);
  std::vector<catalogue::Seen> seen;
  for (auto& [id, one] : by_id) seen.push_back(std::move(one));
  return seen;
}

/// Site and filters of a question about the board.
struct BoardQuestion {
  SiteId site;
  live::Query query;
};
Result<BoardQuestion> board_question(Service& service, const Call& call) {
  const auto query = net::QueryParameters::parse(call.request.query);
  if (!query) return std::unexpected(query.error());
  const auto site = service.site_of(call, *query);
  if (!site) return std::unexpected(site.error());
  auto wanted = panel_query(*query, call.caller.staff_id);
  if (!wanted) return std::unexpected(wanted.error());
  return BoardQuestion{*site, std::move(*wanted)};
}

}  // namespace

Task<net::Response> live_map(Service& service, Call& call) {
  const auto question = board_question(service, call);
  if (!question) co_return problem(question.error());
  const auto places = service.board().places(question->site, question->query, call.received);
  co_return json_response(200, [&](JsonWriter& json) {
    std::uint64_t unplaced = 0;
    json.begin_object().key("places").begin_array();
    for (const live::PlaceCounts& place : places) {
      if (place.city.empty() && place.country.empty()) {
        unplaced += place.counts.total;
        continue;
      }
      json.begin_object().member_or_null("city", place.city).member_or_null("state", place.state);
      json.member_or_null("country", place.country).key("latitude");
      place.coordinates ? json.value(place.coordinates->latitude) : json.null();
      json.key("longitude");
      place.coordinates ? json.value(place.coordinates->longitude) : json.null();
      json.member("total", place.counts.total).member("hot", place.counts.hot).member("warm", place.counts.warm);
      json.member("cold", place.counts.cold).end_object();
    }
    json.end_array().member("unplaced", unplaced).end_object();
  });
}

Task<net::Response> property_interest(Service& service, Call& call) {
  const auto question = board_question(service, call);
  if (!question) co_return problem(question.error());
  const auto& [site, query] = *question;
  auto past = co_await service.ask(
      [&](store::Reader& reader) { return reader.property_interest(site, call.received - std::chrono::days(30), query.limit); });
  if (!past) co_return problem(past.error());
  const auto now = service.board().interest(site, query, call.received);
  std::map<std::string, std::pair<const live::PropertyInterest*, const store::PropertyInterest*>> by_id;
  for (const auto& one : now) by_id[one.property_id].first = &one;
  for (const auto& one : *past) by_id[one.property_id].second = &one;
  std::vector<std::string> order;
  for (const auto& [id, both] : by_id) order.push_back(id);
  const auto rank = [&](const std::string& id) {
    const auto& [live_one, past_one] = by_id.at(id);
    return std::tuple(live_one != nullptr ? live_one->people : 0, past_one != nullptr ? past_one->people : 0,
                      past_one != nullptr ? past_one->views : 0);
  };
  std::ranges::sort(order, std::greater(), rank);
  if (order.size() > query.limit) order.resize(query.limit);
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().key("properties").begin_array();
    for (const std::string& id : order) {
      const auto& [live_one, past_one] = by_id.at(id);
      const store::PropertyInterest before = past_one != nullptr ? *past_one : store::PropertyInterest{};
      json.begin_object().key("property");
      write_property(json, site, id, service.catalogue());
      json.member("people_now", live_one != nullptr ? live_one->people : 0)
          .member("hot_now", live_one != nullptr ? live_one->hot : 0);
      json.member("views", before.views).member("people", before.people).member("saves", before.saves);
      json.member("returning_people", before.returning_people).end_object();
    }
    json.end_array().end_object();
  });
}

Task<net::Response> recommendations(Service& service, Call& call) {
  const auto query = net::QueryParameters::parse(call.request.query);
  if (!query) co_return problem(query.error());
  const auto limit = integer_parameter(*query, "limit", 5, 1, 50);
  if (!limit) co_return problem(limit.error());
  auto stored = co_await service.fresh_visit(call.variables[0], call.caller.scope);
  if (!stored) co_return problem(stored.error());
  auto earlier =
      co_await service.ask([&](store::Reader& reader) { return reader.earlier_visits(stored->visit, earlier_visits_max); });
  if (!earlier) co_return problem(earlier.error());
  const auto seen = seen_by(stored->visit, *earlier, service.catalogue());
  const auto offers = service.catalogue().all(stored->visit.site);
  const auto best = catalogue::recommend(seen, offers, static_cast<std::size_t>(*limit));
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().key("recommendations").begin_array();
    for (const catalogue::Recommendation& one : best) {
      json.begin_object().key("property");
      write_offer(json, one.property);
      json.key("reasons").begin_array();
      for (const std::string& reason : one.reasons) json.value(reason);
      json.end_array().member("match", one.match).end_object();
    }
    json.end_array().end_object();
  });
}

Task<net::Response> past_panel(Service& service, Call& call) {
  const auto question = board_question(service, call);
  if (!question) co_return problem(question.error());
  const auto parameters = net::QueryParameters::parse(call.request.query);
  const auto at = parse_rfc3339(parameters->find("time").value_or(""));
  if (!at) co_return problem(invalid("time", "is required: a moment such as 2026-11-21T09:30:00Z").error());
  if (*at > call.received) co_return problem(invalid("time", "should not lie in the future").error());
  const auto& [site, query] = *question;
  auto past = co_await service.ask([&](store::Reader& reader) { return reader.visits_at(site, *at, query.within); });
  if (!past) co_return problem(past.error());
  const auto rules = service.rules().of(site);
  std::vector<live::PanelVisit> shown;
  visits::EventDataReader reader;
  live::Counts counts;
  for (const store::PastVisit& visit : past->visits) {
    auto panel_visit = as_of(visit, *at, query.within, rules->rules, reader);
    if (!panel_visit || panel_visit->lane != query.lane) continue;
    const auto category = visits::category_of(panel_visit->score);
    if (query.category && category != *query.category) continue;
    ++counts.total;
    ++(category == visits::ScoreCategory::hot ? counts.hot : category == visits::ScoreCategory::warm ? counts.warm : counts.cold);
    shown.push_back(std::move(*panel_visit));
  }
  std::ranges::sort(shown, std::greater(), [&](const live::PanelVisit& one) {
    return query.sort == live::Sort::score      ? std::tuple(static_cast<std::int64_t>(one.score), one.visit)
           : query.sort == live::Sort::activity ? std::tuple(one.last_activity.ms(), one.visit)
                                                : std::tuple(one.start.ms(), one.visit);
  });
  if (shown.size() > query.limit) shown.resize(query.limit);
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().member("time", *at).key("sessions").begin_array();
    for (const live::PanelVisit& visit : shown) write_panel_session(json, visit, service.catalogue(), call.caller.staff_id, *at);
    json.end_array();
    write_counts(json, counts);
    json.member("is_partial", past->is_partial).end_object();
  });
}

}  // namespace sojourn::api
