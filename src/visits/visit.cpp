#include "visits/visit.hpp"

namespace sojourn::visits {

std::string_view name_of(ExitReason reason) {
  switch (reason) {
    case ExitReason::logout: return "logout";
    case ExitReason::timeout: return "timeout";
    case ExitReason::error: return "error";
    case ExitReason::navigation: return "navigation";
  }
  return "timeout";
}

std::optional<ExitReason> exit_reason_of(std::string_view name) {
  for (const ExitReason reason : {ExitReason::logout, ExitReason::timeout, ExitReason::error, ExitReason::navigation}) {
    if (name_of(reason) == name) return reason;
  }
  return std::nullopt;
}

Standing standing_of(const Visit& visit, Instant now) {
  if (visit.declared_end)
    return {.is_active = false, .ended_at = visit.declared_end->moment.at, .reason = visit.declared_end->reason};
  if (now >= times_out_at(visit))
    return {.is_active = false, .ended_at = visit.figures.last_activity, .reason = ExitReason::timeout};
  return {};
}

Instant times_out_at(const Visit& visit) {
  return visit.figures.last_activity + visit.idle_timeout + Milliseconds(1);
}

bool covers(const Visit& visit, Instant at) {
  if (visit.declared_end) return at <= visit.declared_end->moment.at;
  return at < times_out_at(visit);
}

std::int64_t duration_seconds(const Visit& visit, Instant now) {
  const Standing standing = standing_of(visit, now);
  const Instant end = standing.is_active ? visit.figures.last_activity : standing.ended_at;
  return std::max<std::int64_t>(0, (end - visit.start).count() / 1000);
}

bool is_bounce(std::int64_t duration_seconds, std::uint32_t action_count) {
  return duration_seconds < 30 && action_count <= 1;
}

Instant event_time(std::optional<Instant> claimed, std::optional<Instant> sent_at, Instant start, Instant received) {
  if (!claimed) return std::max(start, received);
  Milliseconds clock_error = sent_at ? received - *sent_at : Milliseconds(0);
  if (std::chrono::abs(clock_error) <= network_delay_max) clock_error = Milliseconds(0);
  return std::clamp(*claimed + clock_error, start, std::max(start, received));
}

}  // namespace sojourn::visits
