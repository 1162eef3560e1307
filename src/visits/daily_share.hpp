#pragma once

// What one ended visit adds to the figures of its day. The figures of a day are the sum of the shares of its visits: when a visit
// changes, its old share is taken off and the new one added, and what comes out is the same as counting anew.

#include "visits/visit.hpp"

#include <optional>
#include <string>

namespace sojourn::visits {

/// Bots are counted apart from people.

struct DailyShare {
  Instant start;  ///< Says the day, in the site's time zone.
  bool is_bot = false;
  bool is_bounce = false;
  bool has_error = false;
  std::int64_t duration_seconds = 0;
  std::string user_id;     ///< Says who it was, where it is not ""; otherwise the visitor does.
  std::string entry_page;  ///< "" where none is known.
  std::string exit_page;
  bool operator==(const DailyShare&) const = default;
};

/// The share of a visit as it stands at `now`; nothing while it is active.
std::optional<DailyShare> daily_share_of(const Visit& visit, Instant now);

}  // namespace sojourn::visits
