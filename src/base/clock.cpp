#include "base/clock.hpp"

namespace sojourn {

Instant SystemClock::now() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant::from_ms(std::chrono::floor<Milliseconds>(since).count());
}

MovableClock::MovableClock(Instant start, Between between) : between_(between), offset_ms_(0) {
  set(start);
}

Instant MovableClock::steady() const {
  if (between_ == Between::stands) return Instant();
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return Instant::from_ms(std::chrono::floor<Milliseconds>(since).count());
}

Instant MovableClock::now() const {
  return steady() + Milliseconds(offset_ms_.load());
}

void MovableClock::advance(Milliseconds by) {
  offset_ms_ += by.count();
}

void MovableClock::set(Instant to) {
  offset_ms_ = (to - steady()).count();
}

}  // namespace sojourn
