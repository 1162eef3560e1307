#include "accounts/directory.hpp"
#include "accounts/user_token.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

namespace sojourn::accounts {
namespace {

const Instant now = Instant::from_seconds(1'800'000'000);
constexpr std::string_view secret = "uts_test";

std::string encoded(std::string_view text) {
  return to_base64url({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

std::string signed_with(std::string_view key, const std::string& part) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()), key.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
  std::uint8_t mac[32];
  crypto_auth_hmacsha256_final(&state, mac);
  return part + "." + to_base64url(mac);
}

TEST(UserToken, VouchesForItsUserUntilItExpires) {
  const std::string token = signed_with(secret, encoded(R"({"sub":"u-7","exp":1800000001})"));
  EXPECT_EQ(verify_user_token(token, secret, now).value(), "u-7");
  EXPECT_FALSE(verify_user_token(token, secret, now + Seconds(1)));
}

TEST(UserToken, MayBeAJwt) {
  const std::string token =
      signed_with(secret, encoded(R"({"alg":"HS256","typ":"JWT"})") + "." + encoded(R"({"sub":"u-7","exp":1800000001})"));
  EXPECT_EQ(verify_user_token(token, secret, now).value(), "u-7");
}

TEST(UserToken, OfAnotherSecretOrAlgorithmIsRefused) {
  const std::string claims = encoded(R"({"sub":"u-7","exp":1800000001})");
  EXPECT_FALSE(verify_user_token(signed_with("other", claims), secret, now));
  EXPECT_FALSE(verify_user_token(claims + ".", secret, now));
  EXPECT_FALSE(verify_user_token("", secret, now));
  EXPECT_FALSE(verify_user_token(signed_with(secret, encoded(R"({"alg":"none"})") + "." + claims), secret, now));
}

TEST(Origin, IsNormalisedAndChecked) {
  EXPECT_EQ(parse_origin("https://Example.com/").value(), "https://example.com");
  EXPECT_EQ(parse_origin("http://localhost:3000").value(), "http://localhost:3000");
  EXPECT_EQ(parse_origin("https://example.com:443").value(), "https://example.com");
  for (const char* bad : {"", "example.com", "https://", "https://a/b", "ftp://a"}) EXPECT_FALSE(parse_origin(bad)) << bad;
}

TEST(Directory, AllowsExactlyTheListedOrigins) {
  SeededRandom random(1);
  const Directory directory({make_site("a", {"https://a.example"}, now, random), make_site("b", {"*"}, now, random)}, {});
  const auto scope = directory.sites_allowing("https://a.example");
  EXPECT_TRUE(scope.allows(directory.sites()[0].id));
  for (const char* origin :
       {"https://a.example.evil", "http://a.example", "https://a.example:8443", "null", "https://xa.example"}) {
    EXPECT_FALSE(directory.sites_allowing(origin).allows(directory.sites()[0].id)) << origin;
    EXPECT_TRUE(directory.sites_allowing(origin).allows(directory.sites()[1].id)) << origin;
  }
}

TEST(Directory, KnowsATokenUntilItExpires) {
  SeededRandom random(1);
  auto made = make_api_token(store::Role::admin, std::nullopt, "Ada", random);
  made.token.expires = now;
  const Directory directory({}, {made.token});
  EXPECT_NE(directory.token(made.text.reveal(), now - Milliseconds(1)), nullptr);
  EXPECT_EQ(directory.token(made.text.reveal(), now), nullptr);
  EXPECT_EQ(directory.token("sja_other", now - Milliseconds(1)), nullptr);
}

}  // namespace
}  // namespace sojourn::accounts
