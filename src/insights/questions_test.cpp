#include "insights/questions.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <cmath>

namespace sojourn::insights {
namespace {

const Instant monday = Instant::from_seconds(1'795'392'000);  // 2026-11-23T00:00:00Z

/// A visit as the fake reader tells it.
struct Told {
  std::int64_t visitor = 1;
  std::int64_t day = 0;
  std::int64_t duration = 0;
  std::int64_t actions = 0;
  std::vector<std::string> features;
};

/// Answers from what the test says; filters are the store's business, and tested there.
class FakeReader final : public store::VisitQuestions {
 public:
  std::vector<Told> visits;

  Result<void> for_each_visit(const VisitFilter&, store::FactsWanted,
                              const std::function<void(const store::VisitFacts&)>& see) override {
    std::map<std::int64_t, bool> known;
    for (std::size_t i = 0; i < visits.size(); ++i) {
      const Told& told = visits[i];
      see({.visit = static_cast<std::int64_t>(i) + 1,
           .visitor = told.visitor,
           .start = monday + std::chrono::days(told.day),
           .duration_seconds = told.duration,
           .action_count = told.actions,
           .is_new = !std::exchange(known[told.visitor], true)});
    }
    return {};
  }
  Result<void> for_each_feature(const VisitFilter&, const std::function<void(std::int64_t, std::string_view)>& see) override {
    for (std::size_t i = 0; i < visits.size(); ++i) {
      for (const std::string& name : visits[i].features) see(static_cast<std::int64_t>(i) + 1, name);
    }
    return {};
  }

  Result<void> for_each_workflow(const VisitFilter&, const std::function<void(const store::WorkflowFacts&)>&) override {
    return {};
  }
};

VisitFilter three_weeks() {
  return {.site = {}, .zone = {}, .from = monday, .to = monday + std::chrono::days(21)};
}

TEST(Durations, BucketsHoldFromTheirFromToBelowTheirTo) {
  FakeReader reader;
  for (const std::int64_t seconds : {0, 9, 10, 29, 30, 3'599, 3'600, 90'000}) reader.visits.push_back({.duration = seconds});
  const auto found = durations(reader, three_weeks());
  ASSERT_TRUE(found);
  std::vector<std::int64_t> sessions;
  for (const auto& bucket : found->buckets) sessions.push_back(bucket.sessions);
  EXPECT_EQ(sessions, (std::vector<std::int64_t>{2, 2, 1, 0, 0, 0, 1, 2}));
  EXPECT_FALSE(found->buckets.back().to);
  EXPECT_EQ(found->median, 29);
  EXPECT_EQ(found->p90, 90'000);
}

TEST(Durations, OfNothingAreZero) {
  FakeReader reader;
  const auto found = durations(reader, three_weeks());
  EXPECT_EQ(found->total, 0);
  EXPECT_EQ(found->average, 0);
  EXPECT_EQ(found->p90, 0);
}

TEST(Features, LiftComparesWithChance) {
  FakeReader reader;
  reader.visits = {{.features = {"map", "save"}}, {.features = {"map", "save"}}, {.features = {"map"}}, {}};
  const auto found = features(reader, three_weeks(), 10);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->features, (std::vector<Counted>{{"map", 3}, {"save", 2}}));
  ASSERT_EQ(found->pairs.size(), 1U);
  EXPECT_EQ(found->pairs[0].a, "save");
  EXPECT_EQ(found->pairs[0].sessions, 2);
  EXPECT_DOUBLE_EQ(found->pairs[0].lift, 2.0 * 4 / (3 * 2));
  EXPECT_DOUBLE_EQ(found->pairs[0].confidence, 1);
}

TEST(Retention, CountsAPersonOnceAWeek) {
  FakeReader reader;
  reader.visits = {{.visitor = 1, .day = 0}, {.visitor = 2, .day = 6}, {.visitor = 1, .day = 7},
                   {.visitor = 1, .day = 8}, {.visitor = 3, .day = 9}, {.visitor = 2, .day = 14}};
  const auto found = retention(reader, three_weeks());
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ((*found)[0].people, 2);
  EXPECT_EQ((*found)[0].returned, (std::vector<double>{1, 0.5, 0.5}));
  EXPECT_EQ((*found)[1].people, 1);
  EXPECT_EQ((*found)[1].returned, (std::vector<double>{1, 0}));
  EXPECT_EQ(to_string((*found)[0].week), "2026-11-23");
}

RC_GTEST_PROP(Engagement, EveryVisitHasOneLevel, (std::vector<std::pair<std::uint16_t, std::uint8_t>> shapes)) {
  FakeReader reader;
  for (const auto& [seconds, actions] : shapes) reader.visits.push_back({.duration = seconds, .actions = actions});
  const auto found = engagement(reader, three_weeks());
  RC_ASSERT(found->levels[0] + found->levels[1] + found->levels[2] + found->levels[3] == static_cast<std::int64_t>(shapes.size()));
}

RC_GTEST_PROP(Quantile, IsTheSmallestThatEnoughDoNotExceed, (std::vector<std::int32_t> numbers)) {
  RC_PRE(!numbers.empty());
  std::vector<std::int64_t> all(numbers.begin(), numbers.end());
  const double part = *rc::gen::inRange(1, 101) / 100.0;
  const std::int64_t found = quantile(all, part);
  const auto not_above = std::ranges::count_if(numbers, [&](std::int64_t one) { return one <= found; });
  const auto below = std::ranges::count_if(numbers, [&](std::int64_t one) { return one < found; });
  RC_ASSERT(static_cast<double>(not_above) >= part * static_cast<double>(numbers.size()) - 1e-9);
  RC_ASSERT(static_cast<double>(below) < part * static_cast<double>(numbers.size()) + 1e-9);
}

}  // namespace
}  // namespace sojourn::insights
