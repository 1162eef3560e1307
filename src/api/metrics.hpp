#pragma once

// Counters of the HTTP side, cheap enough for every request; and the whole of the metrics as Prometheus text.

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

namespace sojourn::api {

class Service;

class HttpMetrics {
 public:
  void count_answer(int status) { answers_[static_cast<std::size_t>(status / 100) % 6].fetch_add(1, std::memory_order_relaxed); }
  std::uint64_t answers(std::size_t hundred) const { return answers_[hundred].load(std::memory_order_relaxed); }

  std::atomic<std::int64_t> live_sockets{0};

 private:
  std::array<std::atomic<std::uint64_t>, 6> answers_{};
};

/// The text exposition format, version 0.0.4. Names are part of the contract with operators: see metrics_test.
std::string metrics_text(Service& service);

}  // namespace sojourn::api
