#include "catalogue/recommendation.hpp"

#include <gtest/gtest.h>

namespace sojourn::catalogue {
namespace {

Property home(std::string id, std::string city, std::int64_t bedrooms, double price) {
  Property property;
  property.property_id = std::move(id);
  property.city = std::move(city);
  property.bedrooms = bedrooms;
  property.price = price;
  property.type = "house";
  return property;
}

TEST(Recommend, NamesWhatTheOfferHasInCommonWithTheSaved) {
  const std::vector<Seen> seen{{home("1", "Houston", 3, 400'000), 2, 1}, {home("2", "Houston", 3, 420'000), 1, 1}};
  const std::vector<Property> offers{home("1", "Houston", 3, 400'000), home("3", "Houston", 3, 410'000),
                                     home("4", "Austin", 5, 2'000'000), home("5", "Houston", 2, 380'000)};
  const auto best = recommend(seen, offers, 5);
  ASSERT_EQ(best.size(), 2U);
  EXPECT_EQ(best[0].property.property_id, "3");
  EXPECT_EQ(best[0].reasons.front(), "3 bedrooms in Houston, like the two saved");
  EXPECT_EQ(best[1].reasons.front(), "in Houston, like the two saved");
  EXPECT_GT(best[0].match, best[1].match);
}

TEST(Recommend, KnowsNothingOfWhoHasSeenNothing) {
  EXPECT_TRUE(recommend({}, std::vector{home("1", "Houston", 3, 1)}, 5).empty());
}

TEST(Recommend, SpeaksOfTheViewedWhereNothingWasSaved) {
  const std::vector<Seen> seen{{home("1", "Houston", 1, 400'000), 1, 0}};
  const auto best = recommend(seen, std::vector{home("2", "Houston", 1, 400'000)}, 1);
  EXPECT_EQ(best.at(0).reasons.front(), "1 bedroom in Houston, like the one viewed");
}

}  // namespace
}  // namespace sojourn::catalogue
