#pragma once

// The event loop of one network thread. Connections, their handlers and timers live on one loop each and need no locks.

#include "base/executor.hpp"

#include <chrono>
#include <functional>
#include <memory>

namespace sojourn::net {

/// Ends its timer when it goes. Belongs to its loop's thread; may outlive its firing, but not the loop.
class Timer {
 public:
  struct State;

  Timer() = default;
  explicit Timer(std::shared_ptr<State> state) : state_(std::move(state)) {}
  Timer(Timer&&) = default;
  Timer& operator=(Timer&& other) noexcept;
  ~Timer() { cancel(); }

  /// The function will not run any more.
  void cancel();

 private:
  std::shared_ptr<State> state_;
};

class Loop final : public Executor {
 public:
  struct Impl;

  Loop();
  ~Loop() override;

  /// Any thread. A post from another thread costs a mutex and, for the first one waiting, one wake-up. What is posted after the
  /// loop has ended is dropped when the loop is destroyed.
  void post(std::move_only_function<void()> work) override;

  /// This loop's thread only: runs `work` once after `delay`, unless the timer is cancelled or destroyed first.
  [[nodiscard]] Timer after(std::chrono::milliseconds delay, std::move_only_function<void()> work);

  /// Makes the calling thread this loop's thread until stop().
  void run();
  /// Any thread: run() returns after the work at hand.
  void stop();

  /// The loop whose run() is on this thread's stack; null elsewhere.
  static Loop* current();

  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace sojourn::net
