#include "accounts/user_token.hpp"

#include "base/json_reader.hpp"
#include "base/limits.hpp"
#include "base/secret.hpp"

#include <sodium.h>

namespace sojourn::accounts {
namespace {

std::unexpected<Error> refuse(std::string why) { return fail(ErrorKind::unauthenticated, fmt::format("the user token {}", why)); }

bool is_signed(std::string_view signed_part, std::string_view signature, std::string_view secret) {
  const auto given = from_base64url(signature);
  if (!given || given->size() != crypto_auth_hmacsha256_BYTES) return false;
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(secret.data()), secret.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(signed_part.data()), signed_part.size());
  unsigned char wanted[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256_final(&state, wanted);
  return sodium_memcmp(wanted, given->data(), sizeof wanted) == 0;
}

bool names_hs256(std::string_view header) {
  const auto json = from_base64url(header);
  if (!json) return false;
  auto document = JsonDocument::parse(*json);
  return document && document->root().text("alg", 10) == "HS256";
}

}  // namespace

Result<std::string> verify_user_token(std::string_view token, std::string_view secret, Instant now) {
  const std::size_t last_dot = token.rfind('.');
  if (last_dot == std::string_view::npos || token.size() > 4096) return refuse("is not a user token");
  const std::string_view signed_part = token.substr(0, last_dot);
  if (!is_signed(signed_part, token.substr(last_dot + 1), secret)) return refuse("is not signed with the site's secret");

  std::string_view claims = signed_part;
  if (const std::size_t dot = signed_part.find('.'); dot != std::string_view::npos) {
    if (!names_hs256(signed_part.substr(0, dot))) return refuse("should be signed with HS256");
    claims = signed_part.substr(dot + 1);
  }
  const auto json = from_base64url(claims);
  if (!json) return refuse("is not base64url");
  auto document = JsonDocument::parse(*json);
  if (!document) return refuse("does not hold a JSON object");
  auto root = document->root();
  const auto subject = root.text("sub", limits::user_id_chars_max, Need::required);
  const auto expires = root.number("exp", Need::required);
  if (!subject || !expires) return refuse("should have sub and exp");
  if (*expires * 1000 <= static_cast<double>(now.ms())) return refuse("has expired");
  return std::string(*subject);
}

}  // namespace sojourn::accounts
