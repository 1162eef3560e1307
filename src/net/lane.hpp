#pragma once

// One network thread: its loop, its connections, and what they share because they never run at the same time.

#include "net/exchange.hpp"
#include "net/gate.hpp"
#include "net/loop_impl.hpp"
#include "net/server.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace sojourn::net {

using TimePoint = std::chrono::steady_clock::time_point;

class Lane;

/// What a lane looks after: something with a socket and deadlines. Lives as long as an operation or a handler holds it.
class Link : public std::enable_shared_from_this<Link> {
 public:
  explicit Link(Lane& lane);
  Link(const Link&) = delete;
  virtual ~Link();

  /// Looks at the deadlines. Called every sweep_interval, the only clock a link has.
  virtual void sweep() = 0;
  /// Comes to an end politely.
  virtual void drain() = 0;
  /// Comes to an end now.
  virtual void cut() = 0;

 protected:
  Lane& lane() const { return lane_; }

 private:
  friend class Lane;
  Lane& lane_;
  std::size_t index_;  // Of this link in the lane's list.
};

/// On its loop's thread, but for construction and destruction.
class Lane {
 public:
  /// All three outlive the lane.
  Lane(const Settings& settings, Application& application, Gate& gate);

  Loop& loop() { return loop_; }
  asio::io_context& context() { return loop_.impl().context; }
  Application& application() { return application_; }
  const Limits& limits() const { return settings_.limits; }
  const Settings& settings() const { return settings_; }
  Gate& gate() { return gate_; }

  /// When the last sweep was; costs nothing.
  TimePoint now() const { return now_; }
  /// Whether `limit` has certainly passed since `since`, a now() of the past.
  bool is_over(TimePoint since, std::chrono::milliseconds limit) const { return now_ - since > limit + limits().sweep_interval; }

  /// Sweeps from now on until there is nothing left to drain.
  void start();
  /// Lets every link come to an end; the loop stops when the last is gone.
  void drain();
  bool is_draining() const { return is_draining_; }

  std::unique_ptr<Exchange> take_exchange();
  void give_back(std::unique_ptr<Exchange> exchange);

  /// Scratch space for one turn: answers being encoded, and bytes received that nobody keeps.
  std::string& cleared_output();
  std::span<char> input() { return input_; }

  /// Called at each sweep: listeners that had to pause go on.
  std::vector<std::move_only_function<void()>> at_sweep;
  /// Connections that were refused and are still reading why.
  std::size_t turned_away = 0;

 private:
  friend class Link;
  void add(Link& link);
  void remove(Link& link);
  void sweep();
  void sweep_later();
  template <typename Act>
  void for_each_link(Act act);

  Loop loop_;
  const Settings& settings_;
  Application& application_;
  Gate& gate_;

  SteadyTimer sweep_timer_;
  TimePoint now_ = std::chrono::steady_clock::now();
  TimePoint drain_since_;
  bool is_draining_ = false;
  std::vector<Link*> links_;
  std::vector<std::unique_ptr<Exchange>> free_exchanges_;
  std::string output_;
  std::array<char, 16 * 1024> input_{};
};

/// Logs the exception being handled. For the one catch of each connection; a null exception is logged too.
void log_failure(std::string_view who) noexcept;

}  // namespace sojourn::net
