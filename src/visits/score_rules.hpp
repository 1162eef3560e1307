#pragma once

// By which rules a site scores. Written as JSON in settings and over the wire:
//
//   {"events": {"page_view": {"points": 2, "cap": 20}, "brochure": {"points": 5, "cap": 10}},
//    "minute_engaged": {"points": 1, "cap": 10}, "returning": 8, "identified": 10, "half_life_days": 7}
//
// Events that are not named do not score; names that the server does not know are custom types.

#include "visits/event.hpp"

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"

#include <array>
#include <string>
#include <vector>

namespace sojourn::visits {

inline constexpr std::size_t custom_rules_max = 100;
inline constexpr double rule_points_max = 100;

struct Points {
  double each = 0;
  double cap = 0;  ///< What all events of the type may add together, in either direction.
  bool operator==(const Points&) const = default;
};

struct ScoreRules {
  std::array<Points, event_type_count> by_type{};
  std::vector<std::pair<std::string, Points>> by_custom_type;  ///< Sorted by name.
  Points minute_engaged;
  double returning = 0;   ///< Was here within the seven days before.
  double identified = 0;  ///< Linked to a lead; does not fade.
  Milliseconds half_life = std::chrono::days(7);

  const Points& of_type(EventType type) const { return by_type[static_cast<std::size_t>(type)]; }
  /// Null where custom events of this name do not score.
  const Points* of_custom_type(std::string_view name) const;
  bool operator==(const ScoreRules&) const = default;
};

/// What a site starts with.
const ScoreRules& default_score_rules();

void write_score_rules(JsonWriter& json, const ScoreRules& rules);
/// Whatever is wrong is said of the reader's document.
ScoreRules read_score_rules(ObjectReader json);

}  // namespace sojourn::visits
