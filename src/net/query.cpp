#include "net/query.hpp"

#include <simdjson.h>
#include <algorithm>

namespace sojourn::net {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The byte that `%xy` at `at` stands for; -1 where it stands for none.
int encoded_byte(std::string_view text, std::size_t at) {
  if (text.size() - at < 3) return -1;
  const int high = hex_value(text[at + 1]);
  const int low = hex_value(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

// Calls `each` for every part between separators, until it says false.
template <typename Each>
bool for_each_part(std::string_view text, char separator, Each each) {
  for (;;) {
    const auto end = text.find(separator);
    if (!each(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

bool is_plain_segment(std::string_view segment) {
  std::size_t chars = 0;
  bool only_dots = true;
  for (std::size_t i = 0; i < segment.size(); ++i, ++chars) {
    int byte = static_cast<unsigned char>(segment[i]);
    if (byte == '%') {
      byte = encoded_byte(segment, i);
      if (byte <= 0 || byte == '/') return false;
      i += 2;
    }
    only_dots = only_dots && byte == '.';
  }
  return !(only_dots && (chars == 1 || chars == 2));
}

}  // namespace

std::pair<std::string_view, std::string_view> split_target(std::string_view target) {
  const auto mark = target.find('?');
  if (mark == std::string_view::npos) return {target, {}};
  return {target.substr(0, mark), target.substr(mark + 1)};
}

Result<std::string> percent_decode(std::string_view text, Plus plus) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int byte = encoded_byte(text, i);
      if (byte <= 0) return fail(ErrorKind::invalid_input, "a percent-encoding is wrong");
      decoded += static_cast<char>(byte);
      i += 2;
    } else {
      decoded += text[i] == '+' && plus == Plus::space ? ' ' : text[i];
    }
  }
  if (!simdjson::validate_utf8(decoded)) return fail(ErrorKind::invalid_input, "a percent-encoded text is not UTF-8");
  return decoded;
}

bool is_plain_path(std::string_view path) {
  return path.starts_with('/') && for_each_part(path.substr(1), '/', is_plain_segment);
}

Result<std::vector<std::string>> path_segments(std::string_view path) {
  if (!is_plain_path(path)) return fail(ErrorKind::invalid_input, "the path has an encoding or a segment that is not allowed");
  std::vector<std::string> segments;
  const bool is_text = for_each_part(path.substr(1), '/', [&](std::string_view segment) {
    auto decoded = percent_decode(segment);
    if (decoded) segments.push_back(std::move(*decoded));
    return decoded.has_value();
  });
  if (!is_text) return fail(ErrorKind::invalid_input, "the path is not UTF-8");
  return segments;
}

Result<QueryParameters> QueryParameters::parse(std::string_view query) {
  QueryParameters result;
  std::optional<Error> error;
  for_each_part(query, '&', [&](std::string_view part) {
    if (part.empty()) return true;
    const auto equals = part.find('=');
    auto name = percent_decode(part.substr(0, equals), Plus::space);
    auto value = percent_decode(equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1), Plus::space);
    if (!name || !value) {
      error = !name ? name.error() : value.error();
    } else if (result.parameters_.size() == query_parameters_max) {
      error = Error{.kind = ErrorKind::invalid_input, .message = "too many query parameters", .fields = {}};
    } else {
      result.parameters_.emplace_back(std::move(*name), std::move(*value));
    }
    return !error;
  });
  if (error) return std::unexpected(std::move(*error));
  return result;
}

std::optional<std::string_view> QueryParameters::find(std::string_view name) const {
  const auto found =
      std::find_if(parameters_.begin(), parameters_.end(), [name](const auto& entry) { return entry.first == name; });
  if (found == parameters_.end()) return std::nullopt;
  return found->second;
}

}  // namespace sojourn::net
