#include "visits/access_log.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstring>
#include <optional>

#include <simdjson.h>

namespace sojourn::visits {

namespace {

constexpr std::size_t time_chars = 26;  // 10/Oct/2025:13:55:36 -0700

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The value of two digits, or something above 99.
unsigned two_digits(const char* text) {
  const auto tens = static_cast<unsigned>(static_cast<unsigned char>(text[0])) - '0';
  const auto ones = static_cast<unsigned>(static_cast<unsigned char>(text[1])) - '0';
  return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

/// 1 to 12 for the English short name in any case, else 0.
unsigned month_of(const char* name) {
  static constexpr std::string_view names = "janfebmaraprmayjunjulaugsepoctnovdec";
  const char lower[3] = {static_cast<char>(name[0] | 0x20), static_cast<char>(name[1] | 0x20), static_cast<char>(name[2] | 0x20)};
  for (unsigned month = 0; month < 12; ++month) {
    if (std::memcmp(names.data() + 3 * month, lower, 3) == 0) return month + 1;
  }
  return 0;
}

/// The first midnight of `10/Oct/2025` in the zone `-0700`, in seconds since 1970 UTC.
std::optional<std::int64_t> midnight_of(const char* date, const char* zone) {
  if (date[2] != '/' || date[6] != '/' || (zone[0] != '+' && zone[0] != '-')) return std::nullopt;
  const unsigned century = two_digits(date + 7), year_of_century = two_digits(date + 9);
  const unsigned zone_hours = two_digits(zone + 1), zone_minutes = two_digits(zone + 3);
  if (century > 99 || year_of_century > 99 || zone_hours > 23 || zone_minutes > 59) return std::nullopt;
  const std::chrono::year_month_day day(std::chrono::year(static_cast<int>(century * 100 + year_of_century)),
                                        std::chrono::month(month_of(date + 3)), std::chrono::day(two_digits(date)));
  if (!day.ok() || day.year() < std::chrono::year(1970) || day.year() > std::chrono::year(2099)) return std::nullopt;
  const std::int64_t east = (zone[0] == '-' ? -60 : 60) * static_cast<std::int64_t>(zone_hours * 60 + zone_minutes);
  return std::chrono::sys_days(day).time_since_epoch().count() * std::int64_t{86'400} - east;
}

std::size_t find(std::string_view text, char wanted, std::size_t from) {
  if (from >= text.size()) return std::string_view::npos;
  const void* found = std::memchr(text.data() + from, wanted, text.size() - from);
  return found == nullptr ? std::string_view::npos : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

/// Whether the quote at `quote` is the log's own: an even number of backslashes stands before it.
bool is_unescaped(std::string_view text, std::size_t quote, std::size_t begin) {
  std::size_t backslashes = 0;
  while (quote - backslashes > begin && text[quote - backslashes - 1] == '\\') ++backslashes;
  return backslashes % 2 == 0;
}

/// Where ` 200` follows the quote: old servers wrote quotes of the request unescaped, so only such a quote closes it.
bool is_before_status(std::string_view text, std::size_t quote) {
  return quote + 4 < text.size() && text[quote + 1] == ' ' && is_digit(text[quote + 2]) && is_digit(text[quote + 3]) &&
         is_digit(text[quote + 4]) && (quote + 5 == text.size() || text[quote + 5] == ' ');
}

bool is_before_field(std::string_view text, std::size_t quote) {
  return quote + 1 == text.size() || text[quote + 1] == ' ';
}

/// The quote that closes what begins at `begin`; npos where none does.
template <typename Condition>
std::size_t closing_quote(std::string_view text, std::size_t begin, Condition closes) {
  for (auto quote = find(text, '"', begin); quote != std::string_view::npos; quote = find(text, '"', quote + 1)) {
    if (closes(text, quote) && is_unescaped(text, quote, begin)) return quote;
  }
  return std::string_view::npos;
}

/// The quoted field at `position`, which moves behind it; one that is cut off reaches to the end; "" for `-` and where none is.
std::string_view quoted_field(std::string_view text, std::size_t& position) {
  if (position + 1 >= text.size() || text[position] != ' ' || text[position + 1] != '"') return {};
  const std::size_t begin = position + 2;
  const std::size_t end = std::min(closing_quote(text, begin, is_before_field), text.size());
  position = end + 1;
  const auto field = text.substr(begin, end - begin);
  return field == "-" ? std::string_view() : field;
}

bool is_method(std::string_view text) {
  return !text.empty() && text.size() <= 20 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || c == '-' || c == '_'; });
}

constexpr std::uint64_t packed(std::string_view extension) {
  std::uint64_t letters = 0;
  for (const char c : extension) letters = letters << 8 | static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
  return letters;
}

/// What pages are made of, and downloads. Texts that a browser shows (txt, xml, log) are pages.
constexpr auto static_extensions = [] {
  constexpr std::string_view names[] = {"css",  "js",    "mjs",  "map",  "wasm", "ico", "png",  "gif", "jpg", "jpeg", "webp",
                                        "avif", "heic",  "svg",  "svgz", "bmp",  "tif", "tiff", "xbm", "ttf", "otf",  "eot",
                                        "woff", "woff2", "mp3",  "m4a",  "wav",  "ogg", "mp4",  "m4v", "mpg", "mpeg", "mov",
                                        "avi",  "ogv",   "webm", "pdf",  "zip",  "gz",  "tgz",  "bz2", "tar"};
  std::array<std::uint64_t, std::size(names)> result{};
  std::ranges::transform(names, result.begin(), packed);
  std::ranges::sort(result);
  return result;
}();

/// How many bytes the UTF-8 character at the front of `text` has; 0 where there is none.
std::size_t character_bytes(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  return length <= text.size() && simdjson::validate_utf8(text.substr(0, length)) ? length : 0;
}

std::string with_bad_bytes_replaced(std::string_view text) {
  std::string good;
  while (!text.empty()) {
    const std::size_t length = character_bytes(text);
    good += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return good;
}

}  // namespace

std::string_view name_of(LogFault fault) {
  switch (fault) {
    case LogFault::too_long: return "too_long";
    case LogFault::no_address: return "no_address";
    case LogFault::no_time: return "no_time";
    case LogFault::no_request: return "no_request";
    case LogFault::no_status: return "no_status";
    case LogFault::no_json: return "no_json";
    case LogFault::no_visitor: return "no_visitor";
    case LogFault::no_type: return "no_type";
    case LogFault::bad_data: return "bad_data";
  }
  return "";
}

void read_request(std::string_view request, LogLine& line) {
  const auto space = find(request, ' ', 0);
  if (space == std::string_view::npos || !is_method(request.substr(0, space))) {
    line.target = request == "-" ? std::string_view() : request;
    return;
  }
  line.method = request.substr(0, space);
  line.target = request.substr(space + 1);
  const auto version = line.target.rfind(" HTTP/");
  if (version != std::string_view::npos) line.target = line.target.substr(0, version);
}

bool AccessLogReader::read_time(std::string_view text, Instant& at) {
  if (text.size() < time_chars || text[11] != ':' || text[14] != ':' || text[17] != ':' || text[20] != ' ') return false;
  const char* date = text.data();
  const char* zone = text.data() + 21;
  if (std::memcmp(day_.data(), date, 11) != 0 || std::memcmp(day_.data() + 11, zone, 5) != 0) {
    const auto midnight = midnight_of(date, zone);
    if (!midnight) return false;
    std::memcpy(day_.data(), date, 11);
    std::memcpy(day_.data() + 11, zone, 5);
    midnight_ = *midnight;
  }
  const unsigned hours = two_digits(date + 12), minutes = two_digits(date + 15), seconds = two_digits(date + 18);
  if (hours > 23 || minutes > 59 || seconds > 60) return false;
  at = Instant::from_seconds(midnight_ + hours * 3600 + minutes * 60 + std::min(seconds, 59U));
  return at >= Instant();
}

std::expected<LogLine, LogFault> AccessLogReader::read(std::string_view text) {
  if (text.size() > log_line_bytes_max) return std::unexpected(LogFault::too_long);
  if (text.ends_with('\r')) text.remove_suffix(1);
  LogLine line;

  const auto address_end = find(text, ' ', 0);
  if (address_end == 0 || address_end == std::string_view::npos) return std::unexpected(LogFault::no_address);
  line.address = text.substr(0, address_end);

  // A user's name may hold spaces and brackets, so the time begins at the first bracket that a time and its end follow.
  auto bracket = find(text, '[', address_end);
  while (bracket != std::string_view::npos && !(bracket + 1 + time_chars < text.size() && text[bracket + 1 + time_chars] == ']' &&
                                                read_time(text.substr(bracket + 1), line.at))) {
    bracket = find(text, '[', bracket + 1);
  }
  if (bracket == std::string_view::npos) return std::unexpected(LogFault::no_time);

  const std::size_t request_begin = bracket + time_chars + 4;  // `[` time `] "`
  if (request_begin > text.size() || text[request_begin - 2] != ' ' || text[request_begin - 1] != '"') {
    return std::unexpected(LogFault::no_request);
  }
  const auto request_end = closing_quote(text, request_begin, is_before_status);
  if (request_end == std::string_view::npos) {
    const bool is_closed = closing_quote(text, request_begin, is_before_field) != std::string_view::npos;
    return std::unexpected(is_closed ? LogFault::no_status : LogFault::no_request);
  }
  read_request(text.substr(request_begin, request_end - request_begin), line);
  line.status = static_cast<int>(two_digits(text.data() + request_end + 2) * 10) + (text[request_end + 4] - '0');

  std::size_t position = request_end + 5;
  if (position < text.size()) {
    const auto [end, error] = std::from_chars(text.data() + position + 1, text.data() + text.size(), line.bytes);
    if (error != std::errc() || line.bytes < 0) line.bytes = 0;
    position = std::min(find(text, ' ', position + 1), text.size());
  }
  line.referrer = quoted_field(text, position);
  line.user_agent = quoted_field(text, position);
  return line;
}

LogKind kind_of(const LogLine& line) {
  if (line.status >= 400) return LogKind::error;
  if (line.status >= 200 && line.method == "GET" && !is_static_file(line.target)) return LogKind::page_view;
  return LogKind::request;
}

std::string_view name_of(LogKind kind) {
  switch (kind) {
    case LogKind::page_view: return "page_view";
    case LogKind::request: return "request";
    case LogKind::error: return "error";
  }
  return "";
}

bool is_static_file(std::string_view target) {
  const auto path = target.substr(0, target.find_first_of("?#"));
  const auto dot = path.find_last_of("./");
  if (dot == std::string_view::npos || path[dot] != '.') return false;
  const auto extension = path.substr(dot + 1);
  return extension.size() <= 5 && std::ranges::binary_search(static_extensions, packed(extension));
}

std::string unescaped(std::string_view field) {
  std::string text;
  text.reserve(field.size());
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + 1 == field.size()) {
      text += field[i];
      continue;
    }
    const char escape = field[++i];
    unsigned byte = 0;
    if (escape == 'x' && i + 2 < field.size() &&
        std::from_chars(&field[i + 1], &field[i + 1] + 2, byte, 16).ptr == &field[i + 1] + 2) {
      text += static_cast<char>(byte);
      i += 2;
    } else if (const auto known = std::string_view("tnrvbf").find(escape); known != std::string_view::npos) {
      text += "\t\n\r\v\b\f"[known];
    } else if (escape == '"' || escape == '\\') {
      text += escape;
    } else {
      text += '\\';
      text += escape;
    }
  }
  return simdjson::validate_utf8(text) ? text : with_bad_bytes_replaced(text);
}

}  // namespace sojourn::visits
