// The reading half of the visits' routes, for staff (and, where it is about themselves, for users with a signed token).

#include "api/handlers.hpp"
#include "api/service.hpp"
#include "api/visit_json.hpp"
#include "base/limits.hpp"
#include "visits/event_data.hpp"
#include "visits/patterns.hpp"

namespace sojourn::api {
namespace {

void write_sessions(JsonWriter& json, const std::vector<store::StoredVisit>& found, Service& service) {
  const Instant now = service.now();
  json.key("sessions").begin_array();
  for (const store::StoredVisit& stored : found) write_session(json, stored.visit, service.rules(), now);
  json.end_array();
}

/// A user's visits, newest first, the open ones as they stand now.
Task<Result<store::VisitPage>> visits_of_user(Service& service, Call& call, std::string user_id, std::size_t limit,
                                              std::string cursor) {
  const store::Scope& scope = call.caller.scope;
  auto page = co_await service.ask([&](store::Reader& reader) { return reader.visits_of_user(scope, user_id, limit, cursor); });
  if (!page) co_return std::unexpected(page.error());
  auto fresh = co_await service.refreshed(std::move(page->visits), scope);
  if (!fresh) co_return std::unexpected(fresh.error());
  page->visits = std::move(*fresh);
  co_return page;
}

/// The events that are the client's: the declared end is told in `exit`.
std::vector<store::StoredEvent> without_end(std::vector<store::StoredEvent> events) {
  std::erase_if(events, [](const store::StoredEvent& event) { return event.type == name_of(visits::EventType::visit_end); });
  return events;
}

Task<Result<std::vector<store::StoredEvent>>> events_of(Service& service, const store::StoredVisit& stored) {
  auto events = co_await service.ask([&](store::Reader& reader) { return reader.events(stored); });
  if (!events) co_return std::unexpected(events.error());
  co_return without_end(std::move(*events));
}

}  // namespace

Task<net::Response> active_sessions(Service& service, Call& call) {
  const auto query = net::QueryParameters::parse(call.request.query);
  if (!query) co_return problem(query.error());
  const auto site = service.site_of(call, *query);
  if (!site) co_return problem(site.error());
  const auto limit = integer_parameter(*query, "limit", 50, 1, limits::list_limit_max);
  if (!limit) co_return problem(limit.error());
  // All that are alive, however long ago they were active.
  live::Query wanted{.limit = static_cast<std::size_t>(*limit), .within = std::chrono::days(366)};
  const live::Panel panel = service.board().query(*site, wanted, call.received);
  std::vector<VisitId> ids;
  for (const live::PanelVisit& visit : panel.visits) ids.push_back(visit.visit);
  const auto scope = store::Scope::only(*site);
  auto found = co_await service.fresh_visits(std::move(ids), scope);
  if (!found) co_return problem(found.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    write_sessions(json, *found, service);
    json.member("total_count", panel.counts.total).end_object();
  });
}

Task<net::Response> session(Service& service, Call& call) {
  auto stored = co_await service.fresh_visit(call.variables[0], call.caller.scope);
  if (!stored) co_return problem(stored.error());
  const Instant now = service.now();
  co_return json_response(200, [&](JsonWriter& json) { write_session(json, stored->visit, service.rules(), now); });
}

Task<net::Response> session_events(Service& service, Call& call) {
  auto stored = co_await service.fresh_visit(call.variables[0], call.caller.scope);
  if (!stored) co_return problem(stored.error());
  auto events = co_await events_of(service, *stored);
  if (!events) co_return problem(events.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().key("events").begin_array();
    Instant before = stored->visit.start;
    for (const store::StoredEvent& event : *events) {
      json.begin_object().member("id", event.id).member("type", event.type).member("timestamp", event.moment.at);
      json.key("data").raw(event.data.empty() ? "{}" : event.data);
      json.member("duration", (event.moment.at - before).count() / 1000).end_object();
      before = event.moment.at;
    }
    json.end_array().key("next_cursor").null().end_object();
  });
}

Task<net::Response> current_session_of_user(Service& service, Call& call) {
  auto page = co_await visits_of_user(service, call, call.variables[0], 20, "");
  if (!page) co_return problem(page.error());
  const Instant now = service.now();
  for (const store::StoredVisit& stored : page->visits) {
    if (!standing_of(stored.visit, now).is_active) continue;
    co_return json_response(200, [&](JsonWriter& json) { write_session(json, stored.visit, service.rules(), now); });
  }
  co_return problem(Error{.kind = ErrorKind::not_found, .message = "this user has no session at the moment", .fields = {}});
}

Task<net::Response> session_history_of_user(Service& service, Call& call) {
  const auto query = net::QueryParameters::parse(call.request.query);
  if (!query) co_return problem(query.error());
  if (query->find("site")) {
    const auto site = service.site_of(call, *query);
    if (!site) co_return problem(site.error());
    call.caller.scope = store::Scope::only(*site);
  }
  const auto limit = integer_parameter(*query, "limit", 10, 1, limits::list_limit_max);
  if (!limit) co_return problem(limit.error());
  auto page = co_await visits_of_user(service, call, call.variables[0], static_cast<std::size_t>(*limit),
                                      std::string(query->find("cursor").value_or("")));
  if (!page) co_return problem(page.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    write_sessions(json, page->visits, service);
    json.member_or_null("next_cursor", page->next_cursor).end_object();
  });
}

Task<net::Response> user_pattern(Service& service, Call& call) {
  auto page = co_await visits_of_user(service, call, call.variables[0], visits::pattern_visits_max, "");
  if (!page) co_return problem(page.error());
  const Instant now = service.now();
  std::vector<visits::PatternVisit> latest;
  for (const store::StoredVisit& stored : page->visits) {
    const visits::Figures& figures = stored.visit.figures;
    latest.push_back({duration_seconds(stored.visit, now), figures.action_count(), figures.error_count()});
  }
  const visits::UserPattern found = visits::user_pattern(latest);
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    write_user_pattern(json, found);
    json.end_object();
  });
}

Task<net::Response> session_pattern(Service& service, Call& call) {
  auto stored = co_await service.fresh_visit(call.variables[0], call.caller.scope);
  if (!stored) co_return problem(stored.error());
  auto events = co_await events_of(service, *stored);
  if (!events) co_return problem(events.error());
  visits::BehaviourReader reader;
  std::vector<visits::BehaviourEvent> behaviour;
  for (const store::StoredEvent& event : *events) behaviour.push_back(reader.read(event.type, event.moment.at, event.data));
  const auto found = visits::session_pattern(behaviour, duration_seconds(stored->visit, service.now()));
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    write_session_pattern(json, found);
    json.end_object();
  });
}

Task<net::Response> abandoned_workflows(Service& service, Call& call) {
  auto stored = co_await service.fresh_visit(call.variables[0], call.caller.scope);
  if (!stored) co_return problem(stored.error());
  auto events = co_await events_of(service, *stored);
  if (!events) co_return problem(events.error());
  struct Started {
    std::string workflow_id;
    Instant at;
    bool is_completed = false;
  };
  std::vector<Started> workflows;
  visits::EventDataReader reader;
  for (const store::StoredEvent& event : *events) {
    const auto type = visits::event_type_of(event.type);
    const bool is_start = type == visits::EventType::workflow_start;
    const bool is_completion = type == visits::EventType::workflow_complete;
    if ((!is_start && !is_completion) || event.data.empty()) continue;
    const auto facts = reader.read(event.data);
    if (!facts || facts->workflow_id.empty()) continue;
    const auto known = std::ranges::find(workflows, facts->workflow_id, &Started::workflow_id);
    if (is_start && known == workflows.end()) {
      workflows.push_back({std::string(facts->workflow_id), event.moment.at});
    } else if (is_start) {
      known->is_completed = false;
    } else if (known != workflows.end()) {
      known->is_completed = true;
    }
  }
  const bool is_over = !standing_of(stored->visit, service.now()).is_active;
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().key("workflows").begin_array();
    for (const Started& workflow : workflows) {
      if (workflow.is_completed) continue;
      json.begin_object().member("workflow_id", workflow.workflow_id).member("status", is_over ? "abandoned" : "started");
      json.member("started_at", workflow.at).end_object();
    }
    json.end_array().end_object();
  });
}

Task<net::Response> bounces(Service& service, Call& call) {
  const auto query = net::QueryParameters::parse(call.request.query);
  if (!query) co_return problem(query.error());
  const auto limit = integer_parameter(*query, "limit", 50, 1, limits::list_limit_max);
  if (!limit) co_return problem(limit.error());
  auto scope = call.caller.scope;
  TimeZone zone;
  if (const auto site = service.site_of(call, *query)) {
    scope = store::Scope::only(*site);
    zone = service.zone_of(*site);
  } else if (query->find("site")) {
    co_return problem(site.error());
  }
  const auto range = days_parameter(*query, call.received, zone);
  if (!range) co_return problem(range.error());
  auto found = co_await service.ask([&](store::Reader& reader) {
    return reader.bounces(scope, range->from, range->to, static_cast<std::size_t>(*limit), query->find("cursor").value_or(""));
  });
  if (!found) co_return problem(found.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    write_sessions(json, found->page.visits, service);
    json.member("bounce_rate", found->bounce_rate).member_or_null("next_cursor", found->page.next_cursor).end_object();
  });
}

Task<net::Response> daily_statistics(Service& service, Call& call) {
  const auto query = net::QueryParameters::parse(call.request.query);
  if (!query) co_return problem(query.error());
  const auto site = service.site_of(call, *query);
  if (!site) co_return problem(site.error());
  const auto range = days_parameter(*query, call.received, service.zone_of(*site));
  if (!range) co_return problem(range.error());
  const auto with_bots = flag_parameter(*query, "bots");
  if (!with_bots) co_return problem(with_bots.error());
  const auto lanes = with_bots->value_or(false) ? store::Lanes::both : store::Lanes::people;
  auto days = co_await service.ask([&](store::Reader& reader) { return reader.daily(*site, range->first, range->last, lanes); });
  if (!days) co_return problem(days.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().key("days").begin_array();
    for (const store::DayStatistics& day : *days) {
      write_day(json, day);
    }
    json.end_array().end_object();
  });
}

}  // namespace sojourn::api
