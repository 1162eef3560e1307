#pragma once

// Boost.Beast as somebody who was not in the room when our parsers were written: for tests and fuzzers only.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn::net::testing {

struct BeastHead {
  std::optional<std::size_t> content_length;
  bool keeps_alive = false;
};

/// How Beast reads a whole head; nothing where it refuses.
std::optional<BeastHead> beast_head(std::string_view head);

/// A conversation of Beast's WebSocket client with a server on 127.0.0.1: sends each text, returns the answers, then closes with
/// 1000.
std::vector<std::string> beast_conversation(std::uint16_t port, const std::vector<std::string>& texts);

}  // namespace sojourn::net::testing
