#include "people/links.hpp"

namespace sojourn::people {

const Identification* link_of(std::int64_t visit, Instant visit_start, std::span<const Identification> in_order) {
  const Identification* in_visit = nullptr;
  const Identification* before = nullptr;
  const Identification* after = nullptr;
  for (const Identification& one : in_order) {
    if (one.visit == visit) {
      in_visit = &one;
    } else if (one.at <= visit_start) {
      before = &one;
    } else if (after == nullptr) {
      after = &one;
    }
  }
  if (in_visit != nullptr) return in_visit;
  return before != nullptr ? before : after;
}

}  // namespace sojourn::people
