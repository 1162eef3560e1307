#include "api/rate_limit.hpp"

#include "base/random.hpp"

#include <cmath>
#include <xxhash.h>

namespace sojourn::api {
namespace {

constexpr std::size_t buckets_max = 65'536;

}  // namespace

RateLimiter::RateLimiter(RateLimits limits) : limits_(std::move(limits)), seed_(SystemRandom().next_u64()) {
  ingest_.buckets.resize(buckets_max);
  staff_.buckets.resize(buckets_max);
}

bool RateLimiter::is_exempt(const net::PeerAddress& peer) const {
  if (peer.is_unix()) return true;
  if (peer.is_loopback() && !limits_.limit_loopback) return true;
  return std::ranges::any_of(limits_.exempt, [&](const net::AddressRange& range) { return range.contains(peer); });
}

std::optional<Seconds> RateLimiter::take(const net::PeerAddress& peer, Instant now, Table& table, double per_second, double burst) {
  if (is_exempt(peer)) return std::nullopt;
  const net::AddressKey key = peer.key();
  const std::scoped_lock lock(table.mutex);
  Bucket& bucket = table.buckets[XXH3_64bits_withSeed(key.data(), key.size(), seed_) % buckets_max];
  if (!bucket.is_used || bucket.owner != key) bucket = {.owner = key, .tokens = burst, .filled_at = now, .is_used = true};
  const double passed = std::max(0.0, static_cast<double>((now - bucket.filled_at).count()) / 1000.0);
  bucket.tokens = std::min(burst, bucket.tokens + passed * per_second);
  bucket.filled_at = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::nullopt;
  }
  return Seconds(static_cast<std::int64_t>(std::ceil((1 - bucket.tokens) / per_second)));
}

}  // namespace sojourn::api
