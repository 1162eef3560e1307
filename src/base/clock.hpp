#pragma once

// Time comes in from outside: rules take an Instant, the rim holds a Clock.

#include "base/instant.hpp"

#include <atomic>

namespace sojourn {

/// What time it is. Any thread may ask.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

/// The kernel's clock.
class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

/// A clock for tests of time: the kernel's, moved by hand. It goes on by itself from where it was put,
/// or stands still if built so. Any thread may move it.
class MovableClock final : public Clock {
 public:
  enum class Between { runs, stands };
  explicit MovableClock(Instant start, Between between = Between::runs);

  Instant now() const override;
  void advance(Milliseconds by);
  void set(Instant to);

 private:
  Instant steady() const;

  const Between between_;
  std::atomic<std::int64_t> offset_ms_;
};

}  // namespace sojourn
