#include "visits/log_sessions.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <optional>
#include <tuple>

#include <xxhash.h>

namespace sojourn::visits {

namespace {

std::string_view without_line_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

LogKind kind_of(EventType type) {
  if (type == EventType::error) return LogKind::error;
  return type == EventType::page_view ? LogKind::page_view : LogKind::request;
}

Milliseconds gap_of(const LogHit& a, const LogHit& b) {
  return Seconds(b.at) - Seconds(a.at) + Milliseconds(b.ms) - Milliseconds(a.ms);
}

/// Up to and with the first line feed from `begin`, or the rest.
std::string_view raw_line_at(std::string_view text, std::size_t begin) {
  const void* feed = std::memchr(text.data() + begin, '\n', text.size() - begin);
  const auto end = feed == nullptr ? text.size() : static_cast<std::size_t>(static_cast<const char*>(feed) - text.data()) + 1;
  return text.substr(begin, end - begin);
}

}  // namespace

VisitorKeys::VisitorKeys(std::span<const std::byte> secret) {
  static_assert(sizeof key_ >= XXH3_SECRET_SIZE_MIN && sizeof key_ % sizeof(XXH128_hash_t) == 0);
  for (std::size_t i = 0; i < sizeof key_; i += sizeof(XXH128_hash_t)) {
    const auto part = XXH3_128bits_withSeed(secret.data(), secret.size(), i);
    std::memcpy(key_.data() + i, &part, sizeof part);
  }
}

std::uint64_t VisitorKeys::visitor(std::string_view address, std::string_view user_agent) const {
  // The address has no space, so the two hashes cannot stand for another pair; the second is keyed by the first.
  const auto of_address = XXH3_128bits_withSecret(address.data(), address.size(), key_.data(), key_.size());
  const auto of_agent = XXH3_128bits_withSecret(user_agent.data(), user_agent.size(), key_.data(), key_.size());
  const std::uint64_t both[4] = {of_address.low64, of_address.high64, of_agent.low64, of_agent.high64};
  return XXH3_64bits_withSecret(both, sizeof both, key_.data(), key_.size());
}

std::vector<std::string_view> cut_at_lines(std::string_view text, std::size_t bytes) {
  std::vector<std::string_view> pieces;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = text.size();
    if (text.size() - begin > bytes) {
      const auto last = begin + std::max<std::size_t>(bytes, 1) - 1;  // The line of this byte is the piece's last.
      end = last + raw_line_at(text, last).size();
    }
    pieces.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return pieces;
}

LogHit hit_of(const LogRecord& record, std::string_view line, std::uint64_t place, const VisitorKeys& keys) {
  return {.visitor = record.visitor_id.empty() ? keys.visitor(record.address, record.user_agent) : keys.visitor(record.visitor_id),
          .line = XXH3_64bits(line.data(), line.size()),
          .place = place,
          .at = static_cast<std::uint32_t>(record.at.seconds()),
          .kind = kind_of(record.type),
          .ms = static_cast<std::uint16_t>(record.at.ms() % 1000)};
}

LogChunk read_chunk(std::string_view text, std::uint64_t place, const VisitorKeys& keys) {
  LogChunk chunk;
  chunk.hits.reserve(text.size() / 128);
  AccessLogReader reader;
  std::optional<LogRecordReader> json_reader;
  const auto read = [&](std::string_view line, std::uint64_t at) -> std::expected<LogHit, LogFault> {
    if (is_json_line(line)) {
      if (!json_reader) json_reader.emplace();
      const auto record = json_reader->read(line);
      if (!record) return std::unexpected(record.error());
      return hit_of(*record, line, at, keys);
    }
    // The short way: no event is made of the line yet.
    const auto found = reader.read(line);
    if (!found) return std::unexpected(found.error());
    LogHit hit = hit_of(LogRecord{.address = found->address, .user_agent = found->user_agent, .at = found->at}, line, at, keys);
    hit.kind = kind_of(*found);
    return hit;
  };
  for (std::size_t begin = 0; begin < text.size();) {
    const auto raw = raw_line_at(text, begin);
    ++chunk.lines;
    if (const auto hit = read(without_line_end(raw), place + begin)) {
      chunk.hits.push_back(*hit);
    } else {
      ++chunk.unreadable;
      if (chunk.first_unreadable.size() < unreadable_listed_max) chunk.first_unreadable.push_back({chunk.lines, hit.error()});
    }
    begin += raw.size();
  }
  return chunk;
}

void append(LogChunk& all, LogChunk next) {
  for (const auto& line : next.first_unreadable) {
    if (all.first_unreadable.size() == unreadable_listed_max) break;
    all.first_unreadable.push_back({all.lines + line.number, line.fault});
  }
  if (all.hits.empty()) {
    all.hits = std::move(next.hits);
  } else {
    all.hits.insert(all.hits.end(), next.hits.begin(), next.hits.end());
  }
  all.lines += next.lines;
  all.unreadable += next.unreadable;
}

std::vector<LogVisit> form_visits(std::span<LogHit> hits, Seconds idle_timeout) {
  std::ranges::sort(hits, {}, [](const LogHit& hit) { return std::tuple(hit.visitor, hit.at, hit.ms, hit.line, hit.place); });
  std::vector<LogVisit> visits;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const bool continues = i > 0 && hits[i].visitor == hits[i - 1].visitor && gap_of(hits[i - 1], hits[i]) <= idle_timeout;
    if (!continues) visits.push_back({.first = i, .count = 0});
    ++visits.back().count;
  }
  return visits;
}

std::vector<std::uint32_t> ordinals_of(std::span<const LogHit> visit) {
  std::vector<std::uint32_t> ordinals(visit.size());
  for (std::size_t i = 1; i < visit.size(); ++i) {
    const bool repeats = visit[i].at == visit[i - 1].at && visit[i].line == visit[i - 1].line;
    ordinals[i] = repeats ? ordinals[i - 1] + 1 : 0;
  }
  return ordinals;
}

Uuid event_id_of(std::string_view line, std::uint32_t ordinal) {
  const auto hash = XXH3_128bits_withSeed(line.data(), line.size(), ordinal);
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, hash);
  Uuid id;
  std::memcpy(id.bytes.data(), canonical.digest, id.bytes.size());
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0F) | 0x80);  // Version 8: made by a rule of one's own.
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3F) | 0x80);
  return id;
}

std::string_view line_at(std::string_view text, std::size_t offset) {
  return offset < text.size() ? without_line_end(raw_line_at(text, offset)) : std::string_view();
}

}  // namespace sojourn::visits
