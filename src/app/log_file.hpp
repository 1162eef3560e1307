#pragma once

// A log file's text: mapped where it is plain, inflated where it is gzip (told by its first bytes, not its name).

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace sojourn::app {

/// Inflated text may be at most so long: a small file must not be able to fill the memory.
inline constexpr std::size_t inflated_bytes_max = 8ULL * 1024 * 1024 * 1024;

class LogFile {
 public:
  /// not_found, unavailable where it cannot be read, too_large past the maximum.
  static Result<LogFile> open(const std::string& path);
  LogFile(LogFile&& other) noexcept;
  LogFile& operator=(LogFile&&) = delete;
  ~LogFile();

  std::string_view text() const {
    return mapped_ != nullptr ? std::string_view(static_cast<const char*>(mapped_), size_) : std::string_view(inflated_);
  }

 private:
  LogFile() = default;
  void* mapped_ = nullptr;
  std::size_t size_ = 0;
  std::string inflated_;
};

}  // namespace sojourn::app
