#pragma once

// How one active visit lies in memory: a fixed record in a slab with 32-bit links, its few own texts in one block, and its common
// texts (device, browser, place, source) as numbers of a shared dictionary.

#include "base/instant.hpp"
#include "base/uuid.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sojourn::live {

inline constexpr std::uint32_t no_record = UINT32_MAX;

/// Neighbours in one of the lists that a record is in.
struct Links {
  std::uint32_t previous = no_record;
  std::uint32_t next = no_record;
};

enum OwnText : std::uint8_t { lead_id_text, lead_email_text, lead_name_text, page_text, property_text, own_text_count };
enum CommonText : std::uint8_t {
  city_text,
  state_text,
  country_text,
  device_text,
  browser_text,
  os_text,
  source_text,
  campaign_text,
  lane_reason_text,
  common_text_count
};
/// The first of them are a visit's own; the others come in few combinations, of which a record holds the number.
inline constexpr std::size_t place_text_count = device_text;
using Profile = std::array<std::uint32_t, common_text_count - place_text_count>;

/// Several short texts in one allocation, each behind its length. Texts longer than 65,535 bytes are cut; limits.hpp keeps them
/// shorter.
class PackedTexts {
 public:
  void assign(const std::array<std::string_view, own_text_count>& texts);
  std::string_view get(OwnText which) const;
  std::size_t memory_bytes() const { return block_ ? block_size() + 16 : 0; }

 private:
  std::size_t block_size() const;
  std::unique_ptr<char[]> block_;
};

struct Record {
  VisitId visit;
  Instant start;
  Instant last_activity;
  std::uint64_t changed_at = 0;
  PackedTexts texts;
  std::array<std::uint32_t, place_text_count> place{};
  std::uint32_t profile = 0;
  std::uint32_t page_views = 0;
  std::uint32_t property_views = 0;
  std::uint32_t property_saves = 0;
  Links by_start;     ///< Among those of the panel that started in the same second.
  Links by_score;     ///< Among those of the panel with the same score.
  Links by_activity;  ///< Among all whose last activity was in the same second.
  std::uint8_t score = 0;
  bool is_anonymous = true;
  bool is_in_panel = false;  ///< Active within the panel's span.
  bool is_returning = false;
  bool has_extra = false;  ///< See SiteBoard's extras.
  std::uint8_t presence = 0;
  std::uint8_t tabs = 0;
};

/// Numbers for texts that many visits share. Past its maximum further texts are forgotten (number 0, the empty text).
class Dictionary {
 public:
  Dictionary();
  std::uint32_t number_of(std::string_view text);
  std::string_view text_of(std::uint32_t number) const { return *texts_[number]; }
  /// Numbers for combinations of texts, likewise.
  std::uint32_t number_of(const Profile& profile);
  const Profile& profile_of(std::uint32_t number) const { return *profiles_[number]; }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<const std::string*> texts_;
  std::map<Profile, std::uint32_t> profile_numbers_;
  std::vector<const Profile*> profiles_;
};

/// Records by position, in chunks: growing never moves what is there, nor stops for a copy of it all.
class Slab {
 public:
  Record& operator[](std::uint32_t index) { return chunks_[index / chunk_records][index % chunk_records]; }
  const Record& operator[](std::uint32_t index) const { return chunks_[index / chunk_records][index % chunk_records]; }
  /// The position of a fresh record.
  std::uint32_t add();
  std::uint32_t size() const { return size_; }
  std::size_t memory_bytes() const { return chunks_.size() * chunk_records * sizeof(Record); }

 private:
  static constexpr std::uint32_t chunk_records = 1024;
  std::vector<std::unique_ptr<Record[]>> chunks_;
  std::uint32_t size_ = 0;
};

/// From visit ids to slab positions: open addressing over 8-byte slots, at most two thirds full.
class RecordTable {
 public:
  explicit RecordTable(const Slab& slab) : slab_(slab) {}
  std::uint32_t find(const VisitId& visit) const;
  void insert(const VisitId& visit, std::uint32_t index);
  void erase(const VisitId& visit);
  std::size_t size() const { return count_; }
  std::size_t memory_bytes() const { return slots_.capacity() * sizeof(Slot); }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t index = no_record;
  };
  void grow();
  std::size_t home(std::uint32_t hash) const { return hash & (slots_.size() - 1); }

  const Slab& slab_;
  std::vector<Slot> slots_;
  std::size_t count_ = 0;
};

}  // namespace sojourn::live
