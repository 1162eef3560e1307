#pragma once

// Our own mistakes stop the program; outside input never does (that is what Result is for).

#include <source_location>

namespace sojourn {

[[noreturn]] void check_failed(const char* fact, std::source_location where);

}  // namespace sojourn

/// States one fact that the code around it relies on. Stays on in release builds.
#define SOJOURN_CHECK(fact) \
  (static_cast<bool>(fact) ? static_cast<void>(0) : ::sojourn::check_failed(#fact, std::source_location::current()))
