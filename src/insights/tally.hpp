#pragma once

// Counting by name, and the middle of many numbers.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn::insights {

struct Counted {
  std::string name;
  std::int64_t sessions = 0;
  bool operator==(const Counted&) const = default;
};

class Tally {
 public:
  void count(std::string_view name) {
    const auto known = counts_.find(name);
    known != counts_.end() ? static_cast<void>(++known->second) : static_cast<void>(counts_.emplace(name, 1));
  }
  /// The most frequent first, of equals by name; at most `limit`.
  std::vector<Counted> most_frequent(std::size_t limit) const;

 private:
  std::map<std::string, std::int64_t, std::less<>> counts_;
};

/// The smallest of the numbers that a share of them (0 to 1) does not exceed; 0 where there are none. Rearranges them.
std::int64_t quantile(std::span<std::int64_t> numbers, double share);

}  // namespace sojourn::insights
