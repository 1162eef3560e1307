#pragma once

// One line of an access log of Apache or nginx, in *common* or *combined* format:
//
//   203.0.113.9 - ada [10/Oct/2025:13:55:36 -0700] "GET /a?b=1 HTTP/1.1" 200 2326 "https://example.com/" "Mozilla/5.0 ..."
//
// address, two names nobody fills in, time, request line, status, bytes; combined adds referrer and user agent. Further fields are
// skipped, missing ones from the bytes on are empty. A line is unreadable when it has no address, time, request or status.
// Nothing is copied: the fields are views of the line, still with the log's escapes (`\"`, `\\`, `\x22`); see unescaped().

#include "base/instant.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace sojourn::visits {

/// A longer line is unreadable. Servers refuse request heads long before this.
inline constexpr std::size_t log_line_bytes_max = 64 * 1024;

struct LogLine {
  std::string_view address;  ///< IPv4, IPv6 or a host name.
  Instant at;
  std::string_view method;  ///< "" where the request line is not one.
  std::string_view target;  ///< Then this is all of it.
  int status = 0;
  std::int64_t bytes = 0;  ///< 0 for `-` too.
  std::string_view referrer;
  std::string_view user_agent;
};

/// Why a line is unreadable.
enum class LogFault : std::uint8_t { too_long, no_address, no_time, no_request, no_status, no_json, no_visitor, no_type, bad_data };
std::string_view name_of(LogFault fault);

/// Reads lines one after the other. Belongs to one thread: it remembers the date that it saw last.
class AccessLogReader {
 public:
  /// `line` is without its line feed; a carriage return at its end is passed over.
  /// Times lie between 1970 and 2099; `:60` counts as the second before.
  [[nodiscard]] std::expected<LogLine, LogFault> read(std::string_view line);

 private:
  bool read_time(std::string_view text, Instant& at);

  std::string day_ = "01/Jan/1970+0000";  ///< The date and zone of `midnight_`.
  std::int64_t midnight_ = 0;             ///< In seconds since 1970 UTC.
};

/// Takes `GET /path HTTP/1.1` apart into method and target; the target may hold spaces, the version may be missing.
void read_request(std::string_view request, LogLine& line);

/// What a line counts as: a page that was viewed (GET, status 200 to 399, no static file), an error (status from 400), or another
/// request.
enum class LogKind : std::uint8_t { page_view, request, error };
LogKind kind_of(const LogLine& line);
/// Its event type: `page_view`, `request`, `error`.
std::string_view name_of(LogKind kind);

/// Whether the path of `target` ends like a picture, style sheet, script, font, film, sound or download; without case.
bool is_static_file(std::string_view target);

/// The field as the client sent it: escapes undone, and what is not UTF-8 then replaced by U+FFFD.
std::string unescaped(std::string_view field);

}  // namespace sojourn::visits
