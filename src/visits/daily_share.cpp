#include "visits/daily_share.hpp"

namespace sojourn::visits {

bool is_bot(const Device& device) {
  return device.type == "bot";
}

std::optional<DailyShare> daily_share_of(const Visit& visit, Instant now) {
  if (standing_of(visit, now).is_active) return std::nullopt;
  DailyShare share;
  share.start = visit.start;
  share.is_bot = is_bot(visit.device);
  share.duration_seconds = duration_seconds(visit, now);
  share.is_bounce = is_bounce(share.duration_seconds, visit.figures.action_count());
  share.has_error = visit.figures.error_count() > 0;
  share.user_id = visit.user_id;
  share.entry_page = visit.entry_page();
  share.exit_page = visit.exit_page();
  return share;
}

}  // namespace sojourn::visits
