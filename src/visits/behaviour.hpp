#pragma once

// What a visit's events say about its visitor, in named facts: signs of struggling, each with the moment at which it was plain, and
// the session's pattern with the indicators that speak for it. Pure functions of the events in the order of their moments.

#include "visits/event.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn::visits {

/// What behaviour is read from. Views live as long as the reader's memory or the event's data.
struct BehaviourEvent {
  EventType type = EventType::custom;
  std::string type_name;
  Instant at;
  std::string page;
  std::string target;
  std::string form;
  std::optional<double> x, y;           ///< Of a click, in pixels.
  std::optional<std::int64_t> results;  ///< Of a search.
  bool has_failed = false;              ///< A form that was sent and refused.
};

/// Reads events' data for behaviour; keeps its parser's memory. One thread at a time.
class BehaviourReader {
 public:
  BehaviourReader();
  ~BehaviourReader();
  BehaviourEvent read(std::string_view type_name, Instant at, std::string_view data);

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

/// Three clicks within a second and 30 pixels (the thresholds of PostHog's RageclickConfig).
inline constexpr std::size_t rage_clicks_min = 3;
inline constexpr Milliseconds rage_span{1'000};
inline constexpr double rage_pixels = 30;
inline constexpr std::size_t dead_clicks_min = 2;
inline constexpr std::size_t empty_searches_min = 2;
inline constexpr std::size_t failing_forms_min = 2;
inline constexpr std::size_t errors_in_a_minute_min = 3;
inline constexpr std::size_t errors_in_all_min = 6;  ///< More than five: as for the user pattern struggling_user.
inline constexpr Milliseconds back_and_forth_span = std::chrono::minutes(2);

/// rage_clicks, dead_clicks, back_and_forth, empty_searches, failing_forms or errors.
struct Struggle {
  std::string_view name;
  Instant at;        ///< When it was plain.
  std::string text;  ///< The fact, for a reader: `3 clicks within a second on "Save"`.
};
/// Each kind at most once, by its first occurrence, in the order of the moments.
std::vector<Struggle> struggles_of(std::span<const BehaviourEvent> in_order);

struct Indicator {
  std::string_view name;
  double value = 0;
  std::string text;
};

struct SessionPattern {
  std::string_view pattern;  ///< power_user, explorer, task_focused or confused.
  double confidence = 0;     ///< From 0 to 1.
  std::vector<Indicator> indicators;
};
SessionPattern session_pattern(std::span<const BehaviourEvent> in_order, std::int64_t duration_seconds);

}  // namespace sojourn::visits
