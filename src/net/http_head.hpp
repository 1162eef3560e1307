#pragma once

// The one place where the borders between HTTP/1 messages are decided. Strict on purpose: where two readers could disagree about
// where a request ends (RFC 9112 section 11.2), the answer is no. Pure: bytes in, a value out, no allocation.
//
// Accepted: method SP target SP HTTP/1.x CRLF (name ":" OWS value OWS CRLF)* CRLF, at most one empty line in front.
// A body is announced by one plain Content-Length. Chunked bodies are refused with 411: browsers and our clients never send them,
// and what is not understood cannot be smuggled.

#include "base/limits.hpp"
#include "net/http.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <variant>

namespace sojourn::net {

enum class Version : std::uint8_t { http_1_0, http_1_1 };

/// A well-formed head. All views point into the parsed bytes and into the caller's HeaderSpace.
struct Head {
  Method method = Method::other;
  std::string_view target;  ///< In origin form, or `*` for OPTIONS.
  Version version = Version::http_1_1;
  std::span<const Header> headers;
  std::optional<std::size_t> content_length;
  bool keeps_alive = true;  ///< Never for HTTP/1.0.
  bool expects_continue = false;
  bool asks_for_websocket = false;  ///< `Connection: upgrade` and `Upgrade: websocket` in a GET of HTTP/1.1.
  std::size_t size_bytes = 0;       ///< Where the body begins.
};

/// Why the connection cannot go on: answer this once, then close.
struct HeadRefusal {
  int status = 400;         ///< 400, 411, 413, 414, 417, 431, 501 or 505.
  std::string_view reason;  ///< A sentence with the lifetime of the program.
};

struct HeadIncomplete {};

using HeadResult = std::variant<HeadIncomplete, HeadRefusal, Head>;
using HeaderSpace = std::array<Header, limits::header_count_max>;

/// Reads one head from the front of `bytes`, using `space` for its headers. Says the same however the bytes were cut on their way:
/// a refusal may come early, and then no further byte changes it.
HeadResult parse_head(std::string_view bytes, HeaderSpace& space);

}  // namespace sojourn::net
