#pragma once

// A moment, in milliseconds since 1970 UTC, and its RFC 3339 text.

#include "base/error.hpp"

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace sojourn {

using Milliseconds = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;

/// A moment of the world's clock. Differences are Milliseconds.
class Instant {
 public:
  constexpr Instant() = default;
  static constexpr Instant from_ms(std::int64_t ms) {
    Instant instant;
    instant.ms_ = ms;
    return instant;
  }
  static constexpr Instant from_seconds(std::int64_t seconds) { return from_ms(seconds * 1000); }

  constexpr std::int64_t ms() const { return ms_; }
  /// Whole seconds, rounded towards the past.
  constexpr std::int64_t seconds() const { return ms_ >= 0 ? ms_ / 1000 : -((-ms_ + 999) / 1000); }

  constexpr auto operator<=>(const Instant&) const = default;
  friend constexpr Instant operator+(Instant at, Milliseconds by) { return from_ms(at.ms_ + by.count()); }
  friend constexpr Instant operator-(Instant at, Milliseconds by) { return from_ms(at.ms_ - by.count()); }
  friend constexpr Milliseconds operator-(Instant a, Instant b) { return Milliseconds(a.ms_ - b.ms_); }

 private:
  std::int64_t ms_ = 0;
};

/// `2026-11-21T09:30:00.000Z`: always UTC, always milliseconds. Years 0000 to 9999; others are clamped to them.
std::string to_rfc3339(Instant instant);

/// Writes the 24 characters of to_rfc3339 to `out`.
void write_rfc3339(Instant instant, char* out);

/// Reads RFC 3339 with any number of fractional digits and any offset (`Z`, `+01:00`); digits past the millisecond are cut.
/// Leap seconds (`:60`) count as the second before. invalid_input otherwise.
Result<Instant> parse_rfc3339(std::string_view text);

/// `2026-11-21` of the instant's day in UTC.
std::string date_of(Instant instant);

/// The first moment of `2026-11-21` in UTC; invalid_input for anything that is not a day.
Result<Instant> parse_date(std::string_view text);

}  // namespace sojourn
