#include "visits/access_log.hpp"

#include <ctime>

#include <fmt/chrono.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sojourn::visits {
namespace {

std::expected<LogLine, LogFault> read(std::string_view line) {
  return AccessLogReader().read(line);
}

/// A readable line with this request.
LogLine line_of(std::string_view request, int status = 200) {
  static std::string kept;
  kept = fmt::format("203.0.113.9 - - [10/Oct/2025:13:55:36 +0000] \"{}\" {} 5", request, status);
  return *read(kept);
}

TEST(AccessLog, ReadsTheCombinedFormat) {
  const auto line = read(
      "203.0.113.9 - ada [10/Oct/2025:13:55:36 -0700] \"GET /a?b=1 HTTP/1.1\" 200 2326 "
      "\"https://example.com/\" \"Mozilla/5.0 (X11)\"");

  ASSERT_TRUE(line);
  EXPECT_EQ(line->address, "203.0.113.9");
  EXPECT_EQ(to_rfc3339(line->at), "2025-10-10T20:55:36.000Z");
  EXPECT_EQ(line->method, "GET");
  EXPECT_EQ(line->target, "/a?b=1");
  EXPECT_EQ(line->status, 200);
  EXPECT_EQ(line->bytes, 2326);
  EXPECT_EQ(line->referrer, "https://example.com/");
  EXPECT_EQ(line->user_agent, "Mozilla/5.0 (X11)");
}

TEST(AccessLog, ReadsTheCommonFormatOfHostsAndIpv6) {
  for (const char* address : {"alyssa.example.com", "2001:db8::1", "[2001:db8::1]"}) {
    const std::string text = fmt::format("{} - - [01/Jul/1995:00:00:01 -0400] \"GET / HTTP/1.0\" 200 6245", address);
    const auto line = read(text);
    ASSERT_TRUE(line) << address;
    EXPECT_EQ(line->address, address);
    EXPECT_EQ(line->at.seconds(), 804571201);
    EXPECT_EQ(line->user_agent, "");
  }
}

TEST(AccessLog, TakesDashesAndMissingFieldsAsEmpty) {
  const auto dashes = read("h - - [10/Oct/2025:13:55:36 +0000] \"-\" 408 - \"-\" \"-\"");
  ASSERT_TRUE(dashes);
  EXPECT_EQ(dashes->method, "");
  EXPECT_EQ(dashes->target, "");
  EXPECT_EQ(dashes->bytes, 0);
  EXPECT_EQ(dashes->referrer, "");
  EXPECT_EQ(dashes->user_agent, "");

  EXPECT_EQ(read("h - - [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" 200")->status, 200);
  EXPECT_EQ(read("h - - [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" 200 7 \"https://e.exa")->referrer, "https://e.exa");
}

TEST(AccessLog, PassesOverCarriageReturnsAndFurtherFields) {
  EXPECT_EQ(read("h - - [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" 200 7 \"-\" \"agent\"\r")->user_agent, "agent");
  EXPECT_EQ(read("h - - [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" 200 7 \"-\" \"agent\" \"0.004\" x")->user_agent, "agent");
}

TEST(AccessLog, FindsTheEndOfFieldsWithQuotes) {
  const auto escaped = read(R"(h - - [10/Oct/2025:13:55:36 +0000] "GET /\"x\" HTTP/1.1" 200 7 "-" "a \"b\" c\\")");
  ASSERT_TRUE(escaped);
  EXPECT_EQ(escaped->target, R"(/\"x\")");
  EXPECT_EQ(escaped->user_agent, R"(a \"b\" c\\)");

  const auto bare = read(R"(h - - [10/Oct/2025:13:55:36 +0000] "GET /"x" y HTTP/1.1" 200 7 "/?q="z"" "agent")");
  ASSERT_TRUE(bare);
  EXPECT_EQ(bare->target, R"(/"x" y)");
  EXPECT_EQ(bare->referrer, R"(/?q="z")");
  EXPECT_EQ(bare->user_agent, "agent");
}

TEST(AccessLog, KeepsWhatIsNoRequestLineAsTarget) {
  EXPECT_EQ(line_of(R"(\x16\x03\x01)").target, R"(\x16\x03\x01)");
  EXPECT_EQ(line_of(R"(\x16\x03\x01)").method, "");
  EXPECT_EQ(line_of("get / HTTP/1.1").method, "");
  EXPECT_EQ(line_of("GET /a b c HTTP/1.1").target, "/a b c");
  EXPECT_EQ(line_of("GET /a b").target, "/a b");
  EXPECT_EQ(line_of("").target, "");
}

TEST(AccessLog, ReadsUserNamesWithSpacesAndBrackets) {
  const auto line = read("h - ada [the] lovelace [10/Oct/2025:13:55:36 +0530] \"GET / HTTP/1.1\" 200 7");
  ASSERT_TRUE(line);
  EXPECT_EQ(to_rfc3339(line->at), "2025-10-10T08:25:36.000Z");
}

TEST(AccessLog, SaysWhyALineIsUnreadable) {
  const auto fault = [](std::string_view line) { return std::string(name_of(read(line).error())); };

  EXPECT_EQ(fault(""), "no_address");
  EXPECT_EQ(fault(" - - [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" 200 7"), "no_address");
  EXPECT_EQ(fault("not a log line"), "no_time");
  for (const char* time :
       {"32/Oct/2025:13:55:36 +0000", "29/Feb/2025:13:55:36 +0000", "10/Okt/2025:13:55:36 +0000", "10/Oct/2025:24:55:36 +0000",
        "10/Oct/2025:13:60:36 +0000", "10/Oct/2025:13:55:61 +0000", "10/Oct/2025:13:55:36 +2400", "10/Oct/2025:13:55:36 00000",
        "10/Oct/1969:13:55:36 +0000", "10/Oct/2100:13:55:36 +0000", "01/Jan/1970:00:00:00 +0100", "1x/Oct/2025:13:55:36 +0000"}) {
    EXPECT_EQ(fault(fmt::format("h - - [{}] \"GET / HTTP/1.1\" 200 7", time)), "no_time") << time;
  }
  EXPECT_EQ(fault("h - - [10/Oct/2025:13:55:36 +0000] GET / 200 7"), "no_request");
  EXPECT_EQ(fault("h - - [10/Oct/2025:13:55:36 +0000] \"GET / HT"), "no_request");
  EXPECT_EQ(fault("h - - [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" - 7"), "no_status");
  EXPECT_EQ(fault("h - - [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" 2000 7"), "no_status");
  EXPECT_EQ(fault(std::string(log_line_bytes_max + 1, 'x')), "too_long");
}

TEST(AccessLog, CountsALeapSecondAsTheSecondBefore) {
  EXPECT_EQ(read("h - - [31/Dec/2016:23:59:60 +0000] \"GET / HTTP/1.1\" 200 7")->at,
            read("h - - [31/Dec/2016:23:59:59 +0000] \"GET / HTTP/1.1\" 200 7")->at);
}

TEST(AccessLog, CountsPagesErrorsAndOtherRequests) {
  const auto kind = [](std::string_view request, int status) { return std::string(name_of(kind_of(line_of(request, status)))); };

  EXPECT_EQ(kind("GET / HTTP/1.1", 200), "page_view");
  EXPECT_EQ(kind("GET /robots.txt HTTP/1.1", 304), "page_view");
  EXPECT_EQ(kind("GET /v1.2/start HTTP/1.1", 200), "page_view");
  EXPECT_EQ(kind("GET /?file=a.png HTTP/1.1", 200), "page_view");
  EXPECT_EQ(kind("GET /a.PNG?v=2 HTTP/1.1", 200), "request");
  EXPECT_EQ(kind("GET /fonts/a.woff2 HTTP/1.1", 200), "request");
  EXPECT_EQ(kind("POST / HTTP/1.1", 200), "request");
  EXPECT_EQ(kind("HEAD / HTTP/1.1", 200), "request");
  EXPECT_EQ(kind("GET / HTTP/1.1", 101), "request");
  EXPECT_EQ(kind("GET / HTTP/1.1", 404), "error");
  EXPECT_EQ(kind("GET /a.png HTTP/1.1", 500), "error");
}

TEST(AccessLog, UndoesEscapes) {
  EXPECT_EQ(unescaped(R"(a \"b\" \\ \x22 \t\q \)"), "a \"b\" \\ \" \t\\q \\");
  EXPECT_EQ(unescaped(R"(\xC3\xA4\xff)"), "\xC3\xA4\xEF\xBF\xBD");
  EXPECT_EQ(unescaped(R"(\x2)"), R"(\x2)");
}

RC_GTEST_PROP(AccessLog, RemembersNoDateFromTheLineBefore, (std::vector<std::uint32_t> times)) {
  AccessLogReader reader;
  for (const auto seconds : times) {
    if (seconds >= 4'102'000'000) continue;
    const auto text = fmt::format("h - - [{:%d/%b/%Y:%H:%M:%S} +0000] \"GET / HTTP/1.1\" 200 7", fmt::gmtime(std::time_t{seconds}));
    RC_ASSERT(reader.read(text)->at.seconds() == std::int64_t{seconds});
  }
}

RC_GTEST_PROP(AccessLog, TakesAnyBytes, (const std::string& text)) {
  const auto line =
      read("h - - [10/Oct/2025:13:55:36 +0000] \"GET /" + text + " HTTP/1.1\" 200 7 \"" + text + "\" \"" + text + "\"");
  RC_ASSERT(line.has_value() || text.find('"') != std::string::npos || text.ends_with('\\'));
}

}  // namespace
}  // namespace sojourn::visits
