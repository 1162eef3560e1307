#include "visits/log_record.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sojourn::visits {
namespace {

/// A record with texts of its own.
struct Kept {
  std::string visitor_id, address, user_agent, referrer, type, id, page, workflow_id, data;
  Instant at;
};

std::expected<Kept, LogFault> read(std::string_view line) {
  LogRecordReader reader;
  const auto found = reader.read(line);
  if (!found) return std::unexpected(found.error());
  return Kept{.visitor_id = std::string(found->visitor_id),
              .address = std::string(found->address),
              .user_agent = std::string(found->user_agent),
              .referrer = std::string(found->referrer),
              .type = std::string(found->type_name),
              .id = std::string(found->id),
              .page = std::string(found->facts.page),
              .workflow_id = std::string(found->facts.workflow_id),
              .data = std::string(found->data),
              .at = found->at};
}

TEST(LogRecord, ReadsOurOwnJsonLines) {
  const auto found = read(R"({"timestamp":"2026-11-21T09:30:00.250Z","visitor_id":"v-1","type":"workflow_start","id":"e-1",)"
                          R"("data":{"workflow_id": "tour", "page": "/a"}, "more": [1]})");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->visitor_id, "v-1");
  EXPECT_EQ(found->type, "workflow_start");
  EXPECT_EQ(found->id, "e-1");
  EXPECT_EQ(found->workflow_id, "tour");
  EXPECT_EQ(found->page, "/a");
  EXPECT_EQ(found->data, R"({"workflow_id":"tour","page":"/a"})");
  EXPECT_EQ(to_rfc3339(found->at), "2026-11-21T09:30:00.250Z");
}

TEST(LogRecord, AddressAndUserAgentMayStandForTheVisitor) {
  const auto found = read(R"({"timestamp":1763717400,"address":"203.0.113.9","user_agent":"Firefox","type":"my own"})");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->address, "203.0.113.9");
  EXPECT_EQ(found->user_agent, "Firefox");
  EXPECT_EQ(found->type, "my own");
  EXPECT_EQ(found->data, "");
}

TEST(LogRecord, ReadsNginxsJsonLikeItsTextForm) {
  const auto json = read(
      R"({"time_iso8601":"2025-10-10T13:55:36-07:00","remote_addr":"203.0.113.9","request":"GET /a?b=1 HTTP/1.1","status":"200",)"
      R"("http_user_agent":"Mozilla/5.0","http_referer":"https://example.com/"})");
  const auto text =
      read(R"(203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "GET /a?b=1 HTTP/1.1" 200 5 "https://example.com/" "Mozilla/5.0")");
  ASSERT_TRUE(json && text);
  EXPECT_EQ(json->at, text->at);
  EXPECT_EQ(json->address, text->address);
  EXPECT_EQ(json->user_agent, text->user_agent);
  EXPECT_EQ(json->referrer, text->referrer);
  EXPECT_EQ(json->type, "page_view");
  EXPECT_EQ(json->page, "/a?b=1");
  EXPECT_EQ(json->data, text->data);
  EXPECT_EQ(read(R"({"time_iso8601":"2025-10-10T13:55:36Z","remote_addr":"::1","request":"GET / HTTP/1.1","status":404})")->type,
            "error");
}

TEST(LogRecord, SaysWhatIsWrongWithALine) {
  const std::pair<std::string_view, LogFault> lines[] = {
      {"{", LogFault::no_json},
      {R"({"visitor_id":"v","type":"x"})", LogFault::no_time},
      {R"({"timestamp":"yesterday","visitor_id":"v","type":"x"})", LogFault::no_time},
      {R"({"timestamp":"2199-01-01T00:00:00Z","visitor_id":"v","type":"x"})", LogFault::no_time},
      {R"({"timestamp":1,"type":"x"})", LogFault::no_visitor},
      {R"({"timestamp":1,"visitor_id":"v"})", LogFault::no_type},
      {R"({"timestamp":1,"visitor_id":"v","type":"visit_end"})", LogFault::no_type},
      {R"({"timestamp":1,"visitor_id":"v","type":"x","data":5})", LogFault::bad_data},
      {R"({"timestamp":1,"visitor_id":"v","type":"x","data":{"page":5}})", LogFault::bad_data},
      {R"({"time_iso8601":"2025-10-10T13:55:36Z","request":"GET /","status":200})", LogFault::no_address},
      {R"({"time_iso8601":"2025-10-10T13:55:36Z","remote_addr":"::1","status":200})", LogFault::no_request},
      {R"({"time_iso8601":"2025-10-10T13:55:36Z","remote_addr":"::1","request":"GET /"})", LogFault::no_status},
      {"nonsense", LogFault::no_address},
  };
  for (const auto& [line, fault] : lines) {
    const auto found = read(line);
    ASSERT_FALSE(found) << line;
    EXPECT_EQ(found.error(), fault) << line;
    EXPECT_NE(name_of(fault), "");
  }
}

RC_GTEST_PROP(LogRecord, NothingThatComesBringsItDown, (std::string text)) {
  LogRecordReader reader;
  (void)reader.read(text);
  (void)reader.read("{" + text);
  (void)reader.read(R"({"timestamp":1,"visitor_id":"v","type":"x","data":{")" + text);
}

}  // namespace
}  // namespace sojourn::visits
