#pragma once

// Chance comes in from outside too. Secrets and ids take theirs from the kernel; tests bring a seed.

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>

namespace sojourn {

/// A source of random bytes. Any thread may draw from SystemRandom; SeededRandom belongs to one thread.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> bytes) = 0;

  std::uint64_t next_u64();
  /// Uniform below `bound` (at least 1), without bias.
  std::uint64_t below(std::uint64_t bound);
};

/// The kernel's generator. Aborts when the kernel has none: a guessable secret is worse than no server.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::byte> bytes) override;
};

/// The same bytes for the same seed. For tests and simulated visitors, never for secrets.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::byte> bytes) override;

 private:
  std::mt19937_64 engine_;
};

}  // namespace sojourn
