#pragma once

// What every write to a visit says of itself: which visit, by which key, from which page.

#include "api/route.hpp"

namespace sojourn::api {

/// The session key of the header, or of the body.
inline std::optional<SecretHash> key_of(const Call& call, std::string_view in_body) {
  const std::string_view in_header = call.request.header("X-Session-Key");
  const std::string_view key = in_header.empty() ? in_body : in_header;
  if (key.empty()) return std::nullopt;
  return hash_secret(key);
}

inline const store::Scope* origins_of(const Call& call) {
  return call.caller.origins ? &*call.caller.origins : nullptr;
}

inline Result<VisitId> visit_id_of(const Call& call) {
  auto id = parse_id<VisitId>(call.variables.at(0));
  if (!id) return fail(ErrorKind::not_found, "there is no such session");
  return id;
}

}  // namespace sojourn::api
