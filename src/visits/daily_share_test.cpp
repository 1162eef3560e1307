#include "visits/daily_share.hpp"

#include <gtest/gtest.h>

namespace sojourn::visits {
namespace {

const Instant start = Instant::from_seconds(1'800'000'000);

Visit visit_of(std::int64_t seconds) {
  Visit visit;
  visit.start = start;
  visit.idle_timeout = Seconds(1800);
  visit.entry.page = "/in";
  visit.figures = figures_at(start);
  Event event;
  event.type = EventType::page_view;
  event.page = "/out";
  event.moment = {start + Seconds(seconds), 0, 1};
  fold(visit.figures, event);
  return visit;
}

TEST(DailyShare, AnActiveVisitHasNone) {
  EXPECT_FALSE(daily_share_of(visit_of(60), start + Seconds(60)));
  EXPECT_TRUE(daily_share_of(visit_of(60), start + Seconds(60) + Seconds(1801)));
}

TEST(DailyShare, TellsWhatTheDayCounts) {
  Visit visit = visit_of(29);
  visit.device.type = "bot";
  visit.user_id = "u-1";
  const auto share = daily_share_of(visit, start + Seconds(10'000));
  ASSERT_TRUE(share);
  EXPECT_EQ(*share, (DailyShare{.start = start,
                                .is_bot = true,
                                .is_bounce = true,
                                .has_error = false,
                                .duration_seconds = 29,
                                .user_id = "u-1",
                                .entry_page = "/in",
                                .exit_page = "/out"}));
}

TEST(DailyShare, IsNoBounceFromThirtySecondsOn) {
  EXPECT_FALSE(daily_share_of(visit_of(30), start + Seconds(10'000))->is_bounce);
}

TEST(DailyShare, TheFirstPageViewedStandsInForAnEntryPage) {
  Visit visit = visit_of(1);
  visit.entry.page.clear();
  EXPECT_EQ(daily_share_of(visit, start + Seconds(10'000))->entry_page, "/out");
}

}  // namespace
}  // namespace sojourn::visits
