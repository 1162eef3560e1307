#pragma once

// All that is known of a lead's visits, for answers about the person.

#include "api/service.hpp"
#include "visits/score.hpp"

namespace sojourn::api {

/// A person's newest visits with their events: enough for a score that fades. Older ones have faded.
inline constexpr std::size_t lead_visits_max = 200;
inline constexpr std::size_t lead_events_max = 20'000;

struct LeadHistory {
  store::Lead lead;
  std::vector<store::StoredVisit> visits;               ///< Newest first, as they stand now.
  std::vector<std::vector<store::StoredEvent>> events;  ///< Of each of these visits, oldest first.

  visits::Receipt receipt(const visits::ScoreRules& rules, Instant now) const;
};

/// The lead named by the route's first variable; not_found where there is none in the caller's scope.
Task<Result<LeadHistory>> lead_history(Service& service, const Call& call);

}  // namespace sojourn::api
