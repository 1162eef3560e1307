#include "base/secret.hpp"

#include <sodium.h>

namespace sojourn {

SecretHash hash_secret(std::string_view secret) {
  SecretHash hash;
  crypto_generichash(hash.bytes.data(), hash.bytes.size(), reinterpret_cast<const unsigned char*>(secret.data()), secret.size(),
                     nullptr, 0);
  return hash;
}

bool same_secret(const SecretHash& a, const SecretHash& b) {
  return sodium_memcmp(a.bytes.data(), b.bytes.data(), a.bytes.size()) == 0;
}

Secret make_secret(std::string_view prefix, Random& random) {
  std::array<std::uint8_t, 32> bits{};
  random.fill(std::as_writable_bytes(std::span(bits)));
  return Secret(std::string(prefix) + to_base64url(bits));
}

std::string to_base64url(std::span<const std::uint8_t> bytes) {
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();  // libsodium ends it with a zero.
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  const int bad = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(), nullptr,
                                    &size, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (bad != 0) return std::nullopt;
  bytes.resize(size);
  return bytes;
}

}  // namespace sojourn
