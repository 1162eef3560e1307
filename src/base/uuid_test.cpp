#include "base/uuid.hpp"
#include "base/secret.hpp"

#include <gtest/gtest.h>
#include <set>

namespace sojourn {
namespace {

TEST(Uuid, TextRoundTripsInEitherCase) {
  const auto uuid = parse_uuid("018F3B2E-7c11-7d9a-9a50-2f1d7e1f3c55");
  ASSERT_TRUE(uuid);
  EXPECT_EQ(to_string(*uuid), "018f3b2e-7c11-7d9a-9a50-2f1d7e1f3c55");
}

TEST(Uuid, RefusesOtherText) {
  EXPECT_FALSE(parse_uuid(""));
  EXPECT_FALSE(parse_uuid("018f3b2e-7c11-7d9a-9a50-2f1d7e1f3c5"));
  EXPECT_FALSE(parse_uuid("018f3b2e+7c11-7d9a-9a50-2f1d7e1f3c55"));
  EXPECT_FALSE(parse_uuid("018f3b2g-7c11-7d9a-9a50-2f1d7e1f3c55"));
}

TEST(Uuid, Version7SortsByTime) {
  SeededRandom random(1);
  const Uuid early = make_uuid7(Instant::from_ms(1000), random);
  const Uuid late = make_uuid7(Instant::from_ms(1001), random);
  EXPECT_LT(early, late);
  EXPECT_EQ(to_string(early)[14], '7');
}

TEST(Secret, IsLongPrefixedAndNeverTheSame) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const Secret secret = make_secret("sja_", random);
    EXPECT_EQ(secret.reveal().size(), 4U + 43U);
    seen.insert(secret.reveal());
  }
  EXPECT_EQ(seen.size(), 1000U);
}

TEST(Secret, IsRecognisedByItsHash) {
  EXPECT_TRUE(same_secret(hash_secret("a"), hash_secret("a")));
  EXPECT_FALSE(same_secret(hash_secret("a"), hash_secret("b")));
}

TEST(Base64url, RoundTripsAndRefusesOtherText) {
  const std::uint8_t bytes[] = {0xfb, 0xff, 0x00, 0x10};
  EXPECT_EQ(from_base64url(to_base64url(bytes)), std::string("\xfb\xff\x00\x10", 4));
  EXPECT_FALSE(from_base64url("a+b/"));
}

}  // namespace
}  // namespace sojourn
