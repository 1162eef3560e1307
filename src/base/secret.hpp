#pragma once

// Secrets: made by the kernel, shown once, stored only as a hash, never printed.

#include "base/random.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sojourn {

/// A text that must not reach a log, a URL or an error message: it has no printing, only `reveal`, which is easy to look for.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

/// What of a secret is stored: BLAKE2b-256 of its text. Enough for secrets of 256 random bits; passwords need more.
struct SecretHash {
  std::array<std::uint8_t, 32> bytes{};
  bool operator==(const SecretHash&) const = default;
  auto operator<=>(const SecretHash&) const = default;
};

SecretHash hash_secret(std::string_view secret);

/// Equality in constant time.
bool same_secret(const SecretHash& a, const SecretHash& b);

/// 256 random bits in base64url (43 characters) behind a recognisable prefix such as `sja_`.
Secret make_secret(std::string_view prefix, Random& random);

/// Base64url without padding (RFC 4648 section 5).
std::string to_base64url(std::span<const std::uint8_t> bytes);
/// Nothing where the text is not base64url.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace sojourn

template <>
struct std::hash<sojourn::SecretHash> {
  std::size_t operator()(const sojourn::SecretHash& hash) const noexcept {
    std::size_t value;
    std::memcpy(&value, hash.bytes.data(), sizeof value);
    return value;
  }
};
