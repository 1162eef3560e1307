#include "base/time_zone.hpp"

#include "base/check.hpp"

#include <date/tz.h>

namespace sojourn {
namespace {

constexpr std::int64_t day_seconds = 86'400;

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

const date::time_zone& as_zone(const void* zone) {
  return *static_cast<const date::time_zone*>(zone);
}

/// The clock changes a few times a year, and questions come in runs: each thread remembers the span between two changes it saw
/// last.
struct Span {
  const void* zone = nullptr;
  std::int64_t begin = 0;
  std::int64_t end = 0;
  std::int64_t offset = 0;
};

std::int64_t offset_at(const void* zone, std::int64_t seconds) {
  thread_local Span last;
  if (last.zone == zone && last.begin <= seconds && seconds < last.end) return last.offset;
  const auto info = as_zone(zone).get_info(date::sys_seconds(std::chrono::seconds(seconds)));
  last = {zone, info.begin.time_since_epoch().count(), info.end.time_since_epoch().count(), info.offset.count()};
  return last.offset;
}

}  // namespace

std::string to_string(Day day) {
  return date_of(Instant::from_seconds(day.number * day_seconds));
}

Result<Day> parse_day(std::string_view text) {
  const auto midnight = parse_date(text);
  if (!midnight) return std::unexpected(midnight.error());
  return Day{static_cast<std::int32_t>(floor_divide(midnight->seconds(), day_seconds))};
}

Result<TimeZone> TimeZone::find(std::string_view name) {
  if (name == "UTC") return TimeZone();
  // The database is a folder of files: a name may not lead out of it.
  const bool is_plain = !name.empty() && name.size() <= 64 && !name.starts_with('/') && name.find("..") == std::string_view::npos;
  try {
    if (is_plain) return TimeZone(date::locate_zone(std::string(name)));
  } catch (const std::exception&) {
    // Not known, or there is no database: told below.
  }
  return invalid("time_zone", fmt::format("{} should be an IANA time zone that this system knows, such as Europe/Berlin", name));
}

std::int64_t TimeZone::local_seconds(Instant instant) const {
  const std::int64_t seconds = instant.seconds();
  return zone_ == nullptr ? seconds : seconds + offset_at(zone_, seconds);
}

Day TimeZone::day_of(Instant instant) const {
  return {static_cast<std::int32_t>(floor_divide(local_seconds(instant), day_seconds))};
}

Instant TimeZone::start_of(Day day) const {
  const std::int64_t local = day.number * day_seconds;
  if (zone_ == nullptr) return Instant::from_seconds(local);
  // Where midnight comes twice the first one counts; where it was skipped, the moment of the change.
  const date::local_seconds midnight{std::chrono::seconds(local)};
  return Instant::from_seconds(as_zone(zone_).to_sys(midnight, date::choose::earliest).time_since_epoch().count());
}

LocalHour TimeZone::hour_of(Instant instant) const {
  const std::int64_t local = local_seconds(instant);
  const Day day{static_cast<std::int32_t>(floor_divide(local, day_seconds))};
  return {day.weekday(), static_cast<int>((local - day.number * day_seconds) / 3600)};
}

int TimeZone::minute_of_day(Instant instant) const {
  const std::int64_t seconds = local_seconds(instant) % 86'400;
  return static_cast<int>((seconds < 0 ? seconds + 86'400 : seconds) / 60);
}

std::string_view TimeZone::name() const {
  return zone_ == nullptr ? std::string_view("UTC") : std::string_view(as_zone(zone_).name());
}

}  // namespace sojourn
