#pragma once

// Properties that somebody might like, by what they have looked at and saved, each with the reason in words.

#include "catalogue/catalogue.hpp"

#include <span>
#include <vector>

namespace sojourn::catalogue {

/// A property that the person has seen.
struct Seen {
  Property property;
  std::uint32_t views = 0;
  std::uint32_t saves = 0;
};

struct Recommendation {
  Property property;
  double match = 0;  ///< From 0 to 1.
  std::vector<std::string> reasons;
};

/// A save speaks as loud as this many views.
inline constexpr double save_weight = 3;
/// What is less alike is not worth a call.
inline constexpr double match_min = 0.3;

/// The best `count` of the offers that were not seen, best first; none where nothing was seen.
std::vector<Recommendation> recommend(std::span<const Seen> seen, std::span<const Property> offers, std::size_t count);

}  // namespace sojourn::catalogue
