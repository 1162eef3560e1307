#pragma once

// The folder that holds everything: one process at a time, nobody else's eyes, and entries that survive a power cut.

#include "base/error.hpp"

#include <string>

namespace sojourn::store {

class DataFolder {
 public:
  /// Creates the folder (mode 0700) where it does not exist, refuses one that others may read, and takes its lock.
  /// conflict where another process has it; not_allowed where it is world-readable; unavailable where the disk refuses.
  static Result<DataFolder> open(const std::string& path);
  DataFolder(DataFolder&& other) noexcept;
  DataFolder& operator=(DataFolder&&) = delete;
  ~DataFolder();

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  /// Makes the folder's entries durable. SQLite ignores failures of its own attempt, so this one is ours.
  Result<void> sync() const;

 private:
  DataFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::string path_;
  int lock_;
};

/// Whether somebody holds the folder's lock: then commands go through the control socket.
bool is_in_use(const std::string& path);

}  // namespace sojourn::store
