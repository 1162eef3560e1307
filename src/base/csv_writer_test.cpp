#include "base/csv_writer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sojourn {
namespace {

std::string line_of(std::vector<std::string> fields) {
  std::string out;
  CsvWriter csv(out);
  for (const std::string& field : fields) csv.field(field);
  csv.end_line();
  return out;
}

/// A reader of RFC 4180, written from the document alone.
std::vector<std::string> read_line(std::string_view text) {
  std::vector<std::string> fields(1);
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && is_quoted && i + 1 < text.size() && text[i + 1] == '"') {
      fields.back() += text[++i];
    } else if (c == '"') {
      is_quoted = !is_quoted;
    } else if (c == ',' && !is_quoted) {
      fields.emplace_back();
    } else if (c == '\r' && !is_quoted) {
      break;
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

TEST(CsvWriter, QuotesWhatNeedsIt) {
  EXPECT_EQ(line_of({"plain", "a,b", "say \"hi\"", "two\r\nlines", ""}), "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\",\r\n");
}

TEST(CsvWriter, MakesFormulasHarmless) {
  for (const std::string_view begin : {"=", "+", "-", "@", "\t", "\r"}) {
    const std::string text = std::string(begin) + "cmd|' /C calc'!A0";
    EXPECT_EQ(read_line(line_of({text})), std::vector{"'" + text});
  }
  EXPECT_EQ(line_of({"a=b"}), "a=b\r\n");
}

TEST(CsvWriter, NumbersStayNumbers) {
  std::string out;
  CsvWriter(out).field(-5).field(0.25).field(Instant()).end_line();
  EXPECT_EQ(out, "-5,0.25,1970-01-01T00:00:00.000Z\r\n");
}

RC_GTEST_PROP(CsvWriter, FieldsAreReadBackAsTheyWere, (std::vector<std::string> fields)) {
  if (fields.empty()) fields.emplace_back();
  const auto found = read_line(line_of(fields));
  RC_ASSERT(found.size() == fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) RC_ASSERT(found[i] == fields[i] || found[i] == "'" + fields[i]);
}

}  // namespace
}  // namespace sojourn
