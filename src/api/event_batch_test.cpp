#include "api/event_batch.hpp"

#include "base/json_reader.hpp"
#include "base/limits.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

namespace sojourn::api {
namespace {

/// A body with the slack behind it that the reader needs, and a reader that lives as long.
struct Read {
  explicit Read(std::string text) : size(text.size()), body(std::move(text)) { body.resize(size + simdjson::SIMDJSON_PADDING); }
  std::string_view view() const { return std::string_view(body).substr(0, size); }
  Result<EventBatch> batch() { return reader.read_batch(view()); }
  Result<EventBatch> single() { return reader.read_single(view()); }
  Result<Beacon> beacon() { return reader.read_beacon(view()); }

  std::size_t size;
  std::string body;
  EventBatchReader reader;
};

TEST(EventBatch, TakesMembersInAnyOrderAndPassesOverOthers) {
  Read read(
      R"({"other":[1,{"x":null}],"events":[{"data":{"title":"T","page":"/a"},"unknown":{"deep":[1]},"type":"page_view","id":"e1","seq":7}],"sent_at":"2026-11-21T09:00:00Z"})");
  const auto batch = read.batch();
  ASSERT_TRUE(batch);
  ASSERT_EQ(batch->events.size(), 1U);
  const visits::Event& event = batch->events[0].event;
  EXPECT_EQ(event.id, "e1");
  EXPECT_EQ(event.type, visits::EventType::page_view);
  EXPECT_EQ(event.page, "/a");
  EXPECT_EQ(event.title, "T");
  EXPECT_EQ(event.moment.sequence, 7U);
  EXPECT_EQ(event.data, R"({"title":"T","page":"/a"})");
  EXPECT_TRUE(batch->sent_at.has_value());
}

TEST(EventBatch, RejectsBadEventsAndKeepsTheGoodOnesAroundThem) {
  Read read(
      R"({"events":[{"id":"a","type":"click"},{"type":"click"},{"id":"c","type":3},{"id":"d","type":"click","timestamp":"noon"},)"
      R"({"id":"e","type":"click","data":[1]},7,{"id":"f","type":"click","data":{"page":{"no":1}}},{"id":"g","type":"click","data":{"ok":true}}]})");
  const auto batch = read.batch();
  ASSERT_TRUE(batch);
  std::vector<std::string> taken;
  for (const auto& incoming : batch->events) taken.emplace_back(incoming.event.id);
  EXPECT_EQ(taken, (std::vector<std::string>{"a", "g"}));
  std::vector<std::pair<std::uint32_t, std::string>> rejected;
  for (const auto& event : batch->rejected) rejected.emplace_back(event.index, event.field.pointer);
  EXPECT_EQ(rejected, (std::vector<std::pair<std::uint32_t, std::string>>{
                          {1, "/id"}, {2, "/type"}, {3, "/timestamp"}, {4, "/data"}, {5, ""}, {6, "/data/page"}}));
}

TEST(EventBatch, RefusesWhatIsNotJsonAnywhere) {
  for (const char* text : {"", "{", "[]", "7", R"({"events":[{"id":"a","type":"click","data":{"x":tru}}]})", R"({"events":[]} x)",
                           R"({"events":[}])", R"({"events":[{"id":"a","type":"click","data":{"x":01}}]})",
                           R"({"events":[{"id":"a","type":"click"}],"x":{"y":nul}})", "{\"events\":[{\"id\":\"\xff\"}]}"}) {
    EXPECT_FALSE(Read(text).batch()) << text;
  }
}

TEST(EventBatch, NamesTheListThatIsMissingOrTooLong) {
  EXPECT_EQ(Read(R"({"sent_at":null})").batch().error().fields[0].pointer, "/events");
  std::string many = R"({"events":[)";
  for (std::size_t i = 0; i <= limits::batch_events_max; ++i)
    many += fmt::format(R"({}{{"id":"{}","type":"click"}})", i == 0 ? "" : ",", i);
  EXPECT_EQ(Read(many + "]}").batch().error().fields[0].pointer, "/events");
}

TEST(EventBatch, LimitsTheDepthAndSizeOfData) {
  const auto nested = [](std::size_t depth) {
    return fmt::format(R"({{"id":"a","type":"click","data":{{"x":{}1{}}}}})", std::string(depth, '['), std::string(depth, ']'));
  };
  EXPECT_TRUE(Read(nested(limits::json_depth_max - 3)).single());
  EXPECT_FALSE(Read(nested(limits::json_depth_max + 1)).single());
  const auto sized = [](std::size_t bytes) {
    return fmt::format(R"({{"id":"a","type":"click","data":{{"x":"{}"}}}})", std::string(bytes, 'x'));
  };
  EXPECT_TRUE(Read(sized(limits::event_data_bytes_max - 8)).single());
  EXPECT_FALSE(Read(sized(limits::event_data_bytes_max - 7)).single());
}

TEST(EventBatch, TakesIdsThatAreNumbersAsTheirDigits) {
  Read read(R"({"id": 17 ,"type":"property_view","data":{"property_id": 42 }})");
  const auto batch = read.single();
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->events[0].event.id, "17");
  EXPECT_EQ(batch->events[0].event.property_id, "42");
}

TEST(EventBatch, UndoesEscapesInWhatTheRulesUse) {
  Read read(R"({"id":"a\u0041","type":"page_view","data":{"p\u0061ge":"\/x\"y"}})");
  const auto batch = read.single();
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->events[0].event.id, "aA");
  EXPECT_EQ(batch->events[0].event.page, "/x\"y");
}

TEST(EventBatch, KeepsTheEndOfAVisitForItself) {
  EXPECT_FALSE(Read(R"({"id":"a","type":"visit_end"})").single());
}

TEST(Beacon, HoldsSessionsWithStartEventsAndEnd) {
  Read read(
      R"({"site":"pk","sent_at":"2026-11-21T09:00:00Z","sessions":[{"session_id":"s1","session_key":"k","start":{"visitor_id":"v"},"events":[{"id":"a","type":"click"}],"end":{"reason":"logout"}},{"session_id":"s2"}]})");
  const auto beacon = read.beacon();
  ASSERT_TRUE(beacon);
  ASSERT_EQ(beacon->sessions.size(), 2U);
  EXPECT_EQ(beacon->site, "pk");
  EXPECT_EQ(JsonDocument::parse(beacon->sessions[0].start)->root().text("visitor_id", 10), "v");
  EXPECT_EQ(beacon->sessions[0].batch.events.size(), 1U);
  EXPECT_TRUE(beacon->sessions[1].batch.sent_at.has_value());
}

TEST(Beacon, NamesTheSessionAtFault) {
  EXPECT_EQ(Read(R"({"site":"pk","sessions":[{"session_id":"s1"},{"session_key":7,"session_id":"s2"}]})")
                .beacon()
                .error()
                .fields[0]
                .pointer,
            "/sessions/1/session_key");
  EXPECT_EQ(Read(R"({"site":"pk","sessions":[{}]})").beacon().error().fields[0].pointer, "/sessions/0/session_id");
  EXPECT_EQ(Read(R"({"site":"pk","sessions":{}})").beacon().error().fields[0].pointer, "/sessions");
}

}  // namespace
}  // namespace sojourn::api
