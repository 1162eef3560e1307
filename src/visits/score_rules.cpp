#include "visits/score_rules.hpp"

#include "base/limits.hpp"

#include <cmath>

namespace sojourn::visits {
namespace {

constexpr double half_life_days_max = 3'650;

ScoreRules make_default_rules() {
  ScoreRules rules;
  const auto set = [&](EventType type, double each, double cap) { rules.by_type[static_cast<std::size_t>(type)] = {each, cap}; };
  set(EventType::page_view, 2, 20);
  set(EventType::property_view, 6, 30);
  set(EventType::property_save, 15, 30);
  set(EventType::property_share, 10, 20);
  set(EventType::search, 4, 16);
  set(EventType::click, 1, 5);
  set(EventType::form_submit, 15, 30);
  set(EventType::inquiry, 35, 50);
  set(EventType::tour_request, 40, 60);
  set(EventType::contact_click, 20, 30);
  set(EventType::login, 5, 5);
  set(EventType::feature_use, 2, 10);
  set(EventType::workflow_complete, 10, 20);
  rules.minute_engaged = {1, 10};
  rules.returning = 8;
  rules.identified = 10;
  return rules;
}

double points_in(ObjectReader& json, std::string_view key, double least, double fallback) {
  const double value = json.number(key).value_or(fallback);
  if (value >= least && value <= rule_points_max) return value;
  json.refuse(key, fmt::format("should be a number from {} to {}", least, rule_points_max));
  return fallback;
}

Points read_points(ObjectReader json) {
  Points points;
  points.each = points_in(json, "points", -rule_points_max, 0);
  points.cap = points_in(json, "cap", 0, rule_points_max);
  return points;
}

void write_points(JsonWriter& json, const Points& points) {
  json.begin_object().member("points", points.each).member("cap", points.cap).end_object();
}

}  // namespace

const Points* ScoreRules::of_custom_type(std::string_view name) const {
  const auto found = std::ranges::lower_bound(by_custom_type, name, {}, &std::pair<std::string, Points>::first);
  return found != by_custom_type.end() && found->first == name ? &found->second : nullptr;
}

const ScoreRules& default_score_rules() {
  static const ScoreRules rules = make_default_rules();
  return rules;
}

void write_score_rules(JsonWriter& json, const ScoreRules& rules) {
  json.begin_object().key("events").begin_object();
  for (std::size_t i = 1; i < event_type_count; ++i) {
    if (rules.by_type[i] == Points{}) continue;
    json.key(name_of(static_cast<EventType>(i)));
    write_points(json, rules.by_type[i]);
  }
  for (const auto& [name, points] : rules.by_custom_type) {
    std::string escaped;
    append_json_string(escaped, name);
    json.key(std::string_view(escaped).substr(1, escaped.size() - 2));
    write_points(json, points);
  }
  json.end_object().key("minute_engaged");
  write_points(json, rules.minute_engaged);
  json.member("returning", rules.returning).member("identified", rules.identified);
  json.member("half_life_days", static_cast<double>(rules.half_life.count()) / 86'400'000.0).end_object();
}

ScoreRules read_score_rules(ObjectReader json) {
  ScoreRules rules;
  if (auto events = json.object("events", Need::required)) {
    for (const std::string_view name : events->keys()) {
      auto of_event = events->object(name);
      if (!of_event) continue;
      const EventType type = event_type_of(name);
      if (type != EventType::custom) {
        rules.by_type[static_cast<std::size_t>(type)] = read_points(*of_event);
      } else if (name.empty() || name.size() > limits::event_type_chars_max) {
        events->refuse(name, fmt::format("should be an event type of 1 to {} bytes", limits::event_type_chars_max));
      } else if (rules.by_custom_type.size() == custom_rules_max) {
        json.refuse("events", fmt::format("should have at most {} custom types", custom_rules_max));
        break;
      } else {
        rules.by_custom_type.emplace_back(name, read_points(*of_event));
      }
    }
    std::ranges::sort(rules.by_custom_type, {}, &std::pair<std::string, Points>::first);
  }
  if (auto per_minute = json.object("minute_engaged")) rules.minute_engaged = read_points(*per_minute);
  rules.returning = points_in(json, "returning", -rule_points_max, 0);
  rules.identified = points_in(json, "identified", -rule_points_max, 0);
  const double days = json.number("half_life_days").value_or(7);
  if (days < 0.01 || days > half_life_days_max) {
    json.refuse("half_life_days", fmt::format("should be a number of days from 0.01 to {}", half_life_days_max));
  } else {
    rules.half_life = Milliseconds(std::llround(days * 86'400'000.0));
  }
  return rules;
}

}  // namespace sojourn::visits
