#pragma once

// Where a piece of code belongs: post() runs a function on that thread, later. The network's loops are executors; so is a test's.

#include <functional>

namespace sojourn {

class Executor {
 public:
  virtual ~Executor() = default;
  /// Runs `work` on this executor's thread, after what was posted before it. Any thread may call.
  virtual void post(std::move_only_function<void()> work) = 0;
};

/// Runs posted work at once, on the caller's thread: for tests and for commands that have no loop.
class InlineExecutor final : public Executor {
 public:
  void post(std::move_only_function<void()> work) override { work(); }
};

}  // namespace sojourn
