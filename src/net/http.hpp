#pragma once

// Requests and responses as values. Nothing here knows sockets.

#include "net/peer_address.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace sojourn::net {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, other };

/// `GET` and so on; `other` for every method without a name here.
std::string_view name_of(Method method);

struct Header {
  std::string_view name, value;
};

/// Views into the connection's buffer: valid until the Task that handles the request has finished.
struct Request {
  Method method = Method::other;
  std::string_view target;  ///< As sent, reduced to origin form: `/path?query`, or `*` for OPTIONS.
  std::string_view path;    ///< Up to the `?`, still percent-encoded (see net/query.hpp).
  std::string_view query;   ///< After the `?`, still percent-encoded.
  std::span<const Header> headers;
  /// Complete. At least `body_padding_bytes` readable bytes follow it, so that it can be parsed in place.
  std::string_view body;
  /// The client, also behind a trusted proxy (Settings::trusted_proxies).
  PeerAddress peer;

  /// The first header of that name in any case; empty where absent.
  std::string_view header(std::string_view name) const;
};

inline constexpr std::size_t body_padding_bytes = 64;

/// Whether two ASCII texts are equal but for case.
bool equals_ignoring_case(std::string_view a, std::string_view b);

class FixedResponse;

/// An answer. The connection adds Content-Length, X-Content-Type-Options and, where it will close, Connection;
/// it leaves the body out for HEAD and for the statuses that have none (204, 304).
class Response {
 public:
  Response() = default;
  explicit Response(int status) : status_(status) {}
  /// A body made for this answer.
  Response(int status, std::string_view content_type, std::string body);
  /// An answer that was encoded beforehand; `fixed` outlives the server.
  Response(const FixedResponse& fixed) : fixed_(&fixed) {}  // NOLINT: a FixedResponse is a Response
  /// A body with the lifetime of the program, such as an embedded file.
  static Response with_static_body(int status, std::string_view content_type, std::string_view body);

  /// Adds a header line. Control characters in the value become spaces, so a value cannot start a line of its own.
  Response& header(std::string_view name, std::string_view value);

  int status() const;
  std::string_view body() const;
  /// The added header lines, each ended by CRLF, the content type included.
  std::string_view header_lines() const { return header_lines_; }
  /// What it was encoded as beforehand, if so.
  const FixedResponse* fixed() const { return fixed_; }

 private:
  int status_ = 204;
  std::string header_lines_;
  std::string owned_body_;
  std::string_view static_body_;
  const FixedResponse* fixed_ = nullptr;
};

/// The answer to a request that never reached the program: RFC 9457 problem JSON. `detail` is a sentence of ours, without
/// characters that JSON escapes.
Response problem(int status, std::string_view detail);

enum class After { keep_alive, close };
enum class BodyPart { full, head_only };

/// Appends the answer as it goes over the wire.
void append_response(std::string& out, const Response& response, After after, BodyPart part = BodyPart::full);

/// An answer that never changes, encoded once, for the hot path: `static const FixedResponse no_content{Response(204)};`
class FixedResponse {
 public:
  explicit FixedResponse(const Response& response);

  int status() const { return status_; }
  std::string_view body() const { return body_; }
  std::string_view head(After after) const { return after == After::keep_alive ? keep_alive_head_ : closing_head_; }

 private:
  int status_;
  std::string body_;
  std::string keep_alive_head_, closing_head_;
};

}  // namespace sojourn::net
