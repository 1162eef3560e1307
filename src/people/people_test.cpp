#include "people/alert_rules.hpp"
#include "people/links.hpp"
#include "people/marks.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sojourn::people {
namespace {

const Instant now = Instant::from_seconds(1'800'000'000);
const Colleague ada{"1", "Ada"};
const Colleague bob{"2", "Bob"};

Act act_of(ActKind kind, const Colleague& by) {
  Act act;
  act.kind = kind;
  act.by = by;
  return act;
}

TEST(Marks, APersonIsClaimedByOneColleagueOnly) {
  const Marks claimed = *decide({}, act_of(ActKind::claim, ada), now);
  EXPECT_EQ(claimed.claimed_by, ada);
  EXPECT_EQ(*decide(claimed, act_of(ActKind::claim, ada), now), claimed);
  const auto second = decide(claimed, act_of(ActKind::claim, bob), now);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::conflict);
  EXPECT_NE(second.error().message.find("Ada"), std::string::npos);
  EXPECT_FALSE(decide(claimed, act_of(ActKind::release, bob), now));
  EXPECT_FALSE(decide(*decide(claimed, act_of(ActKind::release, ada), now), act_of(ActKind::claim, bob), now)->claimed_by == ada);
}

TEST(Marks, DoneGivesThePersonFreeAndAClaimTakesThemUpAgain) {
  const Marks done = *decide(*decide({}, act_of(ActKind::claim, ada), now), act_of(ActKind::done, ada), now);
  EXPECT_EQ(done.done_at, now);
  EXPECT_FALSE(done.claimed_by);
  EXPECT_FALSE(decide(done, act_of(ActKind::claim, bob), now)->done_at);
}

TEST(Marks, TagsAreKeptSortedAndOnce) {
  Act tag = act_of(ActKind::tag, ada);
  tag.tags_added = {"vip", "buyer", "vip"};
  Marks marks = *decide({}, tag, now);
  EXPECT_EQ(marks.tags, (std::vector<std::string>{"buyer", "vip"}));
  EXPECT_EQ(text_of(tag), "+vip +buyer +vip");
  tag.tags_added.clear();
  tag.tags_removed = {"buyer"};
  EXPECT_EQ(decide(marks, tag, now)->tags, std::vector<std::string>{"vip"});
  for (int i = 0; i < 21; ++i) tag.tags_added.push_back(fmt::format("t{}", i));
  EXPECT_EQ(decide(marks, tag, now).error().kind, ErrorKind::limit_reached);
}

RC_GTEST_PROP(MarksLaw, TheStoredFormRoundTrips, ()) {
  Marks marks;
  const int acts = *rc::gen::inRange(0, 20);
  for (int i = 0; i < acts; ++i) {
    Act act = act_of(static_cast<ActKind>(*rc::gen::inRange(0, 9)), *rc::gen::element(ada, bob));
    act.tags_added = {*rc::gen::element<std::string>("a", "b\"c", "ü")};
    act.snooze_for = Seconds(*rc::gen::inRange(1, 100'000));
    marks = decide(marks, act, now).value_or(marks);
  }
  RC_ASSERT(decode_marks(encode(marks)) == marks);
}

TEST(AlertRules, QuietHoursMayGoOverMidnight) {
  AlertRules rules;
  EXPECT_FALSE(rules.is_quiet(0));
  rules.quiet_hours = QuietHours{22 * 60, 7 * 60};
  EXPECT_FALSE(rules.is_quiet(22 * 60 - 1));
  EXPECT_TRUE(rules.is_quiet(22 * 60));
  EXPECT_TRUE(rules.is_quiet(0));
  EXPECT_TRUE(rules.is_quiet(7 * 60 - 1));
  EXPECT_FALSE(rules.is_quiet(7 * 60));
  rules.quiet_hours = QuietHours{60, 120};
  EXPECT_TRUE(rules.is_quiet(60));
  EXPECT_FALSE(rules.is_quiet(120));
}

TEST(AlertRules, AreReadInPartsAndSayWhichFieldIsWrong) {
  AlertRules rules;
  auto document = JsonDocument::parse(
      R"({"struggling":{"on":false,"email":["ada@example.com"]},"quiet_hours":{"from":"22:00","to":"07:30"},"repeat_after_minutes":5})");
  read_alert_rules(document->root(), rules);
  EXPECT_FALSE(document->problems());
  EXPECT_TRUE(rules.of(AlertKind::became_hot).is_on);
  EXPECT_FALSE(rules.of(AlertKind::struggling).is_on);
  EXPECT_EQ(rules.quiet_hours, (QuietHours{22 * 60, 7 * 60 + 30}));
  std::string text;
  JsonWriter json(text);
  write_alert_rules(json, rules);
  AlertRules back;
  auto again = JsonDocument::parse(text);
  read_alert_rules(again->root(), back);
  EXPECT_EQ(back, rules);
  auto none = JsonDocument::parse(R"({"quiet_hours":null})");
  read_alert_rules(none->root(), back);
  EXPECT_FALSE(back.quiet_hours);
  auto wrong = JsonDocument::parse(R"({"quiet_hours":{"from":"25:00","to":"07:00"}})");
  read_alert_rules(wrong->root(), back);
  EXPECT_EQ(wrong->problems()->fields.front().pointer, "/quiet_hours/from");
}

TEST(Links, FollowTheVisitThenWhatCameBeforeThenWhatCameAfter) {
  const std::vector<Identification> known{{1, 10, 100, now + Seconds(50)}, {2, 20, 200, now + Seconds(150)}};
  EXPECT_EQ(link_of(100, now, known)->lead, 10);
  EXPECT_EQ(link_of(200, now + Seconds(100), known)->lead, 20);
  EXPECT_EQ(link_of(50, now - Seconds(100), known)->lead, 10) << "an earlier, unknown visit";
  EXPECT_EQ(link_of(150, now + Seconds(60), known)->lead, 10) << "the browser remembers";
  EXPECT_EQ(link_of(300, now + Seconds(300), known)->lead, 20);
  EXPECT_EQ(link_of(1, now, {}), nullptr);
}

}  // namespace
}  // namespace sojourn::people
