#include "base/csv_writer.hpp"

#include <fmt/format.h>

namespace sojourn {

CsvWriter& CsvWriter::plain(std::string_view text) {
  if (!is_first_) out_ += ',';
  is_first_ = false;
  out_ += text;
  return *this;
}

CsvWriter& CsvWriter::field(double number) {
  return plain(fmt::format("{}", number));
}

CsvWriter& CsvWriter::field(std::string_view text) {
  const bool looks_like_formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  const bool is_quoted = text.find_first_of(",\"\r\n") != std::string_view::npos;
  plain("");
  if (is_quoted) out_ += '"';
  if (looks_like_formula) out_ += '\'';
  for (const char c : text) {
    if (c == '"') out_ += '"';
    out_ += c;
  }
  if (is_quoted) out_ += '"';
  return *this;
}

void CsvWriter::end_line() {
  out_ += "\r\n";
  is_first_ = true;
}

}  // namespace sojourn
