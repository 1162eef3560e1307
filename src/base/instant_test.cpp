#include "base/instant.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sojourn {
namespace {

TEST(Instant, IsWrittenWithMillisecondsInUtc) {
  EXPECT_EQ(to_rfc3339(Instant::from_ms(1795253400000)), "2026-11-21T09:30:00.000Z");
}

TEST(Instant, IsReadWithAnyOffsetAndPrecision) {
  EXPECT_EQ(parse_rfc3339("2026-11-21T10:30:00.0509+01:00")->ms(), 1795253400050);
  EXPECT_EQ(parse_rfc3339("2026-11-21t09:30:00z")->ms(), 1795253400000);
  EXPECT_EQ(parse_rfc3339("2016-12-31T23:59:60Z")->ms(), parse_rfc3339("2016-12-31T23:59:59Z")->ms());
}

TEST(Instant, RefusesWhatIsNotATime) {
  for (const char* text : {"", "2026", "2026-11-21", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-21T24:00:00Z",
                           "2026-11-21T09:30:00", "2026-11-21T09:30:00.Z", "2026-11-21T09:30:00Zx", "2026-11-21T09:30:00+24:00"}) {
    EXPECT_FALSE(parse_rfc3339(text)) << text;
  }
}

TEST(Instant, SecondsRoundTowardsThePast) {
  EXPECT_EQ(Instant::from_ms(-1).seconds(), -1);
  EXPECT_EQ(Instant::from_ms(1999).seconds(), 1);
}

TEST(Instant, ADayBeginsAtMidnightUtc) {
  EXPECT_EQ(parse_date("1970-01-02")->ms(), 86'400'000);
  EXPECT_EQ(date_of(Instant::from_ms(-1)), "1969-12-31");
  EXPECT_FALSE(parse_date("1970-1-2"));
}

RC_GTEST_PROP(Instant, TextRoundTrips, ()) {
  const auto ms = *rc::gen::inRange<std::int64_t>(-62167219200000, 253402300799999);
  const auto back = parse_rfc3339(to_rfc3339(Instant::from_ms(ms)));
  RC_ASSERT(back.has_value());
  RC_ASSERT(back->ms() == ms);
}

}  // namespace
}  // namespace sojourn
