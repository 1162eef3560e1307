#pragma once

// Who is at the other end: an internet address, or a process on this machine through the unix socket. A value; holds no name
// and looks none up.

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace sojourn::net {

/// What limits are counted by: an IPv4 address, or the /64 of an IPv6 address, since one customer has at least that many.
using AddressKey = std::array<std::uint8_t, 16>;

class PeerAddress {
 public:
  /// A process on this machine, through the unix socket.
  PeerAddress() = default;
  static PeerAddress unix_socket() { return {}; }
  /// Sixteen bytes in network order. IPv4 is written as ::ffff:a.b.c.d, so both forms of it are one address.
  explicit PeerAddress(const std::array<std::uint8_t, 16>& bytes) : bytes_(bytes), is_unix_(false) {}
  static PeerAddress v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d);

  /// Reads `192.0.2.1` or `2001:db8::1`, without port, brackets or zone; nothing otherwise.
  static std::optional<PeerAddress> parse(std::string_view text);

  bool is_unix() const { return is_unix_; }
  bool is_v4() const;
  /// 127.0.0.0/8 or ::1. The unix socket is not loopback: ask is_unix().
  bool is_loopback() const;

  /// `192.0.2.1`, `2001:db8::1`, or `unix`.
  std::string text() const;
  /// The address without the part that points at one person: `192.0.2.0`, `2001:db8:7::` (a /48), `unix`.
  std::string truncated() const;
  AddressKey key() const;
  /// IPv4 as ::ffff:a.b.c.d; all zero for the unix socket.
  const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }

  bool operator==(const PeerAddress&) const = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
  bool is_unix_ = true;
};

/// A block of addresses: `10.0.0.0/8`, `2001:db8::/32`, or one address.
class AddressRange {
 public:
  static std::optional<AddressRange> parse(std::string_view text);
  bool contains(const PeerAddress& address) const;

 private:
  AddressRange(PeerAddress network, int bits) : network_(network), bits_(bits) {}

  PeerAddress network_;
  int bits_;  // Of the 128-bit form.
};

}  // namespace sojourn::net
