#include "visits/seen_ids.hpp"

namespace sojourn::visits {

bool SeenIds::contains(std::uint64_t id_hash) const {
  if (id_hash == 0) return has_zero_;
  if (slots_.empty()) return false;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = id_hash & mask;; at = (at + 1) & mask) {
    if (slots_[at] == id_hash) return true;
    if (slots_[at] == 0) return false;
  }
}

bool SeenIds::insert(std::uint64_t id_hash) {
  if (id_hash == 0) return !std::exchange(has_zero_, true);
  if ((count_ + 1) * 3 > slots_.size() * 2) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = id_hash & mask;
  for (; slots_[at] != 0; at = (at + 1) & mask) {
    if (slots_[at] == id_hash) return false;
  }
  slots_[at] = id_hash;
  ++count_;
  return true;
}

void SeenIds::grow() {
  std::vector<std::uint64_t> old(slots_.empty() ? 8 : slots_.size() * 2, 0);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const std::uint64_t id : old) {
    if (id == 0) continue;
    std::size_t at = id & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = id;
  }
}

}  // namespace sojourn::visits
