#pragma once

// People and programs are kept apart, always with the reason, which a colleague may overrule: crawlers, AI agents and driven
// browsers are seen in a lane of their own, and never among those whom somebody might call.

#include "visits/visit.hpp"

namespace sojourn::visits {

std::string_view name_of(Lane lane);
std::optional<Lane> lane_of(std::string_view name);

/// No person reads so many pages, so quickly, for so long. A shorter burst may be what a page that was offline had kept.
inline constexpr std::uint32_t bot_page_views_min = 300;
inline constexpr Milliseconds bot_page_time_max{200};
inline constexpr Milliseconds bot_watched_min = std::chrono::seconds(30);

struct LaneReason {
  Lane lane = Lane::people;
  std::string reason;  ///< "" for people about whom nobody ever wondered.
};

/// Cheap: most visits give an empty reason without an allocation.
LaneReason lane_of(const Visit& visit);

}  // namespace sojourn::visits
