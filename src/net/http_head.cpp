#include "net/http_head.hpp"

#include <charconv>
#include <cstring>

namespace sojourn::net {
namespace {

constexpr std::string_view crlf = "\r\n";

// What a byte may be part of.
enum CharClass : std::uint8_t { in_token = 1, in_value = 2, in_target = 4, in_host = 8 };

constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> classes{};
  for (unsigned c = 0; c < 256; ++c) {
    const bool is_alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    const auto is_one_of = [c](std::string_view set) { return c != 0 && set.find(static_cast<char>(c)) != std::string_view::npos; };
    unsigned value = 0;
    if (is_alphanumeric || is_one_of("!#$%&'*+-.^_`|~")) value |= in_token;
    if ((c >= 0x20 && c != 0x7f) || c == '\t') value |= in_value;
    if (c > 0x20 && c < 0x7f && c != '#') value |= in_target;
    if (is_alphanumeric || is_one_of("-._~!$&'()*+;=%:[]")) value |= in_host;
    classes[c] = static_cast<std::uint8_t>(value);
  }
  return classes;
}
constexpr auto classes = make_classes();

bool consists_of(std::string_view text, CharClass wanted) {
  for (const char c : text) {
    if (!(classes[static_cast<unsigned char>(c)] & wanted)) return false;
  }
  return !text.empty();
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool list_has(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    if (equals_ignoring_case(trim(list.substr(0, comma)), token)) return true;
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  }
  return false;
}

Method method_of(std::string_view name) {
  for (const Method method :
       {Method::post, Method::get, Method::head, Method::put, Method::patch, Method::delete_, Method::options}) {
    if (name == name_of(method)) return method;
  }
  return Method::other;
}

// Reads lines from the front of the block; the limits count from its first byte.
class HeadReader {
 public:
  HeadReader(std::string_view bytes, HeaderSpace& space) : bytes_(bytes), space_(space) {}

  HeadResult read() {
    if (bytes_.starts_with(crlf)) position_ = crlf.size();
    std::string_view line;
    if (const Line found = next_line(line, {414, "the request line is too long"}); found != Line::whole) return ended(found);
    if (!read_request_line(line)) return refusal_;
    for (;;) {
      if (const Line found = next_line(line, {431, "a header line is too long"}); found != Line::whole) return ended(found);
      if (line.empty()) break;
      if (!read_header(line)) return refusal_;
    }
    if (!settle_target() || !settle_body()) return refusal_;
    head_.headers = std::span<const Header>(space_.data(), header_count_);
    head_.keeps_alive = head_.version == Version::http_1_1 && !closes_;
    head_.asks_for_websocket =
        head_.method == Method::get && head_.version == Version::http_1_1 && connection_upgrades_ && upgrades_to_websocket_;
    head_.size_bytes = position_;
    return head_;
  }

 private:
  enum class Line { whole, incomplete, refused };

  bool refuse(int status, std::string_view reason) {
    refusal_ = {status, reason};
    return false;
  }

  HeadResult ended(Line how) const {
    if (how == Line::incomplete) return HeadIncomplete{};
    return refusal_;
  }

  // A limit is judged only by where the line ends or by how much has come without an end, so that cutting changes nothing.
  Line next_line(std::string_view& line, HeadRefusal too_long) {
    const std::size_t line_end = position_ + limits::header_line_bytes_max + crlf.size();
    const bool block_ends_first = limits::header_block_bytes_max < line_end;
    const std::size_t end = block_ends_first ? limits::header_block_bytes_max : line_end;
    const std::string_view seen = bytes_.substr(position_, end - position_);
    const auto* newline = static_cast<const char*>(seen.empty() ? nullptr : std::memchr(seen.data(), '\n', seen.size()));
    if (!newline) {
      if (bytes_.size() < end) return Line::incomplete;
      refusal_ = block_ends_first ? HeadRefusal{431, "the head is too large"} : too_long;
      return Line::refused;
    }
    const auto length = static_cast<std::size_t>(newline - seen.data());
    if (length == 0 || seen[length - 1] != '\r') {
      refuse(400, "a line must end with CR and LF");
      return Line::refused;
    }
    line = seen.substr(0, length - 1);
    position_ += length + 1;
    return Line::whole;
  }

  bool read_request_line(std::string_view line) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return refuse(400, "the request line has not three parts");
    const std::string_view method = line.substr(0, first);
    const std::string_view version = line.substr(last + 1);
    head_.target = line.substr(first + 1, last - first - 1);
    if (!consists_of(method, in_token)) return refuse(400, "the method is not a token");
    if (!consists_of(head_.target, in_target)) return refuse(400, "the target has a byte that must be percent-encoded");
    head_.method = method_of(method);
    return read_version(version);
  }

  bool read_version(std::string_view version) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (version == "HTTP/1.1") {
      head_.version = Version::http_1_1;
    } else if (version == "HTTP/1.0") {
      head_.version = Version::http_1_0;
    } else if (version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) && version[6] == '.' &&
               is_digit(version[7])) {
      return refuse(505, "only HTTP/1.0 and HTTP/1.1 are spoken here");
    } else {
      return refuse(400, "the request line does not end with a version");
    }
    return true;
  }

  bool read_header(std::string_view line) {
    if (header_count_ == space_.size()) return refuse(431, "too many headers");
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return refuse(400, "a header line has no colon");
    const Header header{line.substr(0, colon), trim(line.substr(colon + 1))};
    if (!consists_of(header.name, in_token)) return refuse(400, "a header name is not a token");
    if (!header.value.empty() && !consists_of(header.value, in_value)) return refuse(400, "a header value has a control character");
    space_[header_count_++] = header;
    return read_meaning(header);
  }

  // Only the headers that decide about borders and the connection mean anything here; told apart by length first.
  bool read_meaning(const Header& header) {
    switch (header.name.size()) {
      case 4: return !equals_ignoring_case(header.name, "host") || read_host(header.value);
      case 6: return !equals_ignoring_case(header.name, "expect") || read_expect(header.value);
      case 7:
        if (equals_ignoring_case(header.name, "upgrade")) upgrades_to_websocket_ |= list_has(header.value, "websocket");
        return true;
      case 10:
        if (equals_ignoring_case(header.name, "connection")) {
          closes_ |= list_has(header.value, "close");
          connection_upgrades_ |= list_has(header.value, "upgrade");
        }
        return true;
      case 14: return !equals_ignoring_case(header.name, "content-length") || read_length(header.value);
      case 17:
        if (!equals_ignoring_case(header.name, "transfer-encoding")) return true;
        coding_ = coding_ ? std::string_view("repeated") : header.value;
        return true;
      default: return true;
    }
  }

  bool read_host(std::string_view value) {
    if (!host_.empty()) return refuse(400, "Host is given twice");
    if (!consists_of(value, in_host)) return refuse(400, "Host is not a host");
    host_ = value;
    return true;
  }

  bool read_expect(std::string_view value) {
    if (!equals_ignoring_case(value, "100-continue")) return refuse(417, "only 100-continue can be expected");
    head_.expects_continue = true;
    return true;
  }

  bool read_length(std::string_view value) {
    if (head_.content_length) return refuse(400, "Content-Length is given twice");
    if (value.empty() || value.find_first_not_of("0123456789") != std::string_view::npos) {
      return refuse(400, "Content-Length is not a number");
    }
    std::size_t length = 0;
    if (std::from_chars(value.data(), value.data() + value.size(), length).ec != std::errc()) {
      return refuse(413, "Content-Length is too large");
    }
    head_.content_length = length;
    return true;
  }

  bool settle_target() {
    if (host_.empty() && head_.version == Version::http_1_1) return refuse(400, "Host is missing");
    if (head_.target.front() == '/') return true;
    if (head_.target == "*") return head_.method == Method::options || refuse(400, "the target * is for OPTIONS only");
    for (const std::string_view scheme : {"http://", "https://"}) {
      if (!equals_ignoring_case(head_.target.substr(0, scheme.size()), scheme)) continue;
      const std::string_view rest = head_.target.substr(scheme.size());
      const auto slash = rest.find('/');
      if (slash == std::string_view::npos || !equals_ignoring_case(rest.substr(0, slash), host_)) break;
      head_.target = rest.substr(slash);
      return true;
    }
    return refuse(400, "the target is neither a path nor an address of this Host");
  }

  bool settle_body() {
    if (head_.version == Version::http_1_0) head_.expects_continue = false;
    if (!coding_) return true;
    if (head_.version == Version::http_1_0) return refuse(400, "HTTP/1.0 has no Transfer-Encoding");
    if (head_.content_length) return refuse(400, "Transfer-Encoding and Content-Length exclude each other");
    if (!equals_ignoring_case(*coding_, "chunked")) return refuse(501, "this Transfer-Encoding is unknown here");
    return refuse(411, "a body needs a Content-Length here");
  }

  const std::string_view bytes_;
  HeaderSpace& space_;
  std::size_t position_ = 0;
  std::size_t header_count_ = 0;
  Head head_;
  HeadRefusal refusal_;
  std::string_view host_;
  std::optional<std::string_view> coding_;
  bool closes_ = false;
  bool connection_upgrades_ = false;
  bool upgrades_to_websocket_ = false;
};

}  // namespace

HeadResult parse_head(std::string_view bytes, HeaderSpace& space) {
  return HeadReader(bytes, space).read();
}

}  // namespace sojourn::net
