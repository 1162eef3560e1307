#include "net/assets.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <vector>

namespace sojourn::net {
namespace {

constexpr Asset script{.path = "assets/index-0123abcd.js",
                       .content_type = "text/javascript",
                       .etag = "\"e1\"",
                       .bytes = "plain",
                       .gzip_bytes = "zip",
                       .is_immutable = true};
constexpr Asset page{
    .path = "index.html", .content_type = "text/html", .etag = "\"e2\"", .bytes = "page", .gzip_bytes = {}, .is_immutable = false};
constexpr Asset assets[] = {script, page};

std::string answered(const Asset& asset, std::vector<Header> headers) {
  Request request{.method = Method::get, .target = "/", .path = "/", .query = {}, .headers = headers, .body = {}, .peer = {}};
  std::string out;
  append_response(out, answer_asset(asset, request), After::keep_alive);
  return out;
}

TEST(Assets, AreFoundByTheirExactPathOnly) {
  EXPECT_EQ(find_asset(assets, "index.html"), &assets[1]);
  for (const std::string_view path : {"", "/index.html", "index.htm", "index.html/", "../index.html", "assets", "zzz"}) {
    EXPECT_EQ(find_asset(assets, path), nullptr) << path;
  }
}

TEST(Assets, GoCompressedToWhoAcceptsIt) {
  for (const std::string_view accepted : {"gzip", "br, gzip;q=0.5", "GZIP"}) {
    const std::string answer = answered(script, {{"Accept-Encoding", accepted}});
    EXPECT_TRUE(answer.ends_with("\r\n\r\nzip")) << accepted;
    EXPECT_NE(answer.find("Content-Encoding: gzip\r\n"), std::string::npos);
  }
  for (const std::string_view refused : {"", "br", "gzip;q=0", "gzip; q=0.000", "xgzip"}) {
    EXPECT_TRUE(answered(script, {{"Accept-Encoding", refused}}).ends_with("\r\n\r\nplain")) << refused;
  }
  EXPECT_NE(answered(script, {}).find("Vary: Accept-Encoding\r\n"), std::string::npos);
  EXPECT_TRUE(answered(page, {{"Accept-Encoding", "gzip"}}).ends_with("\r\n\r\npage"));
}

TEST(Assets, AreNotSentToWhoHasThem) {
  for (const std::string_view tags : {"\"e1\"", "W/\"e1\"", "\"other\", W/\"e1\"", "*"}) {
    const std::string answer = answered(script, {{"If-None-Match", tags}});
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 304 ")) << tags;
    EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
    EXPECT_EQ(answer.find("Content-Length"), std::string::npos);
  }
  EXPECT_TRUE(answered(script, {{"If-None-Match", "\"e2\""}}).starts_with("HTTP/1.1 200 "));
}

TEST(Assets, MayBeKeptWhereTheirNameHoldsAHash) {
  EXPECT_NE(answered(script, {}).find("Cache-Control: public, max-age=31536000, immutable\r\n"), std::string::npos);
  EXPECT_NE(answered(page, {}).find("Cache-Control: no-cache\r\n"), std::string::npos);
}

TEST(Assets, AreEmbeddedInTheOrderOfTheirPaths) {
  EXPECT_TRUE(std::ranges::is_sorted(embedded_assets(), {}, &Asset::path));
  for (const Asset& asset : embedded_assets()) EXPECT_EQ(find_asset(embedded_assets(), asset.path), &asset);
}

}  // namespace
}  // namespace sojourn::net
