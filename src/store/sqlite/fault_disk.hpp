#pragma once

// A disk in memory, for tests: it can lose power after any operation, and fail any of them. Registered with SQLite as a virtual
// file system. After a power cut what was not synced is kept, dropped or torn sector by sector, as a seed decides.

#include "base/random.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sojourn::store {

enum class DiskFault {
  none,
  power_cut,    ///< From then on everything fails, as nobody is there any more.
  sync_fails,   ///< The sync reports EIO and nothing was made durable; later ones succeed again, as on Linux.
  write_fails,  ///< EIO.
  disk_full,    ///< From then on no write that needs new space succeeds, until make_room().
};

class FaultDisk {
 public:
  FaultDisk();
  ~FaultDisk();
  FaultDisk(const FaultDisk&) = delete;
  FaultDisk& operator=(const FaultDisk&) = delete;

  /// The name to open databases with.
  const std::string& vfs_name() const { return name_; }

  /// The n-th operation (from 1) that the fault concerns goes wrong: of all for power_cut, of syncs, of writes.
  void plan(DiskFault fault, std::uint64_t at);
  void make_room() { is_full_ = false; }
  bool has_struck() const { return has_struck_; }

  std::uint64_t operations() const { return operations_; }
  std::uint64_t syncs() const { return syncs_; }
  std::uint64_t writes() const { return writes_; }

  /// What is left after the power comes back; the disk works again. All files must be closed.
  void restart_after_power_cut(Random& random, std::size_t sector_bytes);

  // Called by the virtual file system.
  struct Pending {
    std::size_t offset;
    std::string bytes;
    bool is_truncation = false;  ///< To `offset`.
  };
  struct File {
    std::string content;           ///< As the running process sees it.
    std::string durable;           ///< As of the last sync.
    std::vector<Pending> pending;  ///< Since then.
    bool exists = true;
    std::vector<std::unique_ptr<char[]>> shared_memory;
    int shared_locks[8] = {};  ///< Count of shared holders, -1 for an exclusive one.
    int locked = 0;
  };
  std::shared_ptr<File> open(const std::string& path, bool create);
  bool exists(const std::string& path) const;
  int remove(const std::string& path);
  int write(File& file, const void* bytes, std::size_t size, std::size_t offset);
  int truncate(File& file, std::size_t size);
  int sync(File& file);
  int read_allowed();

 private:
  /// Counts one operation; whether the machine is still on.
  bool is_on();

  std::string name_;
  std::unique_ptr<struct FaultVfs> vfs_;
  std::map<std::string, std::shared_ptr<File>> files_;
  DiskFault fault_ = DiskFault::none;
  std::uint64_t strike_at_ = 0;
  std::uint64_t operations_ = 0;
  std::uint64_t syncs_ = 0;
  std::uint64_t writes_ = 0;
  bool has_struck_ = false;
  bool has_power_ = true;
  bool is_full_ = false;
};

}  // namespace sojourn::store
