#pragma once

// The rows of the sites: adding and changing them.

#include "store/sqlite/daily_book.hpp"
#include "store/work.hpp"

namespace sojourn::store {

/// The first instant of the oldest day that a site keeps at `now`: what began before is old.
Instant kept_since(const TimeZone& zone, std::int64_t retention_days, Instant now);

class SiteRows {
 public:
  SiteRows(Database& database, DailyBook& daily);

  Result<AddSite::Verdict> carry_out(const AddSite& command, Instant now);
  Result<SetSite::Verdict> carry_out(const SetSite& command);
  std::optional<std::int64_t> key_of(const SiteId& site);

 private:
  DailyBook& daily_;
  Statement insert_;
  Statement update_;
  Statement select_key_;
};

}  // namespace sojourn::store
