#pragma once

// One thing that happened in a visit, as the rules see it.

#include "base/instant.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sojourn::visits {

/// The event types that the server knows. The numbers are stored: add at the end, never renumber.
enum class EventType : std::uint8_t {
  custom = 0,  ///< Any other name; stored and counted under it.
  page_view = 1,
  property_view = 2,
  property_save = 3,
  property_share = 4,
  search = 5,
  click = 6,
  form_submit = 7,
  inquiry = 8,
  tour_request = 9,
  contact_click = 10,
  login = 11,
  logout = 12,
  error = 13,
  workflow_start = 14,
  workflow_complete = 15,
  workflow_fail = 16,
  feature_use = 17,
  heartbeat = 18,  ///< Still here, nothing happened.
  visit_end = 19,  ///< The explicit end of a visit; ours, not for clients to send.
};
inline constexpr std::size_t event_type_count = 20;

/// The name on the wire; "" for custom.
std::string_view name_of(EventType type);
/// custom for every name the server does not know (visit_end among them).
EventType event_type_of(std::string_view name);
/// An action is any event but heartbeat, error and the end.
bool is_action(EventType type);

/// When an event happened, and what decides between two events of the same millisecond: the client's own sequence, then the id.
/// A total order over a visit's events, the same on every node and in every order of arrival.
struct Moment {
  Instant at;
  std::uint32_t sequence = 0;
  std::uint64_t id_hash = 0;
  auto operator<=>(const Moment&) const = default;
};

/// Views point into the request or the stored row that the event was read from.
struct Event {
  std::string_view id;  ///< The client's, unique within the visit.
  EventType type = EventType::custom;
  std::string_view type_name;  ///< For custom types; otherwise name_of(type).
  Moment moment;               ///< Corrected and clamped, see lifetime.hpp.
  bool is_scored = true;       ///< Came with the session key: counted either way, scored only with it.
  std::string_view page;       ///< From page_view's data, as are title and the ids of the others; "" where absent.
  std::string_view title;
  std::string_view property_id;
  std::string_view workflow_id;
  std::string_view data;  ///< The JSON object as sent; "" where absent.
};

/// What "the same event" means within one visit. XXH3-64 of the client's id.
std::uint64_t hash_event_id(std::string_view id);

}  // namespace sojourn::visits
