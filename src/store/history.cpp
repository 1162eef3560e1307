#include "store/history.hpp"

namespace sojourn::store {

std::string_view name_of(Level level) {
  switch (level) {
    case Level::bounced: return "bounced";
    case Level::glanced: return "glanced";
    case Level::engaged: return "engaged";
    case Level::deep: return "deep";
  }
  return "";
}

std::optional<Level> level_of(std::string_view name) {
  for (const Level level : {Level::bounced, Level::glanced, Level::engaged, Level::deep}) {
    if (name_of(level) == name) return level;
  }
  return std::nullopt;
}

Level level_of(std::int64_t duration_seconds, std::int64_t action_count) {
  if (visits::is_bounce(duration_seconds, static_cast<std::uint32_t>(action_count))) return Level::bounced;
  if (duration_seconds < glanced_seconds && action_count < glanced_actions) return Level::glanced;
  if (duration_seconds < deep_seconds && action_count < deep_actions) return Level::engaged;
  return Level::deep;
}

}  // namespace sojourn::store
