#include "visits/log_sessions.hpp"
#include "visits/user_agent.hpp"

#include "base/check.hpp"

#include <cstdint>

namespace {

bool is_within(std::string_view part, std::string_view whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

}  // namespace

/// Any bytes: lines come out whole, fields lie within their line, and cutting the text into pieces changes nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sojourn::visits;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const VisitorKeys keys(std::as_bytes(std::span("fuzz")));

  AccessLogReader reader;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto line = line_at(text, begin);
    if (const auto read = reader.read(line)) {
      SOJOURN_CHECK(is_within(read->address, line) && !read->address.empty());
      SOJOURN_CHECK(is_within(read->method, line) && is_within(read->target, line));
      SOJOURN_CHECK(is_within(read->referrer, line) && is_within(read->user_agent, line));
      SOJOURN_CHECK(read->status >= 0 && read->status <= 999 && read->bytes >= 0);
      SOJOURN_CHECK(read->at.seconds() >= 0 && read->at.seconds() < 4'102'531'200);
      SOJOURN_CHECK(AccessLogReader().read(line)->at == read->at);
      SOJOURN_CHECK(!name_of(kind_of(*read)).empty());
      SOJOURN_CHECK(unescaped(read->referrer).size() <= 3 * read->referrer.size());
      parse_user_agent(read->user_agent);
    }
    const auto feed = text.find('\n', begin);
    begin = feed == std::string_view::npos ? text.size() : feed + 1;
  }

  auto whole = read_chunk(text, 0, keys);
  LogChunk pieces;
  for (const auto piece : cut_at_lines(text, 64)) {
    append(pieces, read_chunk(piece, static_cast<std::uint64_t>(piece.data() - text.data()), keys));
  }
  SOJOURN_CHECK(pieces.hits == whole.hits && pieces.lines == whole.lines);
  SOJOURN_CHECK(pieces.unreadable == whole.unreadable && pieces.first_unreadable == whole.first_unreadable);
  SOJOURN_CHECK(form_visits(whole.hits) == form_visits(pieces.hits));
  return 0;
}
