#include "base/uuid.hpp"

namespace sojourn {
namespace {

constexpr char hex_digits[] = "0123456789abcdef";

int value_of_hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool dash_follows(std::size_t byte) {
  return byte == 3 || byte == 5 || byte == 7 || byte == 9;
}

}  // namespace

void write_uuid(const Uuid& uuid, char* out) {
  for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
    *out++ = hex_digits[uuid.bytes[i] >> 4];
    *out++ = hex_digits[uuid.bytes[i] & 15];
    if (dash_follows(i)) *out++ = '-';
  }
}

std::string to_string(const Uuid& uuid) {
  std::string text(uuid_text_chars, '\0');
  write_uuid(uuid, text.data());
  return text;
}

Result<Uuid> parse_uuid(std::string_view text) {
  const auto bad = [] { return invalid("", "should be a UUID such as 018f3b2e-7c11-7d9a-9a50-2f1d7e1f3c55"); };
  if (text.size() != uuid_text_chars) return bad();
  Uuid uuid;
  const char* in = text.data();
  for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
    const int high = value_of_hex(*in++);
    const int low = value_of_hex(*in++);
    if (high < 0 || low < 0) return bad();
    uuid.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    if (dash_follows(i) && *in++ != '-') return bad();
  }
  return uuid;
}

Uuid make_uuid7(Instant now, Random& random) {
  Uuid uuid;
  random.fill(std::as_writable_bytes(std::span(uuid.bytes)));
  const auto ms = static_cast<std::uint64_t>(now.ms());
  for (std::size_t i = 0; i < 6; ++i) uuid.bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
  uuid.bytes[6] = static_cast<std::uint8_t>(0x70 | (uuid.bytes[6] & 0x0f));
  uuid.bytes[8] = static_cast<std::uint8_t>(0x80 | (uuid.bytes[8] & 0x3f));
  return uuid;
}

}  // namespace sojourn
