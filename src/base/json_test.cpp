#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "base/limits.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sojourn {
namespace {

TEST(JsonWriter, SeparatesAndQuotes) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("a", 1).member("b", "x\"\n\x01").key("c").begin_array().value(true).value(1.5).null().end_array();
  json.member("d", Instant::from_ms(0)).end_object();
  EXPECT_EQ(out, R"({"a":1,"b":"x\"\n\u0001","c":[true,1.5,null],"d":"1970-01-01T00:00:00.000Z"})");
}

TEST(JsonWriter, ReplacesBytesThatAreNotText) {
  std::string out;
  append_json_string(out, "a\xff\xC0\xAFz\xE2\x82\xAC");
  EXPECT_EQ(out, "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\xE2\x82\xAC\"");
}

RC_GTEST_PROP(JsonWriter, AnyBytesGiveJsonThatParses, (const std::string& bytes)) {
  std::string out = "{\"k\":";
  append_json_string(out, bytes);
  out += "}";
  RC_ASSERT(JsonDocument::parse(out).has_value());
}

TEST(JsonReader, NamesEveryFieldThatIsWrong) {
  auto document = JsonDocument::parse(R"({"name": 7, "age": "x", "inner": {"at": "yesterday"}, "flag": null})");
  ASSERT_TRUE(document);
  auto root = document->root();
  EXPECT_FALSE(root.text("name", 10, Need::required));
  EXPECT_FALSE(root.integer("age", 0, 200));
  EXPECT_FALSE(root.boolean("flag"));
  EXPECT_FALSE(root.text("missing", 10, Need::required));
  auto inner = root.object("inner");
  ASSERT_TRUE(inner);
  EXPECT_FALSE(inner->time("at"));
  std::vector<std::string> pointers;
  for (const auto& field : document->problems()->fields) pointers.push_back(field.pointer);
  EXPECT_EQ(pointers, (std::vector<std::string>{"/name", "/age", "/missing", "/inner/at"}));
}

TEST(JsonReader, RefusesWhatIsNotAnObject) {
  for (const char* text : {"", "[]", "1", "{", "{\"a\":}", "{} x", "\xff"}) EXPECT_FALSE(JsonDocument::parse(text)) << text;
}

TEST(JsonReader, RefusesDeepNestingJustPastTheLimit) {
  const auto nested = [](std::size_t depth) {
    return "{\"a\":" + std::string(depth - 1, '[') + "1" + std::string(depth - 1, ']') + "}";
  };
  EXPECT_TRUE(JsonDocument::parse(nested(limits::json_depth_max)));
  EXPECT_FALSE(JsonDocument::parse(nested(limits::json_depth_max + 1)));
}

}  // namespace
}  // namespace sojourn
