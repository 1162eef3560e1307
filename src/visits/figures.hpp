#pragma once

// The figures of a visit are a fold of the set of its events. Every part of them is a counter that adds, a largest or smallest
// value, or a register that keeps the value of its latest (or first) moment. So events may come in any order, in any batches,
// on any node, and the figures come out the same: fold and merge commute and associate. That each event is folded once is the
// business of SeenIds and of whoever keeps it.

#include "visits/event.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sojourn::visits {

/// A text that belongs to the latest (or the first) moment that gave it one.
struct Register {
  std::optional<Moment> moment;
  std::string text;

  /// Keeps the later of the two.
  void keep_latest(const Moment& at, std::string_view value);
  /// Keeps the earlier of the two.
  void keep_first(const Moment& at, std::string_view value);
  bool operator==(const Register&) const = default;
};

/// The page being viewed has an address and a title from the same moment.
struct PageRegister {
  Register path;
  std::string title;

  void keep_latest(const Moment& at, std::string_view page, std::string_view page_title);
  bool operator==(const PageRegister&) const = default;
};

/// Custom types of one visit that are counted by name.
inline constexpr std::size_t custom_types_max = 64;

struct CustomCount {
  std::string name;
  std::uint32_t count = 0;
  std::uint32_t scored = 0;  ///< Those of them that came with the session key.
  bool operator==(const CustomCount&) const = default;
};

/// Properties of one visit that are counted by id.
inline constexpr std::size_t properties_max = 64;

struct PropertyInterest {
  std::string id;
  std::uint32_t views = 0;
  std::uint32_t saves = 0;
  bool operator==(const PropertyInterest&) const = default;
};

struct Figures {
  Instant last_activity;  ///< Time of the newest event, heartbeats included; at least the visit's start.
  Instant last_scored;    ///< Time of the newest event that came with the session key; at least the visit's start.
  std::array<std::uint32_t, event_type_count> counts{};
  std::array<std::uint32_t, event_type_count> scored_counts{};  ///< Those of them that came with the session key.
  std::vector<CustomCount> custom_counts;                       ///< Sorted by name; the first `custom_types_max`.
  std::uint32_t other_custom_count = 0;                         ///< Events of further custom names; these never score.
  std::vector<PropertyInterest> properties;                     ///< Sorted by id; the first `properties_max`.
  Register first_page;
  PageRegister current_page;
  Register current_property;
  Register last_action;

  std::uint32_t count(EventType type) const { return counts[static_cast<std::size_t>(type)]; }
  std::uint32_t action_count() const;
  std::uint32_t error_count() const { return count(EventType::error); }
  /// How often a custom type came; 0 for one that was not counted by name.
  std::uint32_t custom_count(std::string_view name) const;
  /// The property on the page being viewed; "" once another page was opened after it.
  std::string_view property_in_view() const;

  bool operator==(const Figures&) const = default;
};

/// The neutral element: a visit that has just begun.
Figures figures_at(Instant start);

/// Adds one event that was not folded before.
void fold(Figures& figures, const Event& event);

/// The figures of two disjoint sets of events of the same visit.
Figures merge(const Figures& a, const Figures& b);

/// Stored form: versioned, compact, and told apart from damage (decode gives nothing).
std::string encode(const Figures& figures);
std::optional<Figures> decode(std::string_view bytes);

}  // namespace sojourn::visits
