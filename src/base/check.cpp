#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace sojourn {

void check_failed(const char* fact, std::source_location where) {
  std::fprintf(stderr, "%s:%u: %s: this should hold: %s\n", where.file_name(), where.line(), where.function_name(), fact);
  std::abort();
}

}  // namespace sojourn
