#pragma once

// A user token: the customer's back end vouches for one of its users. Either
// base64url({"sub", "exp"}) "." base64url(HMAC-SHA256(secret, first part)), or a JWT (HS256, RFC 7519) with the same claims.

#include "base/error.hpp"
#include "base/instant.hpp"

#include <string>
#include <string_view>

namespace sojourn::accounts {

/// The user id it vouches for. unauthenticated where the signature is not the secret's, the token has expired, or it is no token.
/// The HMAC key is the secret's UTF-8 bytes as printed.
Result<std::string> verify_user_token(std::string_view token, std::string_view secret, Instant now);

}  // namespace sojourn::accounts
