#pragma once

// How often one address may call: a token bucket for each, in a table of fixed size.

#include "base/instant.hpp"
#include "net/peer_address.hpp"

#include <array>
#include <mutex>
#include <optional>
#include <vector>

namespace sojourn::api {

struct RateLimits {
  double ingest_per_second = 50;
  double ingest_burst = 100;
  double staff_per_second = 20;
  double staff_burst = 60;
  std::vector<net::AddressRange> exempt;  ///< Loopback too, unless `limit_loopback`.
  bool limit_loopback = false;
};

/// Any thread. Addresses share a slot only by chance of a 128-bit hash's remainder; a newcomer takes the slot of whoever was there,
/// so memory is bounded and at worst somebody gets a fresh bucket.
class RateLimiter {
 public:
  explicit RateLimiter(RateLimits limits);

  /// Takes one call of `cost`; nothing where it may go on, else how long to wait.
  std::optional<Seconds> take_ingest(const net::PeerAddress& peer, Instant now) { return take(peer, now, ingest_, limits_.ingest_per_second, limits_.ingest_burst); }
  std::optional<Seconds> take_staff(const net::PeerAddress& peer, Instant now) { return take(peer, now, staff_, limits_.staff_per_second, limits_.staff_burst); }

 private:
  struct Bucket {
    net::AddressKey owner{};
    double tokens = 0;
    Instant filled_at;
    bool is_used = false;
  };
  struct Table {
    std::mutex mutex;
    std::vector<Bucket> buckets;
  };

  std::optional<Seconds> take(const net::PeerAddress& peer, Instant now, Table& table, double per_second, double burst);
  bool is_exempt(const net::PeerAddress& peer) const;

  const RateLimits limits_;
  const std::uint64_t seed_;
  Table ingest_;
  Table staff_;
};

}  // namespace sojourn::api
