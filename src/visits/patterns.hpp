#pragma once

// What a user's last visits say about them.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sojourn::visits {

/// At most this many of a user's latest visits are looked at.
inline constexpr std::size_t pattern_visits_max = 20;

struct PatternVisit {
  std::int64_t duration_seconds = 0;
  std::uint32_t action_count = 0;
  std::uint32_t error_count = 0;
};

struct UserPattern {
  std::string_view pattern;               ///< The first rule that held.
  std::vector<std::string_view> matches;  ///< Every rule that held, so that a struggling quick checker is not hidden.
  double avg_duration = 0;
  double avg_actions = 0;
  std::uint32_t errors = 0;  ///< Of the latest visit.
  std::size_t sessions = 0;
};

/// `latest_first` holds at most `pattern_visits_max` visits.
/// None: new_user. Averages over 1,800 s and 50 actions: power_user. Average under 300 s: quick_checker. More than 5 errors in the
/// latest visit: struggling_user. Otherwise regular_user.
UserPattern user_pattern(std::span<const PatternVisit> latest_first);

}  // namespace sojourn::visits
