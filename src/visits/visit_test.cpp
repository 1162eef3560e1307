#include "visits/visit.hpp"
#include "visits/patterns.hpp"
#include "visits/score.hpp"
#include "visits/seen_ids.hpp"

#include <gtest/gtest.h>

namespace sojourn::visits {
namespace {

const Instant start = Instant::from_ms(1'795'253'400'000);

Visit open_visit() {
  Visit visit;
  visit.start = start;
  visit.idle_timeout = Seconds(1800);
  visit.figures = figures_at(start);
  return visit;
}

Event event_of(EventType type, Milliseconds after, std::string_view id = "e") {
  Event event;
  event.id = id;
  event.type = type;
  event.moment = {start + after, 0, hash_event_id(id)};
  return event;
}

TEST(Visit, IsActiveUpToExactlyTheIdleTimeout) {
  const Visit visit = open_visit();
  EXPECT_TRUE(standing_of(visit, start + Seconds(1800)).is_active);
  EXPECT_TRUE(covers(visit, start + Seconds(1800)));
  EXPECT_FALSE(standing_of(visit, start + Seconds(1800) + Milliseconds(1)).is_active);
  EXPECT_FALSE(covers(visit, start + Seconds(1800) + Milliseconds(1)));
}

TEST(Visit, EndsByTimeoutAtItsLastActivity) {
  Visit visit = open_visit();
  fold(visit.figures, event_of(EventType::click, Milliseconds(90'500)));
  const Standing standing = standing_of(visit, start + Seconds(86'400));
  EXPECT_EQ(standing.reason, ExitReason::timeout);
  EXPECT_EQ(standing.ended_at, start + Milliseconds(90'500));
  EXPECT_EQ(duration_seconds(visit, start + Seconds(86'400)), 90);
}

TEST(Visit, AHeartbeatIsActivityButNoAction) {
  Visit visit = open_visit();
  fold(visit.figures, event_of(EventType::heartbeat, Seconds(60)));
  EXPECT_EQ(visit.figures.last_activity, start + Seconds(60));
  EXPECT_EQ(visit.figures.action_count(), 0U);
}

TEST(Visit, AnErrorIsCountedApartFromActions) {
  Visit visit = open_visit();
  fold(visit.figures, event_of(EventType::error, Seconds(1)));
  EXPECT_EQ(visit.figures.error_count(), 1U);
  EXPECT_EQ(visit.figures.action_count(), 0U);
}

TEST(Visit, ADeclaredEndWinsOverTheTimeout) {
  Visit visit = open_visit();
  visit.declared_end =
      DeclaredEnd{.moment = {start + Seconds(10), 0, 0}, .reason = ExitReason::logout, .page = "/bye", .last_action = ""};
  const Standing standing = standing_of(visit, start + Seconds(20));
  EXPECT_FALSE(standing.is_active);
  EXPECT_EQ(standing.reason, ExitReason::logout);
  EXPECT_TRUE(covers(visit, start + Seconds(10)));
  EXPECT_FALSE(covers(visit, start + Seconds(11)));
}

TEST(Visit, ThePropertyLeavesTheViewWithItsPage) {
  Visit visit = open_visit();
  Event property = event_of(EventType::property_view, Seconds(1), "p");
  property.property_id = "42";
  fold(visit.figures, property);
  Event page = event_of(EventType::page_view, Seconds(1), "a");
  page.page = "/listings/42";
  fold(visit.figures, page);
  EXPECT_EQ(visit.figures.property_in_view(), "42");
  page = event_of(EventType::page_view, Seconds(2), "b");
  page.page = "/about";
  fold(visit.figures, page);
  EXPECT_EQ(visit.figures.property_in_view(), "");
}

TEST(Visit, IsABounceUnder30SecondsWithAtMostOneAction) {
  EXPECT_TRUE(is_bounce(29, 1));
  EXPECT_FALSE(is_bounce(30, 1));
  EXPECT_FALSE(is_bounce(29, 2));
}

TEST(Visit, CustomTypesPastTheMaximumAreCountedTogether) {
  Figures figures = figures_at(start);
  for (std::size_t i = 0; i < custom_types_max + 10; ++i) {
    Event event = event_of(EventType::custom, Seconds(1), "x");
    const std::string name = fmt::format("n{:03}", i);
    event.type_name = name;
    fold(figures, event);
  }
  EXPECT_EQ(figures.custom_counts.size(), custom_types_max);
  EXPECT_EQ(figures.other_custom_count, 10U);
  EXPECT_EQ(figures.action_count(), custom_types_max + 10);
}

TEST(UserPattern, FollowsTheRulesAtTheirBorders) {
  const auto pattern = [](std::int64_t seconds, std::uint32_t actions, std::uint32_t errors) {
    const PatternVisit visit{seconds, actions, errors};
    return user_pattern(std::span(&visit, 1)).pattern;
  };
  EXPECT_EQ(user_pattern({}).pattern, "new_user");
  EXPECT_EQ(pattern(1801, 51, 0), "power_user");
  EXPECT_EQ(pattern(1800, 51, 0), "regular_user");
  EXPECT_EQ(pattern(1801, 50, 0), "regular_user");
  EXPECT_EQ(pattern(299, 1, 0), "quick_checker");
  EXPECT_EQ(pattern(300, 1, 5), "regular_user");
  EXPECT_EQ(pattern(300, 1, 6), "struggling_user");
}

TEST(UserPattern, NamesEveryRuleThatHeld) {
  const PatternVisit visit{10, 1, 6};
  const auto result = user_pattern(std::span(&visit, 1));
  EXPECT_EQ(result.pattern, "quick_checker");
  EXPECT_EQ(result.matches, (std::vector<std::string_view>{"quick_checker", "struggling_user"}));
}

TEST(SeenIds, HoldsEachIdOnce) {
  SeenIds seen;
  for (std::uint64_t i = 0; i < 10'000; ++i) EXPECT_TRUE(seen.insert(i * 0x9E3779B97F4A7C15ULL));
  for (std::uint64_t i = 0; i < 10'000; ++i) EXPECT_FALSE(seen.insert(i * 0x9E3779B97F4A7C15ULL));
  EXPECT_EQ(seen.size(), 10'000U);
  EXPECT_FALSE(seen.contains(1));
}

}  // namespace
}  // namespace sojourn::visits
