#include "visits/daily_share.hpp"

#include "visits/lane.hpp"

namespace sojourn::visits {

std::optional<DailyShare> daily_share_of(const Visit& visit, Instant now) {
  if (standing_of(visit, now).is_active) return std::nullopt;
  DailyShare share;
  share.start = visit.start;
  share.is_bot = lane_of(visit).lane == Lane::bots;
  share.duration_seconds = duration_seconds(visit, now);
  share.is_bounce = is_bounce(share.duration_seconds, visit.figures.action_count());
  share.has_error = visit.figures.error_count() > 0;
  share.user_id = visit.user_id;
  share.entry_page = visit.entry_page();
  share.exit_page = visit.exit_page();
  return share;
}

}  // namespace sojourn::visits
