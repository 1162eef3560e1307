#include "visits/score.hpp"

#include <cmath>

namespace sojourn::visits {
namespace {

double faded_points(const Figures& figures, EventType type, Instant start, const Points& points) {
  const std::int64_t weights = figures.scored_weights[static_cast<std::size_t>(type)];
  if (weights == 0 || points.each == 0) return 0;
  const double half_lives =
      static_cast<double>((figures.last_activity - start).count()) / static_cast<double>(score_half_life.count());
  const double now =
      std::ldexp(static_cast<double>(weights), -weight_fraction_bits) * std::exp2(-std::clamp(half_lives, 0.0, 32.0));
  return std::min(points.each * now, points.cap);
}

/// Calls `line(rule name, value)` for each rule that gave something.
template <typename Line>
void for_each_contribution(const Visit& visit, const ScoreRules& rules, Line line) {
  for (std::size_t i = 1; i < event_type_count; ++i) {
    const auto type = static_cast<EventType>(i);
    const double value = faded_points(visit.figures, type, visit.start, rules.by_type[i]);
    if (value > 0) line(name_of(type), value);
  }
  const double minutes = std::floor(static_cast<double>((visit.figures.last_activity - visit.start).count()) / 60'000.0);
  const double engaged = std::min(rules.per_minute_engaged.each * minutes, rules.per_minute_engaged.cap);
  if (engaged > 0) line(std::string_view("minutes_engaged"), engaged);
  if (visit.is_returning) line(std::string_view("returning"), rules.returning);
  if (!visit.is_anonymous()) line(std::string_view("identified"), rules.identified);
}

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
  rules.per_minute_engaged = {1, 10};
  rules.returning = 8;
  rules.identified = 10;
  return rules;
}

}  // namespace

const ScoreRules& default_score_rules() {
  static const ScoreRules rules = make_default_rules();
  return rules;
}

std::string_view name_of(ScoreCategory category) {
  switch (category) {
    case ScoreCategory::cold: return "cold";
    case ScoreCategory::warm: return "warm";
    case ScoreCategory::hot: return "hot";
  }
  return "cold";
}

ScoreCategory category_of(int score) {
  if (score >= 70) return ScoreCategory::hot;
  return score >= 40 ? ScoreCategory::warm : ScoreCategory::cold;
}

Score score_of(const Visit& visit, const ScoreRules& rules) {
  double exact = 0;
  for_each_contribution(visit, rules, [&](std::string_view, double value) { exact += value; });
  return {.points = static_cast<int>(std::clamp(std::floor(exact + 0.5), 0.0, 100.0)), .exact = exact};
}

std::vector<Contribution> receipt_of(const Visit& visit, const ScoreRules& rules) {
  std::vector<Contribution> lines;
  for_each_contribution(visit, rules, [&](std::string_view rule, double value) { lines.push_back({std::string(rule), value}); });
  return lines;
}

}  // namespace sojourn::visits
