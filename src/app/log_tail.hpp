#pragma once

// The end of a log that grows: its whole lines, each once, as they come. It goes on through rotation (another file under the same
// name; the old one is read to its end first), truncation (the same file, from its beginning), and copies in place of the file.
//
// Each line comes with its ordinal among identical ones, as an import of the whole file would count them. Where a file is a copy of
// the one before, or was written anew with the same beginning, it is read again from its beginning with ordinals from 0: its lines
// are then known already to whoever keeps them by line and ordinal. Otherwise the ordinals go on.

#include "base/error.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sojourn::app {

/// Identical lines have the same second in them, so they lie near each other: so many lines are remembered.
inline constexpr std::size_t lines_remembered_max = 100'000;
/// A longer line is cut: it could not be read anyway.
inline constexpr std::size_t tail_line_bytes_max = 128 * 1024;

struct TailLine {
  std::string text;
  std::uint32_t ordinal = 0;
  std::uint64_t place = 0;  ///< Of its first byte, in all that was read.
};

class LogTail {
 public:
  explicit LogTail(std::string path) : path_(std::move(path)) {}
  LogTail(LogTail&&) = delete;
  ~LogTail();

  /// The lines that came since, about so many bytes of them at most; none where there is nothing new, or no file at the moment.
  Result<std::vector<TailLine>> read(std::size_t bytes_max);

 private:
  bool open();
  void begin_file();
  bool was_replaced() const;
  bool was_cut() const;
  void take(std::string_view piece, std::vector<TailLine>& lines);
  void take_line(std::string text, std::vector<TailLine>& lines);
  std::uint32_t ordinal_of(std::string_view text);

  const std::string path_;
  int descriptor_ = -1;
  std::uint64_t device_ = 0, inode_ = 0;
  std::uint64_t bytes_before_ = 0;  ///< Of the files before this one.
  std::uint64_t line_begin_ = 0;    ///< Of the next line, in this file.
  std::uint64_t offset_ = 0;        ///< Read so far, the partial line included.
  std::string partial_;             ///< The line that has no end yet.
  std::string last_bytes_;          ///< Those before `offset_`, to notice that the file was written anew.
  std::uint64_t first_line_ = 0;    ///< Its hash; 0 while there is none.
  bool is_first_line_ = true;       ///< The next one is the file's first.

  std::unordered_map<std::uint64_t, std::uint32_t> counts_;  ///< By the line's hash.
  std::deque<std::uint64_t> remembered_;                     ///< In the order in which they came.
};

}  // namespace sojourn::app
