#include "visits/behaviour.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sojourn::visits {
namespace {

const Instant start = Instant::from_seconds(1'800'000'000);

/// Events as they are written down: `{"click", 0, R"({"x":1,"y":2})"}` happens at 0 ms.
struct Said {
  std::string_view type;
  std::int64_t ms;
  std::string_view data = "";
};

std::vector<BehaviourEvent> events(std::initializer_list<Said> said) {
  BehaviourReader reader;
  std::vector<BehaviourEvent> result;
  for (const Said& one : said) result.push_back(reader.read(one.type, start + Milliseconds(one.ms), one.data));
  return result;
}

std::vector<std::string_view> names(std::initializer_list<Said> said) {
  std::vector<std::string_view> found;
  for (const Struggle& struggle : struggles_of(events(said))) found.push_back(struggle.name);
  return found;
}

using Names = std::vector<std::string_view>;

TEST(Struggles, ThreeClicksWithinASecondAndThirtyPixelsAreRage) {
  constexpr std::string_view here = R"({"x":100,"y":100,"target":"Save"})";
  EXPECT_EQ(names({{"click", 0, here}, {"click", 500, here}, {"click", 1'000, here}}), Names{"rage_clicks"});
  EXPECT_EQ(names({{"click", 0, here}, {"click", 500, here}, {"click", 1'001, here}}), Names{});
  EXPECT_EQ(names({{"click", 0, R"({"x":100,"y":130})"}, {"click", 1, here}, {"click", 2, here}}), Names{"rage_clicks"});
  EXPECT_EQ(names({{"click", 0, R"({"x":100,"y":131})"}, {"click", 1, here}, {"click", 2, here}}), Names{});
  EXPECT_EQ(names({{"click", 0, here}, {"click", 1, here}}), Names{});
  EXPECT_EQ(names({{"rage_click", 0, here}}), Names{"rage_clicks"});
}

TEST(Struggles, TwoDeadClicks) {
  EXPECT_EQ(names({{"dead_click", 0}}), Names{});
  EXPECT_EQ(names({{"dead_click", 0}, {"dead_click", 90'000}}), Names{"dead_clicks"});
}

TEST(Struggles, ThereAndBackTwiceBetweenTheSamePages) {
  constexpr std::string_view a = R"({"page":"/a"})";
  constexpr std::string_view b = R"({"page":"/b"})";
  EXPECT_EQ(names({{"page_view", 0, a}, {"page_view", 1, b}, {"page_view", 2, a}, {"page_view", 120'000, b}}),
            Names{"back_and_forth"});
  EXPECT_EQ(names({{"page_view", 0, a}, {"page_view", 1, b}, {"page_view", 2, a}, {"page_view", 120'001, b}}), Names{});
  EXPECT_EQ(names({{"page_view", 0, a}, {"page_view", 1, b}, {"page_view", 2, a}}), Names{});
  EXPECT_EQ(names({{"page_view", 0, a}, {"page_view", 1, a}, {"page_view", 2, a}, {"page_view", 3, a}}), Names{});
}

TEST(Struggles, TwoSearchesInARowWithoutAResult) {
  constexpr std::string_view none = R"({"query":"castle","results":0})";
  EXPECT_EQ(names({{"search", 0, none}, {"search", 1, none}}), Names{"empty_searches"});
  EXPECT_EQ(names({{"search", 0, none}, {"search", 1, R"({"results":3})"}, {"search", 2, none}}), Names{});
  EXPECT_EQ(names({{"search", 0}, {"search", 1}}), Names{}) << "nothing is known of their results";
}

TEST(Struggles, TheSameFormFailingTwice) {
  EXPECT_EQ(names({{"form_fail", 0, R"({"form":"tour"})"}, {"form_submit", 1, R"({"form":"tour","success":false})"}}),
            Names{"failing_forms"});
  EXPECT_EQ(names({{"form_fail", 0, R"({"form":"tour"})"}, {"form_fail", 1, R"({"form":"contact"})"}}), Names{});
  EXPECT_EQ(names({{"form_submit", 0}, {"form_submit", 1}}), Names{});
}

TEST(Struggles, ErrorsInABurstOrMoreThanFiveInAll) {
  EXPECT_EQ(names({{"error", 0}, {"error", 1}, {"error", 60'000}}), Names{"errors"});
  EXPECT_EQ(names({{"error", 0}, {"error", 1}, {"error", 60'002}}), Names{});
  EXPECT_EQ(names({{"error", 0}, {"error", 100'000}, {"error", 200'000}, {"error", 300'000}, {"error", 400'000}}), Names{});
  EXPECT_EQ(
      names({{"error", 0}, {"error", 100'000}, {"error", 200'000}, {"error", 300'000}, {"error", 400'000}, {"error", 500'000}}),
      Names{"errors"});
}

TEST(SessionPattern, NamesWhatSpeaksForIt) {
  const auto explorer = session_pattern(events({{"page_view", 0, R"({"page":"/1"})"},
                                                {"page_view", 1, R"({"page":"/2"})"},
                                                {"page_view", 2, R"({"page":"/3"})"},
                                                {"page_view", 3, R"({"page":"/4"})"},
                                                {"page_view", 4, R"({"page":"/5"})"},
                                                {"page_view", 5, R"({"page":"/6"})"}}),
                                        60);
  EXPECT_EQ(explorer.pattern, "explorer");
  EXPECT_EQ(explorer.indicators.front().text, "6 different pages");
  const auto focused =
      session_pattern(events({{"page_view", 0, R"({"page":"/1"})"}, {"workflow_complete", 9, R"({"workflow_id":"tour"})"}}), 60);
  EXPECT_EQ(focused.pattern, "task_focused");
  EXPECT_GE(focused.confidence, 0.7);
  EXPECT_EQ(session_pattern(
                events({{"page_view", 0, R"({"page":"/1"})"}, {"rage_click", 1}, {"error", 2}, {"error", 3}, {"error", 4}}), 60)
                .pattern,
            "confused");
}

TEST(SessionPattern, IsAPowerUserFrom1801SecondsAnd51Actions) {
  std::vector<BehaviourEvent> many;
  BehaviourReader reader;
  for (int i = 0; i < 51; ++i) many.push_back(reader.read("feature_use", start + Seconds(i), ""));
  EXPECT_EQ(session_pattern(many, 1'801).confidence, 0.9);
  EXPECT_EQ(session_pattern(many, 1'801).pattern, "power_user");
  EXPECT_LT(session_pattern(many, 1'800).confidence, 0.9);
  many.pop_back();
  EXPECT_LT(session_pattern(many, 1'801).confidence, 0.9);
}

RC_GTEST_PROP(BehaviourLaw, ConfidenceIsAShareWhateverHappens, ()) {
  BehaviourReader reader;
  std::vector<BehaviourEvent> random;
  const int count = *rc::gen::inRange(0, 60);
  for (int i = 0; i < count; ++i) {
    const auto type = *rc::gen::element<std::string>("page_view", "click", "error", "search", "form_fail", "inquiry", "custom");
    const auto data =
        *rc::gen::element<std::string>("", "{}", R"({"page":"/a","x":1,"y":1,"results":0})", R"({"page":"/b","x":"?"})", "[");
    random.push_back(reader.read(type, start + Milliseconds(i * 300), data));
  }
  const SessionPattern pattern = session_pattern(random, *rc::gen::inRange(0, 10'000));
  RC_ASSERT(pattern.confidence >= 0);
  RC_ASSERT(pattern.confidence <= 1);
  RC_ASSERT(!pattern.pattern.empty());
}

}  // namespace
}  // namespace sojourn::visits
