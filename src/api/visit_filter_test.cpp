#include "api/visit_filter.hpp"

#include <gtest/gtest.h>

namespace sojourn::api {
namespace {

const Instant now = Instant::from_seconds(1'795'392'000);  // 2026-11-23T00:00:00Z
const SiteId site{*parse_uuid("018f3b2e-7c11-7d9a-9a50-2f1d7e1f3c55")};

net::QueryParameters query_of(std::string_view text) {
  return *net::QueryParameters::parse(text);
}

std::string link_of(std::string_view text, std::initializer_list<VisitLinks::Narrowing> narrowings) {
  const auto query = query_of(text);
  return VisitLinks(query, *visit_filter(query, site, {}, now), *days_parameter(query, now, {})).to(narrowings);
}

constexpr std::string_view begin = "/api/v1/sessions?site=018f3b2e-7c11-7d9a-9a50-2f1d7e1f3c55&from=2026-11-01&to=2026-11-02";

TEST(VisitFilter, WithoutDaysItIsTheLastThirty) {
  const auto filter = visit_filter(query_of(""), site, {}, now);
  ASSERT_TRUE(filter);
  EXPECT_EQ(to_rfc3339(filter->from), "2026-10-25T00:00:00.000Z");
  EXPECT_EQ(to_rfc3339(filter->to), "2026-11-24T00:00:00.000Z");
  EXPECT_EQ(filter->lanes, store::Lanes::people);
}

TEST(VisitFilter, DaysAreThoseOfTheZone) {
  const auto filter = visit_filter(query_of("from=2026-03-29&to=2026-03-29"), site, *TimeZone::find("Europe/Berlin"), now);
  ASSERT_TRUE(filter);
  EXPECT_EQ(filter->to - filter->from, std::chrono::hours(23));
}

TEST(VisitFilter, AnEmptyTextAsksForVisitsWithoutOne) {
  const auto filter = visit_filter(query_of("exit_page=&feature=map&feature=list"), site, {}, now);
  ASSERT_TRUE(filter);
  EXPECT_EQ(filter->exit_page, "");
  EXPECT_FALSE(filter->entry_page);
  EXPECT_EQ(filter->features, (std::vector<std::string>{"map", "list"}));
}

TEST(VisitLinks, CarryTheQuestionAndWhatNarrowsIt) {
  EXPECT_EQ(link_of("from=2026-11-01&to=2026-11-02&device=mobile&limit=5", {{"exit_page", "/a b?c=ü"}}),
            std::string(begin) + "&device=mobile&exit_page=%2Fa%20b%3Fc%3D%C3%BC");
}

TEST(VisitLinks, ANarrowingReplacesWhatTheQuestionSaidButFeaturesAddUp) {
  EXPECT_EQ(link_of("from=2026-11-01&to=2026-11-02&hour=3&feature=map&lane=bots", {{"hour", "4"}, {"feature", "list"}}),
            std::string(begin) + "&lane=bots&feature=map&hour=4&feature=list");
}

}  // namespace
}  // namespace sojourn::api
