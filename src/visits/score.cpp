#include "visits/score.hpp"

#include <cmath>
#include <map>

namespace sojourn::visits {
namespace {

constexpr double value_step = 1024;

double stepped(double value) {
  return std::nearbyint(value * value_step) / value_step;
}

double capped(double value, double cap) {
  return std::clamp(value, -cap, cap);
}

int whole_score(double exact) {
  return static_cast<int>(std::clamp(std::floor(exact + 0.5), 0.0, 100.0));
}

std::uint32_t minutes_engaged(Instant start, Instant last_scored) {
  return static_cast<std::uint32_t>(std::max<std::int64_t>(0, (last_scored - start).count()) / 60'000);
}

/// Calls `line(rule, event type, count, points, value)` for each rule that gave something.
template <typename Line>
void for_each_contribution(const Visit& visit, const ScoreRules& rules, Line line) {
  const auto of_type = [&](std::string_view name, std::uint32_t count, const Points& points) {
    const double value = stepped(capped(points.each * count, points.cap));
    if (value != 0) line(name, name, count, points.each * count, value);
  };
  for (std::size_t i = 1; i < event_type_count; ++i) {
    const std::uint32_t count = visit.figures.scored_counts[i];
    if (count > 0) of_type(name_of(static_cast<EventType>(i)), count, rules.by_type[i]);
  }
  if (!rules.by_custom_type.empty()) {
    for (const CustomCount& custom : visit.figures.custom_counts) {
      if (const Points* points = rules.of_custom_type(custom.name)) of_type(custom.name, custom.scored, *points);
    }
  }
  const std::uint32_t minutes = minutes_engaged(visit.start, visit.figures.last_scored);
  const Points& per_minute = rules.minute_engaged;
  const double engaged = stepped(capped(per_minute.each * minutes, per_minute.cap));
  if (engaged != 0) line("minute_engaged", "", minutes, per_minute.each * minutes, engaged);
  if (visit.is_returning && rules.returning != 0) line("returning", "", 1U, rules.returning, stepped(rules.returning));
  if (!visit.is_anonymous() && rules.identified != 0) line("identified", "", 1U, rules.identified, stepped(rules.identified));
}

/// Adds the lines that take the sum to the whole score, and the score.
void settle(Receipt& receipt) {
  double sum = 0;
  for (const Contribution& line : receipt.contributions) sum += line.value;
  receipt.score = whole_score(sum);
  const auto take_to = [&](std::string_view rule, double wanted) {
    if (sum == wanted) return;
    receipt.contributions.push_back({.rule = std::string(rule),
                                     .event_type = "",
                                     .count = 1,
                                     .points = wanted - sum,
                                     .timestamp = std::nullopt,
                                     .value = wanted - sum});
  };
  take_to(sum > 100 ? "maximum" : sum < 0 ? "minimum" : "rounding", receipt.score);
}

/// Fills the caps of a person's rules, newest event first.
class Purse {
 public:
  Purse(const ScoreRules& rules, Instant now) : rules_(rules), now_(now) {}

  double faded(double points, Instant at) const {
    const double half_lives =
        static_cast<double>(std::max<std::int64_t>(0, (now_ - at).count())) / static_cast<double>(rules_.half_life.count());
    return points * std::exp2(-half_lives);
  }
  /// What of `value` still fits under the cap of this rule.
  double take(std::string_view rule, double value, double cap) {
    auto given = given_.find(rule);
    if (given == given_.end()) given = given_.emplace(std::string(rule), 0).first;
    const double before = capped(given->second, cap);
    given->second += stepped(value);
    return stepped(capped(given->second, cap) - before);
  }

 private:
  const ScoreRules& rules_;
  const Instant now_;
  std::map<std::string, double, std::less<>> given_;
};

}  // namespace

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

int score_of(const Visit& visit, const ScoreRules& rules) {
  double sum = 0;
  for_each_contribution(visit, rules,
                        [&](std::string_view, std::string_view, std::uint32_t, double, double value) { sum += value; });
  return whole_score(sum);
}

Receipt receipt_of(const Visit& visit, const ScoreRules& rules) {
  Receipt receipt;
  for_each_contribution(visit, rules,
                        [&](std::string_view rule, std::string_view event_type, std::uint32_t count, double points, double value) {
                          receipt.contributions.push_back({.rule = std::string(rule),
                                                           .event_type = std::string(event_type),
                                                           .count = count,
                                                           .points = points,
                                                           .timestamp = std::nullopt,
                                                           .value = value});
                        });
  settle(receipt);
  return receipt;
}

Receipt person_receipt(std::span<const ScoredEvent> newest_first, std::span<const ScoredVisit> visits_newest_first,
                       std::optional<Instant> identified_at, const ScoreRules& rules, Instant now) {
  Receipt receipt;
  Purse purse(rules, now);
  const auto add = [&](std::string_view rule, std::string_view event_type, std::uint32_t count, double points, double cap,
                       Instant at) {
    const double value = purse.take(rule, purse.faded(points, at), cap);
    if (value == 0) return;
    receipt.contributions.push_back({.rule = std::string(rule),
                                     .event_type = std::string(event_type),
                                     .count = count,
                                     .points = points,
                                     .timestamp = at,
                                     .value = value});
  };
  for (const ScoredEvent& event : newest_first) {
    const Points* points = event.type == EventType::custom ? rules.of_custom_type(event.type_name) : &rules.of_type(event.type);
    if (points == nullptr || points->each == 0) continue;
    const std::string_view name = event.type == EventType::custom ? event.type_name : name_of(event.type);
    add(name, name, 1, points->each, points->cap, event.at);
  }
  for (const ScoredVisit& visit : visits_newest_first) {
    const std::uint32_t minutes = minutes_engaged(visit.start, visit.last_scored);
    if (minutes > 0)
      add("minute_engaged", "", minutes, rules.minute_engaged.each * minutes, rules.minute_engaged.cap, visit.last_scored);
    if (visit.is_returning) add("returning", "", 1, rules.returning, std::abs(rules.returning), visit.start);
  }
  if (identified_at && rules.identified != 0) {
    receipt.contributions.push_back({.rule = "identified",
                                     .event_type = "",
                                     .count = 1,
                                     .points = rules.identified,
                                     .timestamp = identified_at,
                                     .value = stepped(rules.identified)});
  }
  settle(receipt);
  return receipt;
}

}  // namespace sojourn::visits
