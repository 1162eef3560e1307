#pragma once

// Visitors of pages that store nothing: they are known for a day by a hash of address and browser under a salt that is made anew
// each day and then forgotten, so that nobody, ourselves included, can follow anybody from one day to the next.

#include "api/service.hpp"

namespace sojourn::api {

/// Today's name of a caller without storage, and yesterday's, by which a visit is found that goes on over midnight (UTC).
struct DailyNames {
  std::string today;
  std::string yesterday;  ///< "" where nobody was here yesterday.
};
Task<Result<DailyNames>> daily_names(Service& service, const Call& call, const SiteId& site);

}  // namespace sojourn::api
