#pragma once

// What the store does by itself, one small step in a group: it trims the days that are final, rebuilds the days of a site whose
// time zone was changed, and removes what a site keeps no longer, once a day when the site's day has turned.

#include "store/sqlite/retention.hpp"

namespace sojourn::store {

class UpkeepSteps {
 public:
  /// All outlive it.
  UpkeepSteps(Database& database, DailyBook& daily, Retention& retention);

  Upkeep::Verdict next_step(Instant now);

 private:
  struct SiteState {
    std::int64_t key = 0;
    std::int64_t retention_days = 0;
    Instant removed_before;
    std::optional<Day> daily_pending;
  };
  bool rebuild_step(const SiteState& site);
  bool removal_step(const SiteState& site, Instant now);

  DailyBook& daily_;
  Retention& retention_;
  Statement select_sites_;
  Statement update_pending_;
  Statement update_removed_;
};

}  // namespace sojourn::store
