#pragma once

// 128-bit ids in their RFC 9562 text form, and one distinct type for each kind of thing, so that a swap does not compile.

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/random.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace sojourn {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const Uuid&) const = default;
  bool is_nil() const { return *this == Uuid{}; }
};

inline constexpr std::size_t uuid_text_chars = 36;

/// `018f3b2e-…`, in lower case.
std::string to_string(const Uuid& uuid);
/// Writes the 36 characters of to_string to `out`.
void write_uuid(const Uuid& uuid, char* out);
/// Any version, upper or lower case; invalid_input otherwise.
Result<Uuid> parse_uuid(std::string_view text);

/// A version 7 id: the time in front, so that ids made later sort later, then 74 random bits.
Uuid make_uuid7(Instant now, Random& random);

/// An id of one kind of thing. `Tag` is never defined.
template <typename Tag>
struct Id {
  Uuid uuid;

  auto operator<=>(const Id&) const = default;
  friend std::string to_string(const Id& id) { return to_string(id.uuid); }
};

using SiteId = Id<struct SiteTag>;
using VisitId = Id<struct VisitTag>;
using LeadId = Id<struct LeadTag>;

/// Reads an id of the wanted kind from text.
template <typename Kind>
Result<Kind> parse_id(std::string_view text) {
  auto uuid = parse_uuid(text);
  if (!uuid) return std::unexpected(uuid.error());
  return Kind{*uuid};
}

}  // namespace sojourn

template <>
struct std::hash<sojourn::Uuid> {
  std::size_t operator()(const sojourn::Uuid& uuid) const noexcept {
    std::uint64_t halves[2];
    std::memcpy(halves, uuid.bytes.data(), sizeof halves);
    return static_cast<std::size_t>((halves[0] ^ (halves[1] * 0x9E3779B97F4A7C15ULL)) * 0xD6E8FEB86659FD93ULL);
  }
};
template <typename Tag>
struct std::hash<sojourn::Id<Tag>> {
  std::size_t operator()(const sojourn::Id<Tag>& id) const noexcept { return std::hash<sojourn::Uuid>()(id.uuid); }
};
