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

/// Points of one event type are summed with their weight at the visit's start, 2^((at - start) / half-life), in fixed point:
/// whole numbers add up the same in any order, which floating point would not. Forward decay: Cormode et al., ICDE 2009.
inline constexpr int weight_fraction_bits = 20;
inline constexpr Milliseconds score_half_life = std::chrono::days(7);

/// Custom types of one visit that are counted by name.
inline constexpr std::size_t custom_types_max = 64;

struct Figures {
  Instant last_activity;  ///< Time of the newest event, heartbeats included; at least the visit's start.
  std::array<std::uint32_t, event_type_count> counts{};
  std::vector<std::pair<std::string, std::uint32_t>> custom_counts;  ///< Sorted by name; the first `custom_types_max`.
  std::uint32_t other_custom_count = 0;                              ///< Events of further custom names.
  std::array<std::int64_t, event_type_count> scored_weights{};
  Register first_page;
  PageRegister current_page;
  Register current_property;
  Register last_action;

  std::uint32_t count(EventType type) const { return counts[static_cast<std::size_t>(type)]; }
  std::uint32_t action_count() const;
  std::uint32_t error_count() const { return count(EventType::error); }
  /// The property on the page being viewed; "" once another page was opened after it.
  std::string_view property_in_view() const;

  bool operator==(const Figures&) const = default;
};

/// The neutral element: a visit that has just begun.
Figures figures_at(Instant start);

/// Adds one event that was not folded before. `start` is the visit's.
void fold(Figures& figures, const Event& event, Instant start);

/// The figures of two disjoint sets of events of the same visit.
Figures merge(const Figures& a, const Figures& b);

/// Stored form: versioned, compact, and told apart from damage (decode gives nothing).
std::string encode(const Figures& figures);
std::optional<Figures> decode(std::string_view bytes);

}  // namespace sojourn::visits
