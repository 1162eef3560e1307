#pragma once

// Targets taken apart: path, query parameters, percent-decoding. A bad encoding is an error, never a guess.

#include "base/error.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sojourn::net {

/// The parts of an origin-form target before and after the first `?`.
std::pair<std::string_view, std::string_view> split_target(std::string_view target);

enum class Plus { literal, space };

/// `%41` to `A`. invalid_input for a `%` without two hex digits, and for what decodes to a zero byte or is not UTF-8.
Result<std::string> percent_decode(std::string_view text, Plus plus = Plus::literal);

/// The decoded segments of a path: `/api/a%20b` to `api`, `a b`. invalid_input for bad encodings, for an encoded `/`, and for the
/// segments
/// `.` and `..` in any spelling. A trailing slash gives a last, empty segment.
Result<std::vector<std::string>> path_segments(std::string_view path);

/// Whether a path is free of what path_segments refuses, without allocating.
bool is_plain_path(std::string_view path);

/// The parameters of a query, decoded; `+` is a space.
class QueryParameters {
 public:
  /// invalid_input for bad encodings and for more than `query_parameters_max` parameters.
  static Result<QueryParameters> parse(std::string_view query);

  /// The first value of that name; empty text for `?name` and `?name=`.
  std::optional<std::string_view> find(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return parameters_; }

 private:
  std::vector<std::pair<std::string, std::string>> parameters_;
};

inline constexpr std::size_t query_parameters_max = 64;

}  // namespace sojourn::net
