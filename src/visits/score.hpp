#pragma once

// The behavioural score of a visit, 0 to 100, by rules: points for each type of event up to a cap, for minutes engaged, for coming
// back and for being known. Points fade with a half-life by forward decay, measured at the last activity.

#include "visits/visit.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn::visits {

struct Points {
  double each = 0;
  double cap = 0;  ///< What all events of the type may add together.
};

struct ScoreRules {
  std::array<Points, event_type_count> by_type{};
  Points per_minute_engaged;
  double returning = 0;   ///< Was here within the seven days before.
  double identified = 0;  ///< Linked to a lead.
};

/// What a site starts with.
const ScoreRules& default_score_rules();

enum class ScoreCategory : std::uint8_t { cold, warm, hot };
std::string_view name_of(ScoreCategory category);
/// hot from 70, warm from 40.
ScoreCategory category_of(int score);

/// One line of the receipt. The values of all lines add up to the exact score.
struct Contribution {
  std::string rule;
  double value = 0;
};

struct Score {
  int points = 0;    ///< 0 to 100, rounded; what is shown and categorised.
  double exact = 0;  ///< The sum of the receipt, not capped at 100.
};

Score score_of(const Visit& visit, const ScoreRules& rules);
std::vector<Contribution> receipt_of(const Visit& visit, const ScoreRules& rules);

}  // namespace sojourn::visits
