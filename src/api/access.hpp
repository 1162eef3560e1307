#pragma once

// Who may call a route: one decision for all of them, from the route's own entry.

#include "accounts/directory.hpp"
#include "api/route.hpp"

namespace sojourn::api {

/// What a request shows of its sender.
struct Credentials {
  std::string_view authorization;  ///< The header, whole.
  std::string_view origin;         ///< "" where absent.
  bool is_unix = false;
  bool is_loopback = false;
};

/// The caller, or unauthenticated / not_allowed / not_found. `variables` are the route's, for routes that a user may ask about
/// itself.
Result<Caller> check_access(const Route& route, const Credentials& credentials, const std::vector<std::string>& variables,
                            const accounts::Directory& directory, Instant now, bool has_test_clock);

/// The staff caller of a `Bearer` token; unauthenticated where it is missing or unknown.
Result<Caller> staff_caller(std::string_view authorization, const accounts::Directory& directory, Instant now);

/// Whether a `Bearer` token of staff who may change things of this site stands behind a request that needs none.
bool writes_for_site(std::string_view authorization, const accounts::Directory& directory, Instant now, SiteId site);

}  // namespace sojourn::api
