#pragma once

// One line of a log as an event. A line that begins with `{` is JSON, of our own form or of nginx's access log; any other is of an
// access log (access_log.hpp).
//
//   {"timestamp": "2026-11-21T09:30:00.250Z", "visitor_id": "v-1", "type": "page_view", "data": {"page": "/"}}
//   {"timestamp": …, "address": "203.0.113.9", "user_agent": "Mozilla/5.0 …", "type": "search", "id": "e-1", "referrer": "…"}
//   {"time_iso8601": "2026-11-21T09:30:00+00:00", "remote_addr": "203.0.113.9", "request": "GET /a HTTP/1.1", "status": "200",
//    "http_user_agent": "Mozilla/5.0 …", "http_referer": "…"}
//
// The first needs timestamp, type, and who it was; the second is told by its time_iso8601. Other members are passed over.

#include "visits/access_log.hpp"
#include "visits/event_data.hpp"

#include <memory>

namespace sojourn::visits {

/// Views point into the line or into the reader's memory, and are valid until its next read.
struct LogRecord {
  std::string_view visitor_id;  ///< "" where address and user agent say who it was.
  std::string_view address;
  std::string_view user_agent;
  std::string_view referrer;
  Instant at;
  EventType type = EventType::custom;
  std::string_view type_name;
  std::string_view id;  ///< The line's own; "" where its bytes are its id.
  EventFacts facts;
  std::string_view data;  ///< A JSON object, or "".
};

/// One thread at a time.
class LogRecordReader {
 public:
  LogRecordReader();
  ~LogRecordReader();
  LogRecordReader(LogRecordReader&&) noexcept;

  /// `line` is without its line end.
  [[nodiscard]] std::expected<LogRecord, LogFault> read(std::string_view line);

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

inline bool is_json_line(std::string_view line) {
  return line.starts_with('{');
}

}  // namespace sojourn::visits
