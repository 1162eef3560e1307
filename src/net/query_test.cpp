#include "net/query.hpp"

#include <gtest/gtest.h>

namespace sojourn::net {
namespace {

TEST(Query, SplitsTargetsAtTheFirstMark) {
  EXPECT_EQ(split_target("/a?b?c"), (std::pair<std::string_view, std::string_view>("/a", "b?c")));
  EXPECT_EQ(split_target("/a"), (std::pair<std::string_view, std::string_view>("/a", "")));
}

TEST(Query, DecodesPercentEncodings) {
  EXPECT_EQ(percent_decode("a%20b%C3%bc+"), "a b\xc3\xbc+");
  EXPECT_EQ(percent_decode("a+b", Plus::space), "a b");
}

TEST(Query, RefusesBadPercentEncodings) {
  for (const std::string_view text : {"%", "%4", "%4g", "%g4", "a%", "%00", "%ff", "%c3%28", "%%41", "%+1"}) {
    EXPECT_FALSE(percent_decode(text)) << text;
  }
}

TEST(Query, FindsDecodedParameters) {
  const auto parameters = QueryParameters::parse("a=1&b+c=%26&empty&&a=2&d=x=y");
  ASSERT_TRUE(parameters);
  EXPECT_EQ(parameters->find("a"), "1");
  EXPECT_EQ(parameters->find("b c"), "&");
  EXPECT_EQ(parameters->find("empty"), "");
  EXPECT_EQ(parameters->find("d"), "x=y");
  EXPECT_EQ(parameters->find("absent"), std::nullopt);
  EXPECT_EQ(parameters->all().size(), 5U);
}

TEST(Query, RefusesBadAndTooManyParameters) {
  EXPECT_FALSE(QueryParameters::parse("a=%"));
  EXPECT_FALSE(QueryParameters::parse("%zz=1"));
  std::string many;
  for (std::size_t i = 0; i < query_parameters_max; ++i) many += "a&";
  EXPECT_TRUE(QueryParameters::parse(many));
  EXPECT_FALSE(QueryParameters::parse(many + "a"));
}

TEST(Path, GivesDecodedSegments) {
  EXPECT_EQ(path_segments("/api/a%20b/..."), (std::vector<std::string>{"api", "a b", "..."}));
  EXPECT_EQ(path_segments("/"), (std::vector<std::string>{""}));
  EXPECT_EQ(path_segments("/a/"), (std::vector<std::string>{"a", ""}));
}

TEST(Path, RefusesWaysOut) {
  for (const std::string_view path :
       {"", "a", "/..", "/a/../b", "/.", "/%2e%2e/b", "/.%2E", "/%2e", "/a%2fb", "/a%2Fb", "/a%00", "/a%", "/%ff"}) {
    EXPECT_FALSE(path_segments(path)) << path;
  }
}

}  // namespace
}  // namespace sojourn::net
