#include "app/log_tail.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>
#include <algorithm>
#include <cerrno>
#include <cstring>

namespace sojourn::app {
namespace {

/// Lines of one visitor end alike: only much of the text tells a file from another of the same length.
constexpr std::size_t last_bytes_max = 4'096;

std::uint64_t hash_of(std::string_view text) {
  return XXH3_64bits(text.data(), text.size());
}

}  // namespace

LogTail::~LogTail() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool LogTail::open() {
  descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat found{};
  if (descriptor_ < 0 || ::fstat(descriptor_, &found) != 0) return false;
  device_ = found.st_dev;
  inode_ = found.st_ino;
  begin_file();
  return true;
}

void LogTail::begin_file() {
  bytes_before_ += offset_;
  line_begin_ = 0;
  offset_ = 0;
  partial_.clear();
  last_bytes_.clear();
  is_first_line_ = true;
}

/// Another file lies under the name, and is written to: as long as it is empty, the old one may still be.
bool LogTail::was_replaced() const {
  struct stat found{};
  return ::stat(path_.c_str(), &found) == 0 && found.st_size > 0 && (found.st_dev != device_ || found.st_ino != inode_);
}

/// The file is shorter than what was read of it, or is not the one that was read.
bool LogTail::was_cut() const {
  struct stat found{};
  if (::fstat(descriptor_, &found) != 0) return false;
  if (static_cast<std::uint64_t>(found.st_size) < offset_) return true;
  std::string bytes(last_bytes_.size(), '\0');
  const ssize_t size = ::pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset_ - bytes.size()));
  return size != static_cast<ssize_t>(bytes.size()) || bytes != last_bytes_;
}

Result<std::vector<TailLine>> LogTail::read(std::size_t bytes_max) {
  std::vector<TailLine> lines;
  if (descriptor_ < 0 && !open()) {
    if (errno == ENOENT) return lines;
    return fail(ErrorKind::unavailable, path_ + ": " + std::strerror(errno));
  }
  if (was_cut()) begin_file();
  std::string piece(std::min<std::size_t>(bytes_max, 64 * 1024), '\0');
  for (std::size_t taken = 0; taken < bytes_max;) {
    const ssize_t size = ::pread(descriptor_, piece.data(), piece.size(), static_cast<off_t>(offset_));
    if (size < 0) return fail(ErrorKind::unavailable, path_ + ": " + std::strerror(errno));
    if (size > 0) {
      taken += static_cast<std::size_t>(size);
      take(std::string_view(piece).substr(0, static_cast<std::size_t>(size)), lines);
      continue;
    }
    if (!was_replaced()) break;
    // Nobody adds to the old file any more: its last line has come to its end.
    if (!partial_.empty()) take_line(std::move(partial_), lines);
    ::close(descriptor_);
    if (!open()) break;
  }
  return lines;
}

void LogTail::take(std::string_view piece, std::vector<TailLine>& lines) {
  offset_ += piece.size();
  last_bytes_ += piece.substr(piece.size() - std::min(piece.size(), last_bytes_max));
  if (last_bytes_.size() > last_bytes_max) last_bytes_.erase(0, last_bytes_.size() - last_bytes_max);
  while (!piece.empty()) {
    const std::size_t feed = piece.find('\n');
    const std::string_view part = piece.substr(0, feed);
    if (partial_.size() < tail_line_bytes_max) partial_ += part.substr(0, tail_line_bytes_max - partial_.size());
    if (feed == std::string_view::npos) return;
    take_line(std::exchange(partial_, {}), lines);
    piece.remove_prefix(feed + 1);
    line_begin_ = offset_ - piece.size();
  }
}

void LogTail::take_line(std::string text, std::vector<TailLine>& lines) {
  if (text.ends_with('\r')) text.pop_back();
  if (std::exchange(is_first_line_, false)) {
    const std::uint64_t hash = hash_of(text);
    if (hash == first_line_) {
      counts_.clear();
      remembered_.clear();
    }
    first_line_ = hash;
  }
  const std::uint32_t ordinal = ordinal_of(text);
  lines.push_back({std::move(text), ordinal, bytes_before_ + line_begin_});
}

std::uint32_t LogTail::ordinal_of(std::string_view text) {
  const std::uint64_t hash = hash_of(text);
  remembered_.push_back(hash);
  if (remembered_.size() > lines_remembered_max) {
    const auto oldest = counts_.find(remembered_.front());
    // A line that came again since keeps its count.
    if (oldest != counts_.end() && oldest->second <= 1) counts_.erase(oldest);
    remembered_.pop_front();
  }
  return counts_[hash]++;
}

}  // namespace sojourn::app
