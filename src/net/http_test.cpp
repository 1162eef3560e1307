#include "net/http.hpp"

#include <gtest/gtest.h>

namespace sojourn::net {
namespace {

std::string encoded(const Response& response, After after = After::keep_alive, BodyPart part = BodyPart::full) {
  std::string out;
  append_response(out, response, after, part);
  return out;
}

TEST(Response, HasNoLengthAndNoBodyWhereTheStatusHasNone) {
  EXPECT_EQ(encoded(Response(204)), "HTTP/1.1 204 No Content\r\nX-Content-Type-Options: nosniff\r\n\r\n");
  EXPECT_EQ(encoded(Response(304)), "HTTP/1.1 304 Not Modified\r\nX-Content-Type-Options: nosniff\r\n\r\n");
}

TEST(Response, EncodesStatusesWithoutAName) {
  EXPECT_TRUE(encoded(Response(299)).starts_with("HTTP/1.1 299 \r\nContent-Length: 0\r\n"));
}

TEST(Response, LetsNoValueStartALineOfItsOwn) {
  Response response(200);
  response.header("Location", "/a\r\nSet-Cookie: b");
  EXPECT_NE(encoded(response).find("Location: /a  Set-Cookie: b\r\n"), std::string::npos);
}

TEST(FixedResponse, IsEncodedLikeTheResponseItWasMadeOf) {
  const Response response(200, "text/plain", "body");
  const FixedResponse fixed(response);
  for (const After after : {After::keep_alive, After::close}) {
    for (const BodyPart part : {BodyPart::full, BodyPart::head_only}) {
      EXPECT_EQ(encoded(fixed, after, part), encoded(response, after, part));
    }
  }
}

TEST(Request, FindsHeadersInAnyCase) {
  const Header headers[] = {{"X-Key", "one"}, {"x-key", "two"}};
  Request request;
  request.headers = headers;
  EXPECT_EQ(request.header("x-KEY"), "one");
  EXPECT_EQ(request.header("x-ke"), "");
}

}  // namespace
}  // namespace sojourn::net
