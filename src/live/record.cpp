#include "live/record.hpp"

namespace sojourn::live {
namespace {

constexpr std::size_t dictionary_texts_max = 100'000;
constexpr std::size_t own_text_bytes_max = UINT16_MAX;

std::uint32_t hash_of(const VisitId& visit) {
  const std::size_t wide = std::hash<VisitId>()(visit);
  return static_cast<std::uint32_t>(wide ^ (wide >> 32));
}

std::size_t length_at(const char* at) {
  std::uint16_t length;
  std::memcpy(&length, at, sizeof length);
  return length;
}

}  // namespace

void PackedTexts::assign(const std::array<std::string_view, own_text_count>& texts) {
  std::size_t size = 0;
  for (const std::string_view text : texts) size += sizeof(std::uint16_t) + std::min(text.size(), own_text_bytes_max);
  auto block = std::make_unique_for_overwrite<char[]>(size);
  char* out = block.get();
  for (const std::string_view text : texts) {
    const auto length = static_cast<std::uint16_t>(std::min(text.size(), own_text_bytes_max));
    std::memcpy(out, &length, sizeof length);
    if (length > 0) std::memcpy(out + sizeof length, text.data(), length);
    out += sizeof length + length;
  }
  block_ = std::move(block);
}

std::string_view PackedTexts::get(OwnText which) const {
  if (!block_) return {};
  const char* at = block_.get();
  for (std::size_t skipped = 0; skipped < which; ++skipped) at += sizeof(std::uint16_t) + length_at(at);
  return {at + sizeof(std::uint16_t), length_at(at)};
}

std::size_t PackedTexts::block_size() const {
  const std::string_view last = get(property_text);
  return static_cast<std::size_t>(last.data() + last.size() - block_.get());
}

Dictionary::Dictionary() {
  number_of("");
  number_of(Profile{});
}

std::uint32_t Dictionary::number_of(const Profile& profile) {
  const auto found = profile_numbers_.find(profile);
  if (found != profile_numbers_.end()) return found->second;
  if (profiles_.size() >= dictionary_texts_max) return 0;
  const auto number = static_cast<std::uint32_t>(profiles_.size());
  const auto added = profile_numbers_.emplace(profile, number).first;
  profiles_.push_back(&added->first);
  return number;
}

std::uint32_t Dictionary::number_of(std::string_view text) {
  const auto found = numbers_.find(std::string(text));
  if (found != numbers_.end()) return found->second;
  if (texts_.size() >= dictionary_texts_max) return 0;
  const auto number = static_cast<std::uint32_t>(texts_.size());
  const auto added = numbers_.emplace(text, number).first;
  texts_.push_back(&added->first);
  return number;
}

std::uint32_t Slab::add() {
  if (size_ % chunk_records == 0) chunks_.push_back(std::make_unique<Record[]>(chunk_records));
  return size_++;
}

std::uint32_t RecordTable::find(const VisitId& visit) const {
  if (slots_.empty()) return no_record;
  const std::uint32_t hash = hash_of(visit);
  for (std::size_t at = home(hash); slots_[at].index != no_record; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].hash == hash && slab_[slots_[at].index].visit == visit) return slots_[at].index;
  }
  return no_record;
}

void RecordTable::insert(const VisitId& visit, std::uint32_t index) {
  if ((count_ + 1) * 3 > slots_.size() * 2) grow();
  const std::uint32_t hash = hash_of(visit);
  std::size_t at = home(hash);
  while (slots_[at].index != no_record) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = {hash, index};
  ++count_;
}

void RecordTable::erase(const VisitId& visit) {
  const std::uint32_t hash = hash_of(visit);
  const std::size_t mask = slots_.size() - 1;
  std::size_t hole = home(hash);
  while (slots_[hole].hash != hash || slab_[slots_[hole].index].visit != visit) hole = (hole + 1) & mask;
  // Close the gap by moving back whatever may lie nearer to its home (Knuth 6.4, algorithm R), so that no tombstones gather.
  for (std::size_t at = (hole + 1) & mask; slots_[at].index != no_record; at = (at + 1) & mask) {
    const std::size_t distance_to_home = (at - home(slots_[at].hash)) & mask;
    if (distance_to_home >= ((at - hole) & mask)) {
      slots_[hole] = slots_[at];
      hole = at;
    }
  }
  slots_[hole] = {};
  --count_;
}

void RecordTable::grow() {
  std::vector<Slot> old(std::max<std::size_t>(64, slots_.size() * 2));
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.index == no_record) continue;
    std::size_t at = home(slot.hash);
    while (slots_[at].index != no_record) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace sojourn::live
