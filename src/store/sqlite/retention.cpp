#include "store/sqlite/retention.hpp"

namespace sojourn::store {
namespace {

constexpr std::string_view visitor_is_unknown =
    "key = ?1 AND lead IS NULL AND NOT EXISTS (SELECT 1 FROM visits WHERE visitor = ?1)";

/// A row of a visit with its index entries is worth some events.
constexpr std::size_t events_per_visit = 4;

}  // namespace

Retention::Retention(Database& database, VisitBook& book, DailyBook& daily)
    : book_(book),
      daily_(daily),
      select_old_(database.prepare("SELECT key, visitor, start_time, newest_event FROM visits"
                                   " WHERE site = ?1 AND start_time < ?2 AND end_time IS NOT NULL ORDER BY start_time LIMIT ?3")),
      select_chain_(database.prepare(
          "WITH RECURSIVE chain(key, previous) AS (SELECT key, previous FROM events WHERE key = ?1"
          " UNION ALL SELECT e.key, e.previous FROM chain c JOIN events e ON e.key = c.previous WHERE c.previous > 0)"
          " SELECT key, previous FROM chain LIMIT ?2")),
      delete_event_(database.prepare("DELETE FROM events WHERE key = ?1")),
      shorten_chain_(database.prepare("UPDATE visits SET newest_event = ?2 WHERE key = ?1")),
      delete_visit_(database.prepare("DELETE FROM visits WHERE key = ?1")),
      delete_keys_(database.prepare("DELETE FROM session_keys WHERE visit = ?1")),
      delete_workflows_(database.prepare("DELETE FROM visit_workflows WHERE visit = ?1")),
      delete_features_(database.prepare("DELETE FROM visit_features WHERE visit = ?1")),
      delete_errors_(database.prepare("DELETE FROM visit_errors WHERE visit = ?1")),
      delete_deliveries_(database.prepare("DELETE FROM deliveries WHERE visit = (SELECT id FROM visits WHERE key = ?1)")),
      delete_alerts_(database.prepare("DELETE FROM alerts WHERE visit = (SELECT id FROM visits WHERE key = ?1)")),
      delete_marks_(database.prepare(fmt::format(
          "DELETE FROM person_marks WHERE person = (SELECT 'visitor:' || key FROM visitors WHERE {})", visitor_is_unknown))),
      delete_acts_(database.prepare(fmt::format(
          "DELETE FROM staff_acts WHERE person = (SELECT 'visitor:' || key FROM visitors WHERE {})", visitor_is_unknown))),
      note_visitor_(database.prepare(
          "UPDATE visitors SET had_earlier = 1, latest_visit = CASE latest_visit WHEN ?2 THEN"
          " (SELECT key FROM visits WHERE visitor = ?1 ORDER BY start_time DESC LIMIT 1) ELSE latest_visit END WHERE key = ?1")),
      delete_identifications_(database.prepare(
          fmt::format("DELETE FROM identifications WHERE visitor IN (SELECT key FROM visitors WHERE {})", visitor_is_unknown))),
      delete_visitor_(database.prepare(fmt::format("DELETE FROM visitors WHERE {}", visitor_is_unknown))) {}

RemoveOldVisits::Verdict Retention::remove(std::int64_t site, Instant before, std::size_t events_max, Instant now) {
  const std::size_t visits_max = std::max<std::size_t>(events_max / events_per_visit, 1);
  std::vector<OldVisit> old;
  {
    auto rows = select_old_.query(site, before, static_cast<std::int64_t>(visits_max));
    while (rows.next()) old.push_back({rows.integer(0), rows.integer(1), Instant::from_ms(rows.integer(2)), rows.integer(3)});
  }
  RemoveOldVisits::Verdict verdict;
  verdict.is_done = old.size() < visits_max;
  std::optional<Day> final_day;
  std::size_t effort = 0;
  for (OldVisit& visit : old) {
    if (effort >= events_max) {
      verdict.is_done = false;
      break;
    }
    if (book_.is_in_use(visit.key, now)) {
      verdict.is_done = false;
      continue;
    }
    const Day day = daily_.zone(site).day_of(visit.start);
    if (final_day != day) daily_.make_final(site, day);
    final_day = day;

    book_.forget(visit.key);
    const std::size_t removed = remove_events(visit, events_max - effort);
    verdict.events += removed;
    effort += removed + events_per_visit;
    if (visit.newest_event != 0) {
      shorten_chain_.execute(visit.key, visit.newest_event);  // Longer than one step: the rest of it comes next.
      verdict.is_done = false;
      break;
    }
    remove_visit(visit);
    ++verdict.visits;
  }
  return verdict;
}

/// Removes events from the newest on, and leaves in `visit` where the chain goes on.
std::size_t Retention::remove_events(OldVisit& visit, std::size_t most) {
  std::vector<std::int64_t> keys;
  if (visit.newest_event != 0) {
    auto rows = select_chain_.query(visit.newest_event, static_cast<std::int64_t>(most));
    while (rows.next()) {
      keys.push_back(rows.integer(0));
      visit.newest_event = rows.integer(1);
    }
  }
  for (const std::int64_t key : keys) delete_event_.execute(key);
  return keys.size();
}

void Retention::remove_visit(const OldVisit& visit) {
  delete_deliveries_.execute(visit.key);
  delete_alerts_.execute(visit.key);
  delete_visit_.execute(visit.key);
  delete_keys_.execute(visit.key);
  delete_workflows_.execute(visit.key);
  delete_features_.execute(visit.key);
  delete_errors_.execute(visit.key);
  note_visitor_.execute(visit.visitor, visit.key);
  delete_identifications_.execute(visit.visitor);
  delete_marks_.execute(visit.visitor);
  delete_acts_.execute(visit.visitor);
  delete_visitor_.execute(visit.visitor);
}

}  // namespace sojourn::store
