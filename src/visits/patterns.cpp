#include "visits/patterns.hpp"

namespace sojourn::visits {

UserPattern user_pattern(std::span<const PatternVisit> latest_first) {
  UserPattern result;
  result.sessions = latest_first.size();
  if (latest_first.empty()) {
    result.matches.push_back("new_user");
    result.pattern = result.matches.front();
    return result;
  }
  std::int64_t seconds = 0;
  std::uint64_t actions = 0;
  for (const PatternVisit& visit : latest_first) {
    seconds += visit.duration_seconds;
    actions += visit.action_count;
  }
  const auto visits = static_cast<double>(latest_first.size());
  result.avg_duration = static_cast<double>(seconds) / visits;
  result.avg_actions = static_cast<double>(actions) / visits;
  result.errors = latest_first.front().error_count;
  if (result.avg_duration > 1800 && result.avg_actions > 50) result.matches.push_back("power_user");
  if (result.avg_duration < 300) result.matches.push_back("quick_checker");
  if (result.errors > 5) result.matches.push_back("struggling_user");
  if (result.matches.empty()) result.matches.push_back("regular_user");
  result.pattern = result.matches.front();
  return result;
}

}  // namespace sojourn::visits
