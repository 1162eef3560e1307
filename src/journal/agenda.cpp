#include "journal/agenda.hpp"

namespace sojourn::journal {
namespace {

constexpr std::int64_t slot_ms = 250;

}  // namespace

void Agenda::arm(const VisitId& visit, Instant due) {
  const std::int64_t slot_end = (due.ms() + slot_ms - 1) / slot_ms;
  slots_[slot_end].push_back(visit);
  ++size_;
}

std::vector<VisitId> Agenda::take_due(Instant now, std::size_t most) {
  std::vector<VisitId> due;
  while (!slots_.empty() && slots_.begin()->first * slot_ms <= now.ms() && due.size() < most) {
    std::vector<VisitId>& slot = slots_.begin()->second;
    const std::size_t taken = std::min(slot.size(), most - due.size());
    due.insert(due.end(), slot.end() - static_cast<std::ptrdiff_t>(taken), slot.end());
    slot.resize(slot.size() - taken);
    if (slot.empty()) slots_.erase(slots_.begin());
  }
  size_ -= due.size();
  return due;
}

}  // namespace sojourn::journal
