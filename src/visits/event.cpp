#include "visits/event.hpp"

#include <xxhash.h>

namespace sojourn::visits {
namespace {

constexpr std::array<std::string_view, event_type_count> names = {
    "",          "page_view",   "property_view",  "property_save",     "property_share", "search",
    "click",     "form_submit", "inquiry",        "tour_request",      "contact_click",  "login",
    "logout",    "error",       "workflow_start", "workflow_complete", "workflow_fail",  "feature_use",
    "heartbeat", "visit_end"};

}  // namespace

std::string_view name_of(EventType type) {
  return names[static_cast<std::size_t>(type)];
}

EventType event_type_of(std::string_view name) {
  if (name.empty()) return EventType::custom;
  for (std::size_t i = 1; i < static_cast<std::size_t>(EventType::visit_end); ++i) {
    if (names[i] == name) return static_cast<EventType>(i);
  }
  return EventType::custom;
}

bool is_action(EventType type) {
  return type != EventType::heartbeat && type != EventType::error && type != EventType::visit_end;
}

std::uint64_t hash_event_id(std::string_view id) {
  return XXH3_64bits(id.data(), id.size());
}

}  // namespace sojourn::visits
