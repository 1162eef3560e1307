#pragma once

// Committed changes on their way to whoever keeps a view of them.

#include "store/work.hpp"

#include <span>

namespace sojourn::feed {

class Feed {
 public:
  virtual ~Feed() = default;
  /// Called by the journal with what one group changed, after its commit and before its answers, in the order of the groups.
  virtual void publish(std::span<const store::VisitChange> changes) = 0;
};

}  // namespace sojourn::feed
