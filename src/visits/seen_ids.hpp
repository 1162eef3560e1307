#pragma once

// The event ids that a visit has folded, so that each counts once. Part of the visit's working state, rebuilt from its stored
// events whenever it is loaded.

#include <cstdint>
#include <vector>

namespace sojourn::visits {

/// A set of id hashes. Open addressing with linear probing, at most two thirds full; 8 bytes a slot.
class SeenIds {
 public:
  bool contains(std::uint64_t id_hash) const;
  /// False where it was there already.
  bool insert(std::uint64_t id_hash);
  std::size_t size() const { return count_ + (has_zero_ ? 1 : 0); }
  std::size_t memory_bytes() const { return slots_.capacity() * sizeof(std::uint64_t); }

 private:
  void grow();

  std::vector<std::uint64_t> slots_;  ///< A power of two, or empty; 0 marks a free slot.
  std::size_t count_ = 0;
  bool has_zero_ = false;
};

}  // namespace sojourn::visits
