// Any bytes as the start of a connection: the verdict is the same wherever they are cut, views stay inside, and what we accept a
// second, independent parser accepts too, with the same border.

#include "base/check.hpp"
#include "net/beast_peer.hpp"
#include "net/http_head.hpp"
#include "net/query.hpp"

namespace sojourn::net {
namespace {

bool is_inside(std::string_view part, std::string_view whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void check_head(const Head& head, std::string_view bytes) {
  SOJOURN_CHECK(head.size_bytes <= bytes.size() && head.size_bytes <= limits::header_block_bytes_max);
  SOJOURN_CHECK(is_inside(head.target, bytes.substr(0, head.size_bytes)));
  for (const Header& header : head.headers) {
    SOJOURN_CHECK(!header.name.empty() && is_inside(header.name, bytes) && is_inside(header.value, bytes));
  }
  const auto other = testing::beast_head(bytes.substr(0, head.size_bytes));
  SOJOURN_CHECK(other.has_value());
  SOJOURN_CHECK(other->content_length == head.content_length);
  SOJOURN_CHECK(!head.keeps_alive || other->keeps_alive);

  const auto [path, query] = split_target(head.target);
  if (const auto segments = path_segments(path)) SOJOURN_CHECK(is_plain_path(path));
  static_cast<void>(QueryParameters::parse(query));
}

}  // namespace
}  // namespace sojourn::net

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sojourn::net;
  const void* generic = data;
  const std::string_view bytes(static_cast<const char*>(generic), size);
  HeaderSpace space, other_space;
  const HeadResult whole = parse_head(bytes, space);
  if (const auto* head = std::get_if<Head>(&whole)) check_head(*head, bytes);

  const std::string cut(bytes.substr(0, size / 2));
  const HeadResult half = parse_head(cut, other_space);
  const bool is_same = half.index() == whole.index() || std::holds_alternative<HeadIncomplete>(half);
  SOJOURN_CHECK(is_same);
  return 0;
}
