#pragma once

// When a site wants to be told of a person, and when not: by kind, with quiet hours, and not again and again.

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn::people {

enum class AlertKind : std::uint8_t { became_hot, returned, struggling };
inline constexpr std::size_t alert_kind_count = 3;
std::string_view name_of(AlertKind kind);

inline constexpr std::size_t alert_emails_max = 20;
inline constexpr std::int64_t repeat_minutes_max = 60 * 24 * 30;

struct AlertRule {
  bool is_on = true;
  std::vector<std::string> emails;  ///< Who gets it by e-mail too.
  bool operator==(const AlertRule&) const = default;
};

/// From one minute of the day, local, up to another; may go over midnight.
struct QuietHours {
  int from_minute = 0;
  int to_minute = 0;
  bool operator==(const QuietHours&) const = default;
};

struct AlertRules {
  std::array<AlertRule, alert_kind_count> by_kind;
  std::optional<QuietHours> quiet_hours;
  std::int64_t repeat_after_minutes = 24 * 60;  ///< The same kind about the same person is told again only after so long.

  const AlertRule& of(AlertKind kind) const { return by_kind[static_cast<std::size_t>(kind)]; }
  bool is_quiet(int minute_of_day) const;
  bool operator==(const AlertRules&) const = default;
};

void write_alert_rules(JsonWriter& json, const AlertRules& rules);
/// Takes over what `json` names; what is wrong is said of the reader's document.
void read_alert_rules(ObjectReader json, AlertRules& rules);

}  // namespace sojourn::people
