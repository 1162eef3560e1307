// The law of every score: its receipt adds up to it exactly, whatever the rules, the events and their order.

#include "visits/score.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sojourn::visits {
namespace {

const Instant start = Instant::from_seconds(1'800'000'000);

Visit open_visit() {
  Visit visit;
  visit.start = start;
  visit.figures = figures_at(start);
  return visit;
}

void happens(Visit& visit, EventType type, int times = 1, Milliseconds after = Milliseconds(0), bool is_scored = true) {
  Event event;
  event.type = type;
  event.type_name = type == EventType::custom ? "brochure" : name_of(type);
  event.moment.at = start + after;
  event.is_scored = is_scored;
  for (int i = 0; i < times; ++i) fold(visit.figures, event);
}

double sum_of(const Receipt& receipt) {
  double sum = 0;
  for (const Contribution& line : receipt.contributions) sum += line.value;
  return sum;
}

ScoreRules parse(std::string_view json, std::string* problem = nullptr) {
  auto document = JsonDocument::parse(json);
  ScoreRules rules = read_score_rules(document->root());
  if (const auto problems = document->problems(); problems && problem != nullptr) *problem = problems->fields.front().pointer;
  return rules;
}

TEST(Score, HasItsBordersAt40And70) {
  EXPECT_EQ(category_of(39), ScoreCategory::cold);
  EXPECT_EQ(category_of(40), ScoreCategory::warm);
  EXPECT_EQ(category_of(69), ScoreCategory::warm);
  EXPECT_EQ(category_of(70), ScoreCategory::hot);
}

TEST(Score, IsCappedByTypeAndInAll) {
  Visit visit = open_visit();
  happens(visit, EventType::page_view, 1000);
  EXPECT_EQ(score_of(visit, default_score_rules()), 20);
  for (const EventType type : {EventType::inquiry, EventType::tour_request, EventType::property_save}) happens(visit, type, 10);
  EXPECT_EQ(score_of(visit, default_score_rules()), 100);
  EXPECT_EQ(receipt_of(visit, default_score_rules()).contributions.back().rule, "maximum");
}

TEST(Score, CountsWholeMinutesFromTheStartToTheLastEventWithTheKey) {
  Visit visit = open_visit();
  happens(visit, EventType::heartbeat, 1, Milliseconds(119'999));
  EXPECT_EQ(score_of(visit, default_score_rules()), 1);
  happens(visit, EventType::heartbeat, 1, Milliseconds(120'000));
  EXPECT_EQ(score_of(visit, default_score_rules()), 2);
  happens(visit, EventType::page_view, 1, Milliseconds(600'000), false);
  EXPECT_EQ(score_of(visit, default_score_rules()), 2);
}

TEST(Score, TakesCustomTypesThatTheRulesName) {
  Visit visit = open_visit();
  happens(visit, EventType::custom, 3);
  EXPECT_EQ(score_of(visit, default_score_rules()), 0);
  EXPECT_EQ(score_of(visit, parse(R"({"events":{"brochure":{"points":5,"cap":12}}})")), 12);
}

TEST(Score, MayTakePointsOff) {
  Visit visit = open_visit();
  happens(visit, EventType::inquiry);
  happens(visit, EventType::error, 3);
  const ScoreRules rules = parse(R"({"events":{"inquiry":{"points":35,"cap":50},"error":{"points":-10,"cap":20}}})");
  EXPECT_EQ(score_of(visit, rules), 15);
  EXPECT_EQ(score_of(visit, parse(R"({"events":{"error":{"points":-10,"cap":20}}})")), 0);
}

TEST(PersonScore, HalvesInAHalfLife) {
  const ScoredEvent event{EventType::inquiry, "inquiry", start};
  const auto score_after = [&](Milliseconds age) {
    return person_receipt(std::span(&event, 1), {}, std::nullopt, parse(R"({"events":{"inquiry":{"points":80,"cap":80}}})"),
                          start + age)
        .score;
  };
  EXPECT_EQ(score_after(Milliseconds(0)), 80);
  EXPECT_EQ(score_after(std::chrono::days(7)), 40);
  EXPECT_EQ(score_after(std::chrono::days(14)), 20);
}

TEST(PersonScore, FillsACapWithTheNewestEvents) {
  const std::vector<ScoredEvent> events(4, ScoredEvent{EventType::property_save, "property_save", start});
  const Receipt receipt = person_receipt(events, {}, std::nullopt, default_score_rules(), start);
  EXPECT_EQ(receipt.score, 30);
  EXPECT_EQ(receipt.contributions.size(), 2U);
}

TEST(ScoreRules, SayWhichFieldIsWrong) {
  std::string problem;
  parse(R"({"events":{"page_view":{"points":101,"cap":20}}})", &problem);
  EXPECT_EQ(problem, "/events/page_view/points");
  parse(R"({"events":{}, "half_life_days": 0})", &problem);
  EXPECT_EQ(problem, "/half_life_days");
  parse("{}", &problem);
  EXPECT_EQ(problem, "/events");
}

rc::Gen<ScoreRules> some_rules() {
  return rc::gen::exec([] {
    ScoreRules rules;
    for (std::size_t i = 1; i < static_cast<std::size_t>(EventType::visit_end); ++i) {
      rules.by_type[i] = {*rc::gen::inRange(-1000, 4000) / 37.0, *rc::gen::inRange(0, 1000) / 9.0};
    }
    rules.by_custom_type = {{"brochure", {*rc::gen::inRange(-10, 30) / 7.0, 20}}};
    rules.minute_engaged = {*rc::gen::inRange(0, 300) / 11.0, 17.3};
    rules.returning = *rc::gen::inRange(-50, 100) / 3.0;
    rules.identified = *rc::gen::inRange(-50, 100) / 3.0;
    rules.half_life = Milliseconds(*rc::gen::inRange<std::int64_t>(1'000'000, 10'000'000'000));
    return rules;
  });
}

EventType some_type() {
  return static_cast<EventType>(*rc::gen::inRange(0, static_cast<int>(event_type_count) - 1));
}

RC_GTEST_PROP(ScoreLaw, TheReceiptOfAVisitAddsUpToItsScore, ()) {
  const ScoreRules rules = *some_rules();
  Visit visit = open_visit();
  const int events = *rc::gen::inRange(0, 30);
  for (int i = 0; i < events; ++i)
    happens(visit, some_type(), 1, Milliseconds(*rc::gen::inRange(0, 3'600'000)), *rc::gen::arbitrary<bool>());
  visit.is_returning = *rc::gen::arbitrary<bool>();
  if (*rc::gen::arbitrary<bool>()) visit.known_as = KnownAs{};
  const Receipt receipt = receipt_of(visit, rules);
  RC_ASSERT(sum_of(receipt) == receipt.score);
  RC_ASSERT(score_of(visit, rules) == receipt.score);
  RC_ASSERT(receipt.score >= 0);
  RC_ASSERT(receipt.score <= 100);
}

RC_GTEST_PROP(ScoreLaw, TheReceiptOfAPersonAddsUpToTheirScore, ()) {
  const ScoreRules rules = *some_rules();
  std::vector<ScoredEvent> events(*rc::gen::inRange<std::size_t>(0, 40));
  for (ScoredEvent& event : events) event = {some_type(), "brochure", start + Seconds(*rc::gen::inRange(0, 5'000'000))};
  std::ranges::sort(events, std::greater(), &ScoredEvent::at);
  const std::vector<ScoredVisit> visits(*rc::gen::inRange<std::size_t>(0, 4),
                                        ScoredVisit{start, start + Seconds(*rc::gen::inRange(0, 5'000)), true});
  const Receipt receipt = person_receipt(events, visits, start, rules, start + Seconds(*rc::gen::inRange(0, 9'000'000)));
  RC_ASSERT(sum_of(receipt) == receipt.score);
}

RC_GTEST_PROP(ScoreLaw, EventsWithoutTheKeyNeverScore, ()) {
  const ScoreRules rules = *some_rules();
  Visit visit = open_visit();
  const int events = *rc::gen::inRange(0, 30);
  for (int i = 0; i < events; ++i) happens(visit, some_type(), 1, Milliseconds(*rc::gen::inRange(0, 3'600'000)), false);
  RC_ASSERT(score_of(visit, rules) == 0);
}

RC_GTEST_PROP(ScoreLaw, OneVisitScoresAloneAsItDoesForThePersonAtThatMoment, ()) {
  Visit visit = open_visit();
  std::vector<ScoredEvent> events;
  const int count = *rc::gen::inRange(0, 30);
  for (int i = 0; i < count; ++i) {
    const EventType type = some_type();
    happens(visit, type);
    events.push_back({type, "brochure", start});
  }
  const ScoredVisit alone{start, start, false};
  const Receipt person = person_receipt(events, std::span(&alone, 1), std::nullopt, default_score_rules(), start);
  RC_ASSERT(person.score == score_of(visit, default_score_rules()));
}

RC_GTEST_PROP(ScoreRulesLaw, WrittenRulesReadBackTheSame, ()) {
  ScoreRules rules = *some_rules();
  for (Points& points : rules.by_type) points.cap = std::min(points.cap, rule_points_max);
  for (Points& points : rules.by_type) points.each = std::clamp(points.each, -rule_points_max, rule_points_max);
  rules.half_life = std::max(rules.half_life, Milliseconds(864'000));
  std::string text;
  JsonWriter json(text);
  write_score_rules(json, rules);
  RC_ASSERT(parse(text) == rules);
}

}  // namespace
}  // namespace sojourn::visits
