#include "store/sqlite/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <filesystem>

namespace sojourn::store {
namespace {

std::unexpected<Error> os_error(ErrorKind kind, std::string_view doing, const std::string& path) {
  return fail(kind, fmt::format("{} {}: {}", doing, path, std::strerror(errno)));
}

/// Group and others may not even look.
Result<void> check_private(const std::string& path) {
  struct stat found{};
  if (::stat(path.c_str(), &found) != 0) return os_error(ErrorKind::unavailable, "looking at", path);
  if ((found.st_mode & 0077) != 0) {
    return fail(ErrorKind::not_allowed,
                fmt::format("{} may be read by other users: run chmod {} {}", path, S_ISDIR(found.st_mode) ? "700" : "600", path));
  }
  return {};
}

}  // namespace

Result<DataFolder> DataFolder::open(const std::string& path) {
  std::error_code failed;
  const bool is_new = !std::filesystem::exists(path, failed);
  if (is_new) {
    std::filesystem::create_directories(path, failed);
    if (failed) return fail(ErrorKind::unavailable, fmt::format("making {}: {}", path, failed.message()));
    if (::chmod(path.c_str(), 0700) != 0) return os_error(ErrorKind::unavailable, "protecting", path);
  }
  if (auto checked = check_private(path); !checked) return std::unexpected(checked.error());
  for (const auto& entry : std::filesystem::directory_iterator(path, failed)) {
    // Place databases are public, and come from elsewhere with the mode they have.
    if (!entry.is_regular_file(failed) || entry.path().extension() == ".mmdb") continue;
    if (auto checked = check_private(entry.path().string()); !checked) return std::unexpected(checked.error());
  }
  ::umask(0077);

  const std::string lock_path = path + "/lock";
  const int lock = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return os_error(ErrorKind::unavailable, "opening", lock_path);
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock);
    return fail(ErrorKind::conflict, fmt::format("{} is in use by another process", path));
  }
  return DataFolder(path, lock);
}

DataFolder::DataFolder(DataFolder&& other) noexcept : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

DataFolder::~DataFolder() {
  if (lock_ >= 0) ::close(lock_);
}

Result<void> DataFolder::sync() const {
  const int folder = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return os_error(ErrorKind::unavailable, "opening", path_);
  const bool synced = ::fsync(folder) == 0;
  ::close(folder);
  if (!synced) return os_error(ErrorKind::unavailable, "syncing", path_);
  return {};
}

bool is_in_use(const std::string& path) {
  const int lock = ::open((path + "/lock").c_str(), O_RDWR | O_CLOEXEC);
  if (lock < 0) return false;
  const bool is_held = ::flock(lock, LOCK_EX | LOCK_NB) != 0;
  ::close(lock);
  return is_held;
}

}  // namespace sojourn::store
