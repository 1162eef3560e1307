#include "people/alert_rules.hpp"

#include "base/limits.hpp"

namespace sojourn::people {
namespace {

constexpr std::array kinds = {AlertKind::became_hot, AlertKind::returned, AlertKind::struggling};

std::string clock_text(int minute) {
  return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

/// `22:30` as a minute of the day.
std::optional<int> parse_clock(std::string_view text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : -1; };
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t at : {0U, 1U, 3U, 4U}) {
    if (digit(at) < 0) return std::nullopt;
  }
  const int hour = digit(0) * 10 + digit(1);
  const int minute = digit(3) * 10 + digit(4);
  if (hour > 23 || minute > 59) return std::nullopt;
  return hour * 60 + minute;
}

int read_clock(ObjectReader& json, std::string_view key) {
  const auto minute = parse_clock(json.text(key, 5, Need::required).value_or(""));
  if (!minute) json.refuse(key, "should be a time of day such as 22:30");
  return minute.value_or(0);
}

}  // namespace

std::string_view name_of(AlertKind kind) {
  switch (kind) {
    case AlertKind::became_hot: return "became_hot";
    case AlertKind::returned: return "returned";
    case AlertKind::struggling: return "struggling";
  }
  return "";
}

bool AlertRules::is_quiet(int minute_of_day) const {
  if (!quiet_hours) return false;
  const auto& [from, to] = *quiet_hours;
  if (from <= to) return minute_of_day >= from && minute_of_day < to;
  return minute_of_day >= from || minute_of_day < to;
}

void write_alert_rules(JsonWriter& json, const AlertRules& rules) {
  json.begin_object();
  for (const AlertKind kind : kinds) {
    json.key(name_of(kind)).begin_object().member("on", rules.of(kind).is_on).key("email").begin_array();
    for (const std::string& email : rules.of(kind).emails) json.value(email);
    json.end_array().end_object();
  }
  json.key("quiet_hours");
  if (rules.quiet_hours) {
    json.begin_object().member("from", clock_text(rules.quiet_hours->from_minute));
    json.member("to", clock_text(rules.quiet_hours->to_minute)).end_object();
  } else {
    json.null();
  }
  json.member("repeat_after_minutes", rules.repeat_after_minutes).end_object();
}

void read_alert_rules(ObjectReader json, AlertRules& rules) {
  for (const AlertKind kind : kinds) {
    auto given = json.object(name_of(kind));
    if (!given) continue;
    AlertRule& rule = rules.by_kind[static_cast<std::size_t>(kind)];
    if (const auto is_on = given->boolean("on")) rule.is_on = *is_on;
    if (auto emails = given->texts("email", limits::short_text_chars_max, alert_emails_max)) {
      for (const std::string& email : *emails) {
        if (email.find('@') == std::string::npos) given->refuse("email", "should hold e-mail addresses");
      }
      rule.emails = std::move(*emails);
    }
  }
  if (json.is_null("quiet_hours")) rules.quiet_hours.reset();
  if (auto hours = json.object("quiet_hours")) rules.quiet_hours = QuietHours{read_clock(*hours, "from"), read_clock(*hours, "to")};
  if (const auto minutes = json.integer("repeat_after_minutes", 0, repeat_minutes_max)) rules.repeat_after_minutes = *minutes;
}

}  // namespace sojourn::people
