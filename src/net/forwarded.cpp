#include "net/forwarded.hpp"

#include <algorithm>
#include <optional>
#include <ranges>

namespace sojourn::net {
namespace {

bool is_trusted(const PeerAddress& address, std::span<const AddressRange> trusted) {
  return std::ranges::any_of(trusted, [&](const AddressRange& range) { return range.contains(address); });
}

std::string_view without_spaces(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes the last entry off a comma-separated list.
std::string_view take_last(std::string_view& list, bool& is_empty) {
  const auto comma = list.rfind(',');
  is_empty = comma == std::string_view::npos;
  const std::string_view last = list.substr(is_empty ? 0 : comma + 1);
  list = list.substr(0, is_empty ? 0 : comma);
  return without_spaces(last);
}

}  // namespace

PeerAddress client_behind(const PeerAddress& peer, std::span<const Header> headers, std::span<const AddressRange> trusted) {
  PeerAddress client = peer;
  for (const Header& header : headers | std::views::reverse) {
    if (!equals_ignoring_case(header.name, "x-forwarded-for")) continue;
    std::string_view list = header.value;
    for (bool is_empty = false; !is_empty;) {
      if (!is_trusted(client, trusted)) return client;
      const auto reported = PeerAddress::parse(take_last(list, is_empty));
      if (!reported) return client;
      client = *reported;
    }
  }
  return client;
}

}  // namespace sojourn::net
