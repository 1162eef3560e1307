#pragma once

// From the lines of logs to visits. Lines of one visitor (address and user agent) belong to one visit as long as no gap
// between two of them is longer than the idle timeout. The result depends on the set of lines only, not on their order.
//
// Three steps, of which the first may run on as many threads as there are pieces:
//
//   for (auto piece : cut_at_lines(text, piece_bytes)) chunks.push_back(read_chunk(piece, place_of(piece), keys));
//   for (auto& chunk : chunks) append(all, std::move(chunk));                 // in the order of the pieces
//   for (auto& visit : form_visits(all.hits)) use(std::span(all.hits).subspan(visit.first, visit.count));
//
// A line costs 32 bytes while the visits are formed: ten million lines 320 MB. Texts stay in the file; `place` finds them again.

#include "visits/log_record.hpp"

#include "base/uuid.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sojourn::visits {

/// Hashes addresses and user agents to visitors, with a secret of the site's, so that an address cannot be found again from
/// the hash by trying all addresses. The same secret gives the same visitors.
class VisitorKeys {
 public:
  explicit VisitorKeys(std::span<const std::byte> secret);
  /// 64 bits: among ten million visitors the chance that any two are taken for one is 3 in a million.
  std::uint64_t visitor(std::string_view address, std::string_view user_agent) const;
  /// Of a visitor that the log names itself.
  std::uint64_t visitor(std::string_view visitor_id) const { return visitor(std::string_view("\0", 1), visitor_id); }

 private:
  std::array<std::byte, 192> key_{};
};

/// One readable line.
struct LogHit {
  std::uint64_t visitor = 0;
  std::uint64_t line = 0;   ///< Hash of its bytes: equal for identical lines.
  std::uint64_t place = 0;  ///< The offset of its first byte, in the caller's numbering of all bytes.
  std::uint32_t at = 0;     ///< Seconds since 1970 UTC.
  LogKind kind = LogKind::request;
  std::uint16_t ms = 0;  ///< Of the second; JSON lines tell it.

  bool operator==(const LogHit&) const = default;
};
static_assert(sizeof(LogHit) == 32);

struct UnreadableLine {
  std::uint64_t number = 0;  ///< Counted from 1.
  LogFault fault = LogFault::no_address;
  bool operator==(const UnreadableLine&) const = default;
};

/// So many unreadable lines are listed; all are counted.
inline constexpr std::size_t unreadable_listed_max = 1000;

struct LogChunk {
  std::vector<LogHit> hits;
  std::uint64_t lines = 0;  ///< Empty ones too.
  std::uint64_t unreadable = 0;
  std::vector<UnreadableLine> first_unreadable;
};

/// Cuts a text into pieces of about `bytes` that end with a line.
std::vector<std::string_view> cut_at_lines(std::string_view text, std::size_t bytes);

/// What a readable line is to the forming of visits.
LogHit hit_of(const LogRecord& record, std::string_view line, std::uint64_t place, const VisitorKeys& keys);

/// Reads the lines of a piece. `place` is that of its first byte.
LogChunk read_chunk(std::string_view text, std::uint64_t place, const VisitorKeys& keys);

/// Adds the piece that follows.
void append(LogChunk& all, LogChunk next);

/// A visit: `count` neighbours in the sorted hits.
struct LogVisit {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  bool operator==(const LogVisit&) const = default;
};

/// Sorts the hits by visitor, time and line, and cuts them where a gap is longer than `idle_timeout`.
std::vector<LogVisit> form_visits(std::span<LogHit> hits, Seconds idle_timeout = Seconds(1800));

/// For each hit of a visit how many identical lines stand before it. Identical lines have the same time and visitor.
std::vector<std::uint32_t> ordinals_of(std::span<const LogHit> visit);

/// The id of a line's event: of its bytes (without line feed and carriage return) and its ordinal among identical lines. So a file
/// that is imported again, alone or within another, brings the same ids.
Uuid event_id_of(std::string_view line, std::uint32_t ordinal);

/// The line at an offset of the text, without line feed and carriage return.
std::string_view line_at(std::string_view text, std::size_t offset);

}  // namespace sojourn::visits
