#pragma once

// Which lead a visit belongs to. Browsers are shared and people use several, so a visitor may be identified more than once; each
// identification is kept, may be taken back, and the links are what follows from those that hold, whatever order they came in.

#include "base/instant.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace sojourn::people {

/// "This visitor is this lead", said during a visit. Keys are the store's.
struct Identification {
  std::int64_t key = 0;
  std::int64_t lead = 0;
  std::int64_t visit = 0;
  Instant at;
};

/// The identification that a visit's link follows from: the last one made in the visit itself; else the last before it began, since
/// the browser remembers; else the first after it, since somebody unknown turned out to be that lead. Null where there is none.
/// `in_order` is sorted by time, then key, and holds only those of the visit's visitor that were not taken back.
const Identification* link_of(std::int64_t visit, Instant visit_start, std::span<const Identification> in_order);

}  // namespace sojourn::people
