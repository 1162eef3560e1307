#pragma once

// Local days of a place, by the IANA time zone database of the system (Debian package tzdata): which day, weekday and hour an
// instant has there, and when such a day begins. Days may have 23 or 25 hours, or begin at one o'clock where midnight was skipped.

#include "base/instant.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace sojourn {

/// A day of the calendar, without a place: counted from 1970-01-01.
struct Day {
  std::int32_t number = 0;

  auto operator<=>(const Day&) const = default;
  friend constexpr Day operator+(Day day, int by) { return {day.number + by}; }
  friend constexpr Day operator-(Day day, int by) { return {day.number - by}; }
  friend constexpr int operator-(Day a, Day b) { return a.number - b.number; }

  /// Monday is 1, Sunday 7.
  constexpr int weekday() const { return ((number + 3) % 7 + 7) % 7 + 1; }
};

/// `2026-11-21`.
std::string to_string(Day day);
/// invalid_input for anything that is not a day of the years 0000 to 9999.
Result<Day> parse_day(std::string_view text);

/// A weekday (Monday is 1) and an hour of the clock on the wall.
struct LocalHour {
  int weekday = 1;
  int hour = 0;
  bool operator==(const LocalHour&) const = default;
};

/// A copy costs nothing. Any thread.
class TimeZone {
 public:
  /// UTC, which needs no database.
  TimeZone() = default;
  /// `Europe/Berlin`; invalid_input for a name that the system's database does not have.
  static Result<TimeZone> find(std::string_view name);

  Day day_of(Instant instant) const;
  /// The first instant of the day.
  Instant start_of(Day day) const;
  LocalHour hour_of(Instant instant) const;
  /// The minute of the clock on the wall, 0 to 1439.
  int minute_of_day(Instant instant) const;
  std::string_view name() const;

  bool operator==(const TimeZone&) const = default;

 private:
  explicit TimeZone(const void* zone) : zone_(zone) {}
  /// Seconds on the wall since 1970-01-01.
  std::int64_t local_seconds(Instant instant) const;

  const void* zone_ = nullptr;  ///< A date::time_zone of the process's database; null for UTC.
};

}  // namespace sojourn
