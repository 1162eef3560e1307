#include "net/peer_address.hpp"

#include <arpa/inet.h>
#include <algorithm>
#include <charconv>

namespace sojourn::net {
namespace {

constexpr std::array<std::uint8_t, 12> v4_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr int v4_prefix_bits = 96;

void clear_from_bit(std::array<std::uint8_t, 16>& bytes, int bit) {
  for (int i = 0; i < 16; ++i) {
    const int kept = std::clamp(bit - i * 8, 0, 8);
    const auto index = static_cast<std::size_t>(i);
    bytes[index] = static_cast<std::uint8_t>(bytes[index] & (0xff00U >> kept));
  }
}

}  // namespace

PeerAddress PeerAddress::v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
  std::array<std::uint8_t, 16> bytes{};
  std::copy(v4_prefix.begin(), v4_prefix.end(), bytes.begin());
  bytes[12] = a;
  bytes[13] = b;
  bytes[14] = c;
  bytes[15] = d;
  return PeerAddress(bytes);
}

std::optional<PeerAddress> PeerAddress::parse(std::string_view text) {
  char terminated[INET6_ADDRSTRLEN];
  if (text.size() >= sizeof terminated) return std::nullopt;
  *std::copy(text.begin(), text.end(), terminated) = '\0';

  std::array<std::uint8_t, 4> four;
  if (inet_pton(AF_INET, terminated, four.data()) == 1) return v4(four[0], four[1], four[2], four[3]);
  std::array<std::uint8_t, 16> sixteen;
  if (inet_pton(AF_INET6, terminated, sixteen.data()) == 1) return PeerAddress(sixteen);
  return std::nullopt;
}

bool PeerAddress::is_v4() const {
  return !is_unix_ && std::equal(v4_prefix.begin(), v4_prefix.end(), bytes_.begin());
}

bool PeerAddress::is_loopback() const {
  if (is_unix_) return false;
  if (is_v4()) return bytes_[12] == 127;
  std::array<std::uint8_t, 16> one{};
  one[15] = 1;
  return bytes_ == one;
}

std::string PeerAddress::text() const {
  if (is_unix_) return "unix";
  char text[INET6_ADDRSTRLEN];
  const bool four = is_v4();
  inet_ntop(four ? AF_INET : AF_INET6, bytes_.data() + (four ? v4_prefix.size() : 0), text, sizeof text);
  return text;
}

std::string PeerAddress::truncated() const {
  if (is_unix_) return text();
  PeerAddress network = *this;
  clear_from_bit(network.bytes_, is_v4() ? v4_prefix_bits + 24 : 48);
  return network.text();
}

AddressKey PeerAddress::key() const {
  AddressKey key = bytes_;
  if (!is_v4()) clear_from_bit(key, 64);
  return key;
}

std::optional<AddressRange> AddressRange::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto network = PeerAddress::parse(text.substr(0, slash));
  if (!network) return std::nullopt;
  if (slash == std::string_view::npos) return AddressRange(*network, 128);

  const std::string_view digits = text.substr(slash + 1);
  const int offset = network->is_v4() ? v4_prefix_bits : 0;
  int bits = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (error != std::errc() || end != digits.data() + digits.size() || bits < 0 || bits > 128 - offset) return std::nullopt;
  return AddressRange(*network, offset + bits);
}

bool AddressRange::contains(const PeerAddress& address) const {
  if (address.is_unix()) return false;
  auto wanted = network_.bytes();
  auto given = address.bytes();
  clear_from_bit(wanted, bits_);
  clear_from_bit(given, bits_);
  return wanted == given;
}

}  // namespace sojourn::net
