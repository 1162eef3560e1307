#include "api/lead_history.hpp"

namespace sojourn::api {

visits::Receipt LeadHistory::receipt(const visits::ScoreRules& rules, Instant now) const {
  std::vector<visits::ScoredEvent> scored;
  std::vector<visits::ScoredVisit> of_visits;
  for (std::size_t i = 0; i < visits.size(); ++i) {
    const visits::Visit& visit = visits[i].visit;
    of_visits.push_back({visit.start, visit.figures.last_scored, visit.is_returning});
    for (const store::StoredEvent& event : events[i]) {
      if (event.is_scored) scored.push_back({visits::event_type_of(event.type), event.type, event.moment.at});
    }
  }
  std::ranges::sort(scored, std::greater(), &visits::ScoredEvent::at);
  return visits::person_receipt(scored, of_visits, lead.first_seen, rules, now);
}

Task<Result<LeadHistory>> lead_history(Service& service, const Call& call) {
  const auto id = parse_id<LeadId>(call.variables.at(0));
  if (!id) co_return fail(ErrorKind::not_found, "there is no such lead");
  const store::Scope& scope = call.caller.scope;
  auto history = co_await service.ask([&](store::Reader& reader) -> Result<LeadHistory> {
    auto lead = reader.lead(scope, *id);
    if (!lead) return std::unexpected(lead.error());
    if (!*lead) return fail(ErrorKind::not_found, "there is no such lead");
    auto page = reader.visits_of_lead(scope, *id, lead_visits_max, "");
    if (!page) return std::unexpected(page.error());
    return LeadHistory{std::move(**lead), std::move(page->visits), {}};
  });
  if (!history) co_return std::unexpected(history.error());
  auto fresh = co_await service.refreshed(std::move(history->visits), scope);
  if (!fresh) co_return std::unexpected(fresh.error());
  history->visits = std::move(*fresh);
  auto events = co_await service.ask([&](store::Reader& reader) -> Result<std::vector<std::vector<store::StoredEvent>>> {
    std::vector<std::vector<store::StoredEvent>> of_visits;
    std::size_t total = 0;
    for (const store::StoredVisit& stored : history->visits) {
      if (total >= lead_events_max) break;
      auto of_visit = reader.events(stored);
      if (!of_visit) return std::unexpected(of_visit.error());
      total += of_visit->size();
      of_visits.push_back(std::move(*of_visit));
    }
    return of_visits;
  });
  if (!events) co_return std::unexpected(events.error());
  history->events = std::move(*events);
  history->visits.resize(history->events.size());
  co_return history;
}

}  // namespace sojourn::api
