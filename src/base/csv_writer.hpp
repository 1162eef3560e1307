#pragma once

// Writes CSV after RFC 4180 by appending to one string: fields with commas, quotes or line ends are quoted, lines end with CRLF.
// Spreadsheets take a text that begins with = + - @ tab or CR for a formula; such texts get an apostrophe in front.

#include "base/instant.hpp"

#include <concepts>
#include <string>
#include <string_view>

namespace sojourn {

class CsvWriter {
 public:
  explicit CsvWriter(std::string& out) : out_(out) {}

  /// Texts of outside: made safe.
  CsvWriter& field(std::string_view text);
  CsvWriter& field(const char* text) { return field(std::string_view(text)); }
  CsvWriter& field(const std::string& text) { return field(std::string_view(text)); }
  CsvWriter& field(Instant instant) { return plain(to_rfc3339(instant)); }
  CsvWriter& field(double number);
  template <std::integral Number>
  CsvWriter& field(Number number) {
    return plain(std::to_string(number));
  }
  void end_line();

 private:
  CsvWriter& plain(std::string_view text);

  std::string& out_;
  bool is_first_ = true;
};

}  // namespace sojourn
