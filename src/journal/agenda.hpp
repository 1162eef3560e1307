#pragma once

// Everything that happens by itself at a time: which visits may time out when. Lazy: activity does not touch it; what comes due is
// looked at again and armed anew where it is not time yet. Nothing scans.

#include "base/uuid.hpp"

#include <map>
#include <vector>

namespace sojourn::journal {

/// One thread's.
class Agenda {
 public:
  void arm(const VisitId& visit, Instant due);
  /// At most `most` visits that are due, the earliest first; the others stay.
  std::vector<VisitId> take_due(Instant now, std::size_t most);
  std::size_t size() const { return size_; }

 private:
  // Slots of a quarter second: a slot is taken once its end has passed, so nothing fires early and nothing a second late.
  std::map<std::int64_t, std::vector<VisitId>> slots_;
  std::size_t size_ = 0;
};

}  // namespace sojourn::journal
