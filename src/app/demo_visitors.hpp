#pragma once

// Simulated visitors of the demo site: people with a device and a mind of their own who read pages, look at homes, save some, and
// now and then ask for a tour. They speak to the server as browsers do, over HTTP.

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace sojourn::app {

/// start and pause may be called from any thread and do not wait; stop waits, so never on a loop of the server it speaks to.
class DemoVisitors {
 public:
  /// `token` is that of a colleague who may write: the site is believed where its visitors are.
  DemoVisitors(std::uint16_t port, std::string public_key, std::string token)
      : port_(port), public_key_(std::move(public_key)), token_(std::move(token)) {}
  ~DemoVisitors() { stop(); }

  /// Before the first start.
  void set_properties(std::vector<std::string> property_ids) { property_ids_ = std::move(property_ids); }
  void start();
  /// They stand still until the next start.
  void pause() { is_running_ = false; }
  void stop();
  bool is_running() const { return is_running_; }

 private:
  void run();

  const std::uint16_t port_;
  const std::string public_key_;
  const std::string token_;
  std::vector<std::string> property_ids_;

  std::mutex mutex_;  ///< Guards thread_.
  std::thread thread_;
  std::atomic<bool> is_running_{false};
  std::atomic<bool> is_stopping_{false};
};

}  // namespace sojourn::app
