#include "app/log_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

namespace sojourn::app {
namespace {

bool is_gzip(std::string_view text) {
  return text.size() >= 2 && text[0] == '\x1f' && text[1] == '\x8b';
}

Result<std::string> inflate_file(const std::string& path) {
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return fail(ErrorKind::unavailable, fmt::format("{} cannot be read", path));
  std::string text;
  std::string piece(1024 * 1024, '\0');
  int size = 0;
  while ((size = gzread(file, piece.data(), static_cast<unsigned>(piece.size()))) > 0) {
    text.append(piece, 0, static_cast<std::size_t>(size));
    if (text.size() > inflated_bytes_max) break;
  }
  const bool is_whole = size == 0 && gzclose(file) == Z_OK;
  if (text.size() > inflated_bytes_max)
    return fail(ErrorKind::too_large, fmt::format("{} is longer than {} bytes when inflated", path, inflated_bytes_max));
  if (!is_whole) return fail(ErrorKind::invalid_input, fmt::format("{} is damaged: it does not inflate to its end", path));
  return text;
}

}  // namespace

Result<LogFile> LogFile::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return fail(ErrorKind::not_found, fmt::format("{}: {}", path, std::strerror(errno)));
  LogFile file;
  struct stat found{};
  const bool is_plain = ::fstat(descriptor, &found) == 0 && S_ISREG(found.st_mode);
  if (is_plain && found.st_size > 0) {
    file.size_ = static_cast<std::size_t>(found.st_size);
    void* mapped = ::mmap(nullptr, file.size_, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (mapped != MAP_FAILED) file.mapped_ = mapped;
  }
  ::close(descriptor);
  if (!is_plain) return fail(ErrorKind::invalid_input, fmt::format("{} is not a file", path));
  if (found.st_size > 0 && file.mapped_ == nullptr) return fail(ErrorKind::unavailable, fmt::format("{} cannot be read", path));
  if (!is_gzip(file.text())) return file;
  auto inflated = inflate_file(path);
  if (!inflated) return std::unexpected(inflated.error());
  ::munmap(std::exchange(file.mapped_, nullptr), file.size_);
  file.inflated_ = std::move(*inflated);
  return file;
}

LogFile::LogFile(LogFile&& other) noexcept
    : mapped_(std::exchange(other.mapped_, nullptr)), size_(other.size_), inflated_(std::move(other.inflated_)) {}

LogFile::~LogFile() {
  if (mapped_ != nullptr) ::munmap(mapped_, size_);
}

}  // namespace sojourn::app
