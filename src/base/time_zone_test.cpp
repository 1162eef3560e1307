#include "base/time_zone.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sojourn {
namespace {

Instant at(std::string_view text) {
  return *parse_rfc3339(text);
}

TimeZone zone(std::string_view name) {
  const auto found = TimeZone::find(name);
  EXPECT_TRUE(found) << name;
  return found.value_or(TimeZone());
}

Day day(std::string_view text) {
  return *parse_day(text);
}

std::chrono::hours length_of(const TimeZone& place, std::string_view text) {
  return std::chrono::duration_cast<std::chrono::hours>(place.start_of(day(text) + 1) - place.start_of(day(text)));
}

TEST(TimeZone, TellsTheLocalDayWeekdayAndHour) {
  const TimeZone berlin = zone("Europe/Berlin");
  EXPECT_EQ(to_string(berlin.day_of(at("2026-11-20T22:59:59.999Z"))), "2026-11-20");
  EXPECT_EQ(to_string(berlin.day_of(at("2026-11-20T23:00:00Z"))), "2026-11-21");
  EXPECT_EQ(berlin.hour_of(at("2026-11-20T23:30:00Z")), (LocalHour{.weekday = 6, .hour = 0}));
  EXPECT_EQ(zone("America/Chicago").hour_of(at("2026-11-16T05:59:59Z")), (LocalHour{.weekday = 7, .hour = 23}));
  EXPECT_EQ(zone("Asia/Kolkata").hour_of(at("2026-11-16T18:30:00Z")), (LocalHour{.weekday = 2, .hour = 0}));
}

TEST(TimeZone, DaysOfClockChangesHave23And25Hours) {
  const TimeZone berlin = zone("Europe/Berlin");
  EXPECT_EQ(length_of(berlin, "2026-03-29"), std::chrono::hours(23));
  EXPECT_EQ(length_of(berlin, "2026-10-25"), std::chrono::hours(25));
  EXPECT_EQ(length_of(berlin, "2026-10-26"), std::chrono::hours(24));
  EXPECT_EQ(berlin.hour_of(at("2026-10-25T00:30:00Z")), (LocalHour{.weekday = 7, .hour = 2}));
  EXPECT_EQ(berlin.hour_of(at("2026-10-25T01:30:00Z")), (LocalHour{.weekday = 7, .hour = 2}));
}

TEST(TimeZone, ADayWhoseMidnightWasSkippedBeginsAtTheChange) {
  const TimeZone santiago = zone("America/Santiago");  // 2026-09-06 00:00 became 01:00.
  const Instant start = santiago.start_of(day("2026-09-06"));
  EXPECT_EQ(start, at("2026-09-06T04:00:00Z"));
  EXPECT_EQ(santiago.day_of(start), day("2026-09-06"));
  EXPECT_EQ(santiago.day_of(start - Milliseconds(1)), day("2026-09-05"));
}

TEST(TimeZone, NamesThatAreNoneAreRefused) {
  for (const std::string_view name : {"", "Mars/Base", "../etc/passwd", "/etc/localtime", "Europe/", "europe/berlin "}) {
    const auto found = TimeZone::find(name);
    ASSERT_FALSE(found) << name;
    EXPECT_EQ(found.error().kind, ErrorKind::invalid_input);
  }
  EXPECT_EQ(zone("UTC"), TimeZone());
  EXPECT_EQ(zone("Europe/Berlin").name(), "Europe/Berlin");
}

TEST(Day, KnowsItsWeekdayAndItsText) {
  EXPECT_EQ(day("2026-11-16").weekday(), 1);
  EXPECT_EQ(day("2026-11-22").weekday(), 7);
  EXPECT_EQ(day("1969-12-29").weekday(), 1);
  EXPECT_EQ(to_string(day("1969-12-29")), "1969-12-29");
  EXPECT_FALSE(parse_day("2026-02-30"));
}

RC_GTEST_PROP(TimeZone, EveryInstantLiesInTheDayItIsSaidToBeOf, ()) {
  const TimeZone place = zone(*rc::gen::elementOf(std::vector<std::string>{
      "UTC", "Europe/Berlin", "America/Chicago", "Asia/Kathmandu", "America/Santiago", "Pacific/Apia", "Australia/Lord_Howe"}));
  const Instant instant = Instant::from_ms(*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000));
  const Day found = place.day_of(instant);
  RC_ASSERT(place.start_of(found) <= instant);
  RC_ASSERT(instant < place.start_of(found + 1));
  RC_ASSERT(place.hour_of(instant).weekday == found.weekday());
}

}  // namespace
}  // namespace sojourn
