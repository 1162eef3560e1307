#include "store/sqlite/fault_disk.hpp"

#include <sqlite3.h>

namespace sojourn::store {

struct FaultVfs {
  sqlite3_vfs base{};
  std::string name;
  FaultDisk* disk = nullptr;
};

namespace {

constexpr int shared_memory_region_bytes = 32 * 1024;

/// SQLite allocates it; `file` is constructed in open and destroyed in close.
struct OpenFile {
  sqlite3_file base;
  FaultDisk* disk;
  std::shared_ptr<FaultDisk::File>* file;
};

OpenFile& self(sqlite3_file* file) {
  return *reinterpret_cast<OpenFile*>(file);
}
FaultDisk::File& content(sqlite3_file* file) {
  return **self(file).file;
}

int close_file(sqlite3_file* file) {
  delete self(file).file;
  self(file).file = nullptr;
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
  if (const int refused = self(file).disk->read_allowed(); refused != SQLITE_OK) return refused;
  const std::string& bytes = content(file).content;
  const auto at = static_cast<std::size_t>(offset);
  const auto wanted = static_cast<std::size_t>(size);
  const std::size_t there = at < bytes.size() ? std::min(wanted, bytes.size() - at) : 0;
  std::memcpy(out, bytes.data() + std::min(at, bytes.size()), there);
  if (there == wanted) return SQLITE_OK;
  std::memset(static_cast<char*>(out) + there, 0, wanted - there);
  return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  return self(file).disk->write(content(file), bytes, static_cast<std::size_t>(size), static_cast<std::size_t>(offset));
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  return self(file).disk->truncate(content(file), static_cast<std::size_t>(size));
}
int sync_file(sqlite3_file* file, int) {
  return self(file).disk->sync(content(file));
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(content(file).content.size());
  return SQLITE_OK;
}

int lock_file(sqlite3_file*, int) {
  return SQLITE_OK;
}
int unlock_file(sqlite3_file*, int) {
  return SQLITE_OK;
}
int check_reserved_lock(sqlite3_file*, int* is_locked) {
  *is_locked = 0;
  return SQLITE_OK;
}
int file_control(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
  return 512;
}
int device_characteristics(sqlite3_file*) {
  return 0;
}

int map_shared_memory(sqlite3_file* file, int region, int, int extend, void volatile** out) {
  auto& regions = content(file).shared_memory;
  while (static_cast<int>(regions.size()) <= region && extend != 0)
    regions.push_back(std::make_unique<char[]>(shared_memory_region_bytes));
  *out = static_cast<int>(regions.size()) > region ? regions[static_cast<std::size_t>(region)].get() : nullptr;
  return SQLITE_OK;
}

int lock_shared_memory(sqlite3_file* file, int offset, int count, int flags) {
  int* locks = content(file).shared_locks;
  const bool is_exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  for (int i = offset; i < offset + count; ++i) {
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
      locks[i] = is_exclusive ? 0 : std::max(0, locks[i] - 1);
    } else if (is_exclusive ? locks[i] != 0 : locks[i] < 0) {
      return SQLITE_BUSY;
    }
  }
  if ((flags & SQLITE_SHM_LOCK) == 0) return SQLITE_OK;
  for (int i = offset; i < offset + count; ++i) locks[i] = is_exclusive ? -1 : locks[i] + 1;
  return SQLITE_OK;
}

void shared_memory_barrier(sqlite3_file*) {}

int unmap_shared_memory(sqlite3_file* file, int remove) {
  if (remove != 0) content(file).shared_memory.clear();
  return SQLITE_OK;
}

const sqlite3_io_methods methods = {2,
                                    close_file,
                                    read_file,
                                    write_file,
                                    truncate_file,
                                    sync_file,
                                    size_of_file,
                                    lock_file,
                                    unlock_file,
                                    check_reserved_lock,
                                    file_control,
                                    sector_size,
                                    device_characteristics,
                                    map_shared_memory,
                                    lock_shared_memory,
                                    shared_memory_barrier,
                                    unmap_shared_memory,
                                    nullptr,
                                    nullptr};

FaultDisk& disk_of(sqlite3_vfs* vfs) {
  return *static_cast<FaultVfs*>(vfs->pAppData)->disk;
}

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* out, int flags, int* out_flags) {
  OpenFile& file = self(out);
  file = {};
  auto found = disk_of(vfs).open(path == nullptr ? "temporary" : path, (flags & SQLITE_OPEN_CREATE) != 0);
  if (!found) return SQLITE_CANTOPEN;
  file.base.pMethods = &methods;
  file.disk = &disk_of(vfs);
  file.file = new std::shared_ptr<FaultDisk::File>(std::move(found));
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int) {
  return disk_of(vfs).remove(path);
}

int access_file(sqlite3_vfs* vfs, const char* path, int, int* result) {
  *result = disk_of(vfs).exists(path) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", path);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int size, char* out) {
  std::memset(out, 4, static_cast<std::size_t>(size));
  return size;
}
int sleep_for(sqlite3_vfs*, int microseconds) {
  return microseconds;
}
int current_time(sqlite3_vfs*, double* out) {
  *out = 2461000.5;
  return SQLITE_OK;
}

}  // namespace

FaultDisk::FaultDisk() : vfs_(std::make_unique<FaultVfs>()) {
  static std::uint64_t made = 0;
  name_ = fmt::format("fault-disk-{}", ++made);
  vfs_->name = name_;
  vfs_->disk = this;
  sqlite3_vfs& vfs = vfs_->base;
  vfs.iVersion = 1;
  vfs.szOsFile = sizeof(OpenFile);
  vfs.mxPathname = 512;
  vfs.zName = vfs_->name.c_str();
  vfs.pAppData = vfs_.get();
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = access_file;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = randomness;
  vfs.xSleep = sleep_for;
  vfs.xCurrentTime = current_time;
  sqlite3_initialize();
  sqlite3_vfs_register(&vfs, 0);
}

FaultDisk::~FaultDisk() {
  sqlite3_vfs_unregister(&vfs_->base);
}

void FaultDisk::plan(DiskFault fault, std::uint64_t at) {
  fault_ = fault;
  strike_at_ = at;
  has_struck_ = false;
  operations_ = syncs_ = writes_ = 0;
}

bool FaultDisk::is_on() {
  ++operations_;
  if (fault_ == DiskFault::power_cut && operations_ >= strike_at_) {
    has_power_ = false;
    has_struck_ = true;
  }
  return has_power_;
}

std::shared_ptr<FaultDisk::File> FaultDisk::open(const std::string& path, bool create) {
  if (!has_power_) return nullptr;
  auto found = files_.find(path);
  if (found != files_.end() && found->second->exists) return found->second;
  if (!create) return nullptr;
  auto file = std::make_shared<File>();
  files_[path] = file;
  return file;
}

bool FaultDisk::exists(const std::string& path) const {
  const auto found = files_.find(path);
  return found != files_.end() && found->second->exists;
}

int FaultDisk::remove(const std::string& path) {
  if (!is_on()) return SQLITE_IOERR_DELETE;
  files_.erase(path);
  return SQLITE_OK;
}

int FaultDisk::read_allowed() {
  return has_power_ ? SQLITE_OK : SQLITE_IOERR_READ;
}

int FaultDisk::write(File& file, const void* bytes, std::size_t size, std::size_t offset) {
  if (!is_on()) return SQLITE_IOERR_WRITE;
  ++writes_;
  if (fault_ == DiskFault::write_fails && writes_ == strike_at_) {
    has_struck_ = true;
    return SQLITE_IOERR_WRITE;
  }
  if (fault_ == DiskFault::disk_full && writes_ == strike_at_) {
    has_struck_ = true;
    is_full_ = true;
  }
  if (is_full_ && offset + size > file.content.size()) return SQLITE_FULL;
  if (file.content.size() < offset + size) file.content.resize(offset + size, '\0');
  std::memcpy(file.content.data() + offset, bytes, size);
  file.pending.push_back({offset, std::string(static_cast<const char*>(bytes), size)});
  return SQLITE_OK;
}

int FaultDisk::truncate(File& file, std::size_t size) {
  if (!is_on()) return SQLITE_IOERR_TRUNCATE;
  file.content.resize(size, '\0');
  file.pending.push_back({size, "", true});
  return SQLITE_OK;
}

int FaultDisk::sync(File& file) {
  if (!is_on()) return SQLITE_IOERR_FSYNC;
  ++syncs_;
  if (fault_ == DiskFault::sync_fails && syncs_ == strike_at_) {
    has_struck_ = true;
    file.pending.clear();  // The kernel drops what it could not write, and calls it clean.
    return SQLITE_IOERR_FSYNC;
  }
  file.durable = file.content;
  file.pending.clear();
  return SQLITE_OK;
}

void FaultDisk::restart_after_power_cut(Random& random, std::size_t sector_bytes) {
  for (auto& [path, file] : files_) {
    std::string image = file->durable;
    for (const Pending& pending : file->pending) {
      if (pending.is_truncation) {
        if (random.below(2) == 0) image.resize(pending.offset, '\0');
        continue;
      }
      // Sector by sector, each on its own: so writes are dropped, torn and, in effect, reordered.
      for (std::size_t from = 0; from < pending.bytes.size();) {
        const std::size_t sector_end = ((pending.offset + from) / sector_bytes + 1) * sector_bytes - pending.offset;
        const std::size_t to = std::min(pending.bytes.size(), sector_end);
        if (random.below(2) == 0) {
          if (image.size() < pending.offset + to) image.resize(pending.offset + to, '\0');
          std::memcpy(image.data() + pending.offset + from, pending.bytes.data() + from, to - from);
        }
        from = to;
      }
    }
    file = std::make_shared<File>();
    file->content = image;
    file->durable = std::move(image);
  }
  has_power_ = true;
  is_full_ = false;
  plan(DiskFault::none, 0);
}

}  // namespace sojourn::store
