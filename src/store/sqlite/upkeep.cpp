#include "store/sqlite/upkeep.hpp"

#include "store/sqlite/site_rows.hpp"

namespace sojourn::store {
namespace {

constexpr std::size_t trimmed_rows_per_step = 2'000;

}  // namespace

UpkeepSteps::UpkeepSteps(Database& database, DailyBook& daily, Retention& retention)
    : daily_(daily),
      retention_(retention),
      select_sites_(database.prepare("SELECT key, retention_days, removed_before, daily_pending FROM sites ORDER BY key")),
      update_pending_(database.prepare("UPDATE sites SET daily_pending = ?2 WHERE key = ?1")),
      update_removed_(database.prepare("UPDATE sites SET removed_before = ?2 WHERE key = ?1")) {}

Upkeep::Verdict UpkeepSteps::next_step(Instant now) {
  if (daily_.trim_final_days(trimmed_rows_per_step)) return {.has_more = true};
  std::vector<SiteState> sites;
  {
    auto rows = select_sites_.query();
    while (rows.next()) {
      SiteState& site =
          sites.emplace_back(SiteState{rows.integer(0), rows.integer(1), Instant::from_ms(rows.integer(2)), std::nullopt});
      if (!rows.is_null(3)) site.daily_pending = Day{static_cast<std::int32_t>(rows.integer(3))};
    }
  }
  for (const SiteState& site : sites) {
    if (rebuild_step(site) || removal_step(site, now)) return {.has_more = true};
  }
  return {};
}

bool UpkeepSteps::rebuild_step(const SiteState& site) {
  if (!site.daily_pending) return false;
  constexpr Day last{INT32_MAX - 1};
  const auto next = daily_.rebuild(site.key, *site.daily_pending, last, RebuildDays().visits_max).next;
  if (next != site.daily_pending) update_pending_.execute(site.key, next ? std::optional(next->number) : std::nullopt);
  return true;
}

bool UpkeepSteps::removal_step(const SiteState& site, Instant now) {
  const Instant since = kept_since(daily_.zone(site.key), site.retention_days, now);
  if (since <= site.removed_before) return false;
  if (retention_.remove(site.key, since, RemoveOldVisits().events_max, now).is_done) update_removed_.execute(site.key, since);
  return true;
}

}  // namespace sojourn::store
