#include "visits/lane.hpp"

namespace sojourn::visits {

std::string_view name_of(Lane lane) {
  return lane == Lane::bots ? "bots" : "people";
}

std::optional<Lane> lane_of(std::string_view name) {
  if (name == "people") return Lane::people;
  if (name == "bots") return Lane::bots;
  return std::nullopt;
}

LaneReason lane_of(const Visit& visit) {
  if (visit.staff_lane) return {*visit.staff_lane, fmt::format("moved here by {}", visit.staff_lane_by)};
  if (!visit.automation.empty()) return {Lane::bots, visit.automation};
  if (visit.device.type == "bot") {
    return {Lane::bots,
            visit.device.browser.empty() ? "says that it is a bot" : fmt::format("says that it is {}", visit.device.browser)};
  }
  const std::uint32_t pages = visit.figures.count(EventType::page_view);
  if (pages < bot_page_views_min) return {};
  const Milliseconds stayed = visit.figures.last_activity - visit.start;
  if (stayed < bot_watched_min || stayed >= bot_page_time_max * pages) return {};
  return {Lane::bots, fmt::format("opened {} pages in {} seconds", pages, stayed.count() / 1000)};
}

}  // namespace sojourn::visits
