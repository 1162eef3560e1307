#include "insights/tally.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace sojourn::insights {

std::vector<Counted> Tally::most_frequent(std::size_t limit) const {
  std::vector<Counted> all;
  for (const auto& [name, sessions] : counts_) all.push_back({name, sessions});
  std::ranges::sort(all, {}, [](const Counted& one) { return std::tuple(-one.sessions, std::string_view(one.name)); });
  if (all.size() > limit) all.resize(limit);
  return all;
}

std::int64_t quantile(std::span<std::int64_t> numbers, double share) {
  if (numbers.empty()) return 0;
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(numbers.size())));
  const std::size_t at = std::clamp<std::size_t>(rank, 1, numbers.size()) - 1;
  std::ranges::nth_element(numbers, numbers.begin() + static_cast<std::ptrdiff_t>(at));
  return numbers[at];
}

}  // namespace sojourn::insights
