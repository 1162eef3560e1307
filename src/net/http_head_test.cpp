#include "net/http_head.hpp"

#include "net/beast_peer.hpp"

#include <gtest/gtest.h>
#include <ostream>
#include <vector>

// Message borders are what attackers play with, so they are tested as a table: each row is the start of a connection and what must
// be said about it. Then every row is cut at every byte, which must change nothing.

namespace sojourn::net {
namespace {

constexpr int accepted = 0;
constexpr int incomplete = -1;

struct Vector {
  std::string name;
  std::string bytes;
  int expected;  // A status, accepted or incomplete.
};
void PrintTo(const Vector& vector, std::ostream* out) {
  *out << vector.name;
}

int verdict_of(std::string_view bytes) {
  HeaderSpace space;
  const HeadResult result = parse_head(bytes, space);
  if (const auto* refusal = std::get_if<HeadRefusal>(&result)) return refusal->status;
  return std::holds_alternative<Head>(result) ? accepted : incomplete;
}

std::string with(std::string_view header_lines) {
  return "POST /e HTTP/1.1\r\nHost: a\r\n" + std::string(header_lines) + "\r\n";
}
std::string old(std::string_view header_lines) {
  return "POST /e HTTP/1.0\r\n" + std::string(header_lines) + "\r\n";
}
std::string line(std::string_view request_line) {
  return std::string(request_line) + "\r\nHost: a\r\n\r\n";
}
std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}
// A whole head of exactly that many bytes, in lines well below their limit.
std::string head_of_size(std::size_t size) {
  std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
  while (size - head.size() > 1200) head += "X: " + std::string(995, 'x') + "\r\n";
  const std::size_t rest = size - head.size() - std::string_view("X: \r\n\r\n").size();
  return head + "X: " + std::string(rest, 'x') + "\r\n\r\n";
}
std::string target_line(std::size_t size) {
  return line("GET /" + std::string(size - std::string_view("GET / HTTP/1.1").size(), 'x') + " HTTP/1.1");
}

std::vector<Vector> vectors() {
  using namespace std::string_literals;
  const std::size_t line_max = limits::header_line_bytes_max;
  const std::size_t block_max = limits::header_block_bytes_max;
  return {
      // Request lines.
      {"Plain", with(""), accepted},
      {"Get", line("GET / HTTP/1.1"), accepted},
      {"UnknownMethod", line("BREW /pot HTTP/1.1"), accepted},
      {"LowerCaseMethod", line("get / HTTP/1.1"), accepted},
      {"MethodWithControl", line("GE\x01T / HTTP/1.1"), 400},
      {"MethodWithColon", line("GE:T / HTTP/1.1"), 400},
      {"MethodMissing", line(" / HTTP/1.1"), 400},
      {"TargetMissing", line("GET  HTTP/1.1"), 400},
      {"TwoPartsOnly", line("GET /"), 400},
      {"TwoSpacesBeforeTarget", line("GET  / HTTP/1.1"), 400},
      {"TwoSpacesBeforeVersion", line("GET /  HTTP/1.1"), 400},
      {"TabInPlaceOfSpace", line("GET\t/ HTTP/1.1"), 400},
      {"SpaceAtEnd", line("GET / HTTP/1.1 "), 400},
      {"SpaceInFront", line(" GET / HTTP/1.1"), 400},
      {"Version09", line("GET / HTTP/0.9"), 505},
      {"Version12", line("GET / HTTP/1.2"), 505},
      {"Version20", line("GET / HTTP/2.0"), 505},
      {"VersionWithoutMinor", line("GET / HTTP/1"), 400},
      {"VersionOfTwoDigits", line("GET / HTTP/1.10"), 400},
      {"VersionInLowerCase", line("GET / http/1.1"), 400},
      {"VersionOfOtherProtocol", line("GET / HTCPCP/1.0"), 400},
      {"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"TlsHello", "\x16\x03\x01\x02\x00\x01\r\n"s, 400},
      {"Garbage", "\r\r\r\r\n", 400},
      {"OneEmptyLineInFront", "\r\n" + with(""), accepted},
      {"TwoEmptyLinesInFront", "\r\n\r\n" + with(""), 400},
      {"EmptyLineByBareLf", "\n" + with(""), 400},
      {"NothingYet", "", incomplete},
      {"OneEmptyLineOnly", "\r\n", incomplete},
      {"HeadWithoutEnd", "GET / HTTP/1.1\r\nHost: a\r\n", incomplete},
      // Targets.
      {"TargetWithQuery", line("GET /a?b=c&d=%20 HTTP/1.1"), accepted},
      {"TargetWithPipe", line("GET /a?b=c|d HTTP/1.1"), accepted},
      {"TargetWithFragment", line("GET /a#b HTTP/1.1"), 400},
      {"TargetNotAscii", line("GET /\xc3\xa4 HTTP/1.1"), 400},
      {"TargetWithZero", line("GET /a\0b HTTP/1.1"s), 400},
      {"TargetWithDelete", line("GET /a\x7f HTTP/1.1"), 400},
      {"TargetWithoutSlash", line("GET a HTTP/1.1"), 400},
      {"StarForOptions", line("OPTIONS * HTTP/1.1"), accepted},
      {"StarForGet", line("GET * HTTP/1.1"), 400},
      {"AuthorityForm", line("CONNECT a:80 HTTP/1.1"), 400},
      {"AbsoluteFormOfThisHost", line("GET http://a/b HTTP/1.1"), accepted},
      {"AbsoluteFormInUpperCase", line("GET HTTP://A/b HTTP/1.1"), accepted},
      {"AbsoluteFormOfOtherHost", line("GET http://b/b HTTP/1.1"), 400},
      {"AbsoluteFormWithPort", line("GET http://a:80/b HTTP/1.1"), 400},
      {"AbsoluteFormWithUser", line("GET http://u@a/b HTTP/1.1"), 400},
      {"AbsoluteFormWithoutPath", line("GET http://a HTTP/1.1"), 400},
      {"AbsoluteFormWithoutHost", "GET http:///b HTTP/1.0\r\n\r\n", 400},
      {"OtherScheme", line("GET ftp://a/b HTTP/1.1"), 400},
      // Host.
      {"HostMissing", "GET / HTTP/1.1\r\n\r\n", 400},
      {"HostEmpty", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
      {"HostTwice", with("Host: a\r\n"), 400},
      {"HostTwiceDifferent", with("host: b\r\n"), 400},
      {"HostWithSlash", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
      {"HostWithUser", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400},
      {"HostWithComma", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
      {"HostWithSpace", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
      {"HostV6WithPort", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", accepted},
      {"HostMissingIn10", old(""), accepted},
      {"HostTwiceIn10", old("Host: a\r\nHost: a\r\n"), 400},
      // Line ends and header lines.
      {"BareLfAfterRequestLine", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400},
      {"BareLfAfterHeader", "GET / HTTP/1.1\r\nHost: a\n\r\n", 400},
      {"BareLfAtEnd", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
      {"BareCrInRequestLine", "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"BareCrInValue", with("X: a\rb\r\n"), 400},
      {"TwoCrBeforeLf", with("X: a\r\r\n"), 400},
      {"FoldedBySpace", with("X: a\r\n b\r\n"), 400},
      {"FoldedByTab", with("X: a\r\n\tb\r\n"), 400},
      {"FirstHeaderFolded", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
      {"FoldedLength", with("Content-Length:\r\n 5\r\n"), 400},
      {"SpaceBeforeColon", with("X : a\r\n"), 400},
      {"TabBeforeColon", with("X\t: a\r\n"), 400},
      {"NameMissing", with(": a\r\n"), 400},
      {"ColonMissing", with("X\r\n"), 400},
      {"NameWithSpace", with("X Y: a\r\n"), 400},
      {"NameWithSlash", with("X/Y: a\r\n"), 400},
      {"NameWithZero", with("X\0: a\r\n"s), 400},
      {"NameNotAscii", with("X\xc3\xa4: a\r\n"), 400},
      {"NameWithUnderscore", with("X_Y: a\r\n"), accepted},
      {"ValueEmpty", with("X:\r\n"), accepted},
      {"ValueWithColon", with("X: a:b\r\n"), accepted},
      {"ValueWithTab", with("X: a\tb\r\n"), accepted},
      {"ValueNotAscii", with("X: \xc3\xa4\xff\r\n"), accepted},
      {"ValueWithZero", with("X: a\0b\r\n"s), 400},
      {"ValueWithEscape", with("X: a\x1b[2J\r\n"), 400},
      {"ValueWithDelete", with("X: a\x7f\r\n"), 400},
      // Content-Length.
      {"Length", with("Content-Length: 5\r\n"), accepted},
      {"LengthZero", with("Content-Length: 0\r\n"), accepted},
      {"LengthInAnyCase", with("cONTENT-lENGTH:\t5 \r\n"), accepted},
      {"LengthWithZerosInFront", with("Content-Length: 0005\r\n"), accepted},
      {"LengthTwice", with("Content-Length: 5\r\nContent-Length: 5\r\n"), 400},
      {"LengthTwiceDifferent", with("Content-Length: 5\r\nContent-Length: 6\r\n"), 400},
      {"LengthList", with("Content-Length: 5, 5\r\n"), 400},
      {"LengthWithPlus", with("Content-Length: +5\r\n"), 400},
      {"LengthWithMinus", with("Content-Length: -5\r\n"), 400},
      {"LengthInHex", with("Content-Length: 0x5\r\n"), 400},
      {"LengthWithPoint", with("Content-Length: 5.0\r\n"), 400},
      {"LengthWithSpaceInside", with("Content-Length: 5 5\r\n"), 400},
      {"LengthEmpty", with("Content-Length: \r\n"), 400},
      {"LengthQuoted", with("Content-Length: \"5\"\r\n"), 400},
      {"LengthOverflowing", with("Content-Length: 18446744073709551616\r\n"), 413},
      {"LengthOfManyDigits", with("Content-Length: " + std::string(100, '9') + "\r\n"), 413},
      {"LengthBehindUnderscore", with("Content_Length: 5\r\n"), accepted},
      // Transfer-Encoding.
      {"Chunked", with("Transfer-Encoding: chunked\r\n"), 411},
      {"ChunkedInAnyCase", with("transfer-encoding: CHUNKED\r\n"), 411},
      {"ChunkedThenLength", with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400},
      {"LengthThenChunked", with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400},
      {"ChunkedIn10", old("Transfer-Encoding: chunked\r\n"), 400},
      {"ChunkedTwice", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 501},
      {"ChunkedThenIdentity", with("Transfer-Encoding: chunked, identity\r\n"), 501},
      {"IdentityAndChunked", with("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n"), 501},
      {"CodingUnknown", with("Transfer-Encoding: xchunked\r\n"), 501},
      {"CodingQuoted", with("Transfer-Encoding: \"chunked\"\r\n"), 501},
      {"CodingWithParameter", with("Transfer-Encoding: chunked;a=b\r\n"), 501},
      {"CodingEmpty", with("Transfer-Encoding:\r\n"), 501},
      {"CodingWithVerticalTab",
       with("Transfer-Encoding: \x0b"
            "chunked\r\n"),
       400},
      {"CodingIdentityWithLength", with("Transfer-Encoding: identity\r\nContent-Length: 5\r\n"), 400},
      // Expectations.
      {"ExpectContinue", with("Expect: 100-continue\r\n"), accepted},
      {"ExpectOther", with("Expect: tea\r\n"), 417},
      // Connection.
      {"ConnectionList", with("Connection: close, , x\r\n"), accepted},
      {"ConnectionEmpty", with("Connection:\r\n"), accepted},
      {"ConnectionNotTokens", with("Connection: close keep-alive\r\n"), 400},
      {"ConnectionQuoted", with("Connection: \"close\"\r\n"), 400},
      {"ProxyConnectionNotTokens", with("Proxy-Connection: a b\r\n"), 400},
      // Limits: just below, at, and above.
      {"RequestLineBelow", target_line(line_max - 1), accepted},
      {"RequestLineAt", target_line(line_max), accepted},
      {"RequestLineAbove", target_line(line_max + 1), 414},
      {"HeaderLineBelow", with("X: " + std::string(line_max - 4, 'x') + "\r\n"), accepted},
      {"HeaderLineAt", with("X: " + std::string(line_max - 3, 'x') + "\r\n"), accepted},
      {"HeaderLineAbove", with("X: " + std::string(line_max - 2, 'x') + "\r\n"), 431},
      {"LineWithoutEnd", std::string(line_max + 2, 'x'), 414},
      {"BlockBelow", head_of_size(block_max - 1), accepted},
      {"BlockAt", head_of_size(block_max), accepted},
      {"BlockAbove", head_of_size(block_max + 1), 431},
      {"CountBelow", with(repeated("X: y\r\n", limits::header_count_max - 2)), accepted},
      {"CountAt", with(repeated("X: y\r\n", limits::header_count_max - 1)), accepted},
      {"CountAbove", with(repeated("X: y\r\n", limits::header_count_max)), 431},
  };
}

class HttpHeadVectors : public ::testing::TestWithParam<Vector> {};

TEST_P(HttpHeadVectors, AreJudgedAsExpected) {
  EXPECT_EQ(verdict_of(GetParam().bytes), GetParam().expected);
}

TEST_P(HttpHeadVectors, AreJudgedTheSameWhenCutAnywhere) {
  const Vector& vector = GetParam();
  for (std::size_t size = 0; size < vector.bytes.size(); ++size) {
    const std::string cut = vector.bytes.substr(0, size);  // Its own memory, so that reading on would be seen.
    const int verdict = verdict_of(cut);
    if (verdict != incomplete) ASSERT_EQ(verdict, vector.expected) << "after " << size << " bytes";
  }
}

TEST_P(HttpHeadVectors, AreJudgedTheSameWithBytesBehind) {
  if (GetParam().expected == incomplete) return;
  EXPECT_EQ(verdict_of(GetParam().bytes + "GET /next HTTP/1.1\r\nHost: a\r\n\r\n"), GetParam().expected);
}

TEST_P(HttpHeadVectors, AreAcceptedByBeastWhereWeAccept) {
  HeaderSpace space;
  const HeadResult result = parse_head(GetParam().bytes, space);
  const auto* head = std::get_if<Head>(&result);
  if (!head) return;
  const auto other = testing::beast_head(GetParam().bytes);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->content_length, head->content_length);
}

INSTANTIATE_TEST_SUITE_P(HttpHead, HttpHeadVectors, ::testing::ValuesIn(vectors()),
                         [](const auto& tested) { return tested.param.name; });

Head parsed(std::string_view bytes, HeaderSpace& space) {
  HeadResult result = parse_head(bytes, space);
  EXPECT_TRUE(std::holds_alternative<Head>(result));
  return std::get<Head>(result);
}

TEST(HttpHead, GivesWhatItRead) {
  HeaderSpace space;
  const std::string_view bytes = "PATCH /a?b HTTP/1.1\r\nHost: a\r\nX-Key:  value \t\r\nContent-Length: 4\r\n\r\nbody";
  const Head head = parsed(bytes, space);
  EXPECT_EQ(head.method, Method::patch);
  EXPECT_EQ(head.target, "/a?b");
  EXPECT_EQ(head.content_length, 4U);
  EXPECT_TRUE(head.keeps_alive);
  EXPECT_EQ(bytes.substr(head.size_bytes), "body");
  ASSERT_EQ(head.headers.size(), 3U);
  EXPECT_EQ(head.headers[1].name, "X-Key");
  EXPECT_EQ(head.headers[1].value, "value");
}

TEST(HttpHead, ReducesAbsoluteTargetsToTheirPath) {
  HeaderSpace space;
  EXPECT_EQ(parsed(line("GET http://a/b?c HTTP/1.1"), space).target, "/b?c");
}

TEST(HttpHead, KeepsAliveIn11UnlessToldOtherwise) {
  HeaderSpace space;
  EXPECT_TRUE(parsed(with(""), space).keeps_alive);
  EXPECT_FALSE(parsed(with("Connection: close\r\n"), space).keeps_alive);
  EXPECT_FALSE(parsed(with("Connection: x, CLOSE\r\n"), space).keeps_alive);
  EXPECT_FALSE(parsed(with("Connection: x\r\nConnection: close\r\n"), space).keeps_alive);
  EXPECT_FALSE(parsed(old("Connection: keep-alive\r\n"), space).keeps_alive);
}

TEST(HttpHead, ExpectsContinueOnlyIn11) {
  HeaderSpace space;
  EXPECT_TRUE(parsed(with("Expect: 100-Continue\r\n"), space).expects_continue);
  EXPECT_FALSE(parsed(old("Expect: 100-continue\r\n"), space).expects_continue);
}

TEST(HttpHead, RecognisesAWebSocketHandshake) {
  const std::string lines = "Host: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n";
  HeaderSpace space;
  EXPECT_TRUE(parsed("GET / HTTP/1.1\r\n" + lines, space).asks_for_websocket);
  EXPECT_FALSE(parsed("POST / HTTP/1.1\r\n" + lines, space).asks_for_websocket);
  EXPECT_FALSE(parsed("GET / HTTP/1.0\r\n" + lines, space).asks_for_websocket);
  EXPECT_FALSE(parsed("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n", space).asks_for_websocket);
}

}  // namespace
}  // namespace sojourn::net
