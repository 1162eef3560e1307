#pragma once

// The behavioural score, 0 to 100, by a site's rules: points for each type of event up to a cap, for minutes engaged, for coming
// back and for being known. A visit's score counts its own events in full. A person's score goes over all their visits, and points
// fade with a half-life from the moment of each event, so that it shows recent interest. Every score comes with a receipt whose
// values add up to it exactly.

#include "visits/score_rules.hpp"
#include "visits/visit.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn::visits {

enum class ScoreCategory : std::uint8_t { cold, warm, hot };
std::string_view name_of(ScoreCategory category);
/// hot from 70, warm from 40.
ScoreCategory category_of(int score);

/// One line of a receipt. Values are multiples of 1/1024: binary fractions add up the same in any order.
struct Contribution {
  std::string rule;                  ///< The event type, or minute_engaged, returning, identified; maximum, minimum and rounding
                                     ///< are what takes the sum to a whole number from 0 to 100.
  std::string event_type;            ///< "" where no event stands behind it.
  std::uint32_t count = 1;           ///< How many events or minutes.
  double points = 0;                 ///< As the rule gives, before fading and the cap.
  std::optional<Instant> timestamp;  ///< From when it fades; nothing where it does not.
  double value = 0;                  ///< What it adds now.
};

struct Receipt {
  int score = 0;  ///< 0 to 100: exactly the sum of the contributions' values.
  std::vector<Contribution> contributions;
};

/// The score of a visit alone. Costs no allocation.
int score_of(const Visit& visit, const ScoreRules& rules);
Receipt receipt_of(const Visit& visit, const ScoreRules& rules);

/// An event of one of a person's visits.
struct ScoredEvent {
  EventType type = EventType::custom;
  std::string_view type_name;
  Instant at;
};
/// What a person's score needs to know of one of their visits.
struct ScoredVisit {
  Instant start;
  Instant last_scored;
  bool is_returning = false;
};

/// The score of a person at `now`. `newest_first` holds the scored events of all the person's visits: where a cap is reached, the
/// newest events have filled it. Events that add nothing any more are left out of the receipt.
Receipt person_receipt(std::span<const ScoredEvent> newest_first, std::span<const ScoredVisit> visits_newest_first,
                       std::optional<Instant> identified_at, const ScoreRules& rules, Instant now);

}  // namespace sojourn::visits
