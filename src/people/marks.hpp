#pragma once

// The staff loop: what colleagues have said about a person, and the acts by which they say it. A person is a lead, or a visitor
// while nobody knows more. Two people never have the same claim.

#include "base/error.hpp"
#include "base/instant.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn::people {

inline constexpr std::size_t tags_max = 20;
inline constexpr std::size_t tag_chars_max = 40;
inline constexpr std::size_t followers_max = 50;

/// A member of staff, or a token that speaks for one.
struct Colleague {
  std::string id;
  std::string name;
  bool operator==(const Colleague&) const = default;
};

struct Marks {
  std::optional<Colleague> claimed_by;
  std::vector<std::string> tags;     ///< Sorted, each once.
  std::vector<Colleague> followers;  ///< Who wants to know when the person is back.
  std::optional<Instant> snoozed_until;
  std::optional<Instant> done_at;
  std::uint32_t notes = 0;
  bool operator==(const Marks&) const = default;
};

enum class ActKind : std::uint8_t { claim, release, note, tag, follow, unfollow, snooze, wake, done };
std::string_view name_of(ActKind kind);

/// One thing that a colleague does.
struct Act {
  ActKind kind = ActKind::claim;
  Colleague by;
  std::string note;
  std::vector<std::string> tags_added;
  std::vector<std::string> tags_removed;
  Milliseconds snooze_for{0};
};

/// The marks afterwards. conflict where another has claimed the person (it names them), limit_reached past the maxima.
Result<Marks> decide(Marks marks, const Act& act, Instant now);

/// What the log says of an act: the note, the tags, how long.
std::string text_of(const Act& act);

/// The stored form, JSON; damaged text gives empty marks.
std::string encode(const Marks& marks);
Marks decode_marks(std::string_view json);

}  // namespace sojourn::people
