#include "insights/questions.hpp"

#include <set>
#include <unordered_map>

namespace sojourn::insights {
namespace {

using store::FactsWanted;
using store::VisitFacts;

constexpr std::int64_t bucket_borders[] = {0, 10, 30, 60, 180, 600, 1'800, 3'600};

VisitFilter ended(VisitFilter filter) {
  filter.status = store::VisitStatus::ended;
  return filter;
}

/// The most sessions first, of equals by their names.
template <typename Row, typename Names>
void most_first(std::vector<Row>& rows, Names names) {
  std::ranges::sort(
      rows, [&](const Row& a, const Row& b) { return a.sessions != b.sessions ? a.sessions > b.sessions : names(a) < names(b); });
}

Day monday_of(Day day) {
  return day - (day.weekday() - 1);
}

}  // namespace

Result<ActiveHours> active_hours(VisitQuestions& reader, const VisitFilter& filter) {
  ActiveHours found;
  auto seen = reader.for_each_visit(filter, {}, [&](const VisitFacts& visit) {
    const LocalHour hour = filter.zone.hour_of(visit.start);
    ++found.hours[static_cast<std::size_t>((hour.weekday - 1) * 24 + hour.hour)];
    ++found.total;
  });
  if (!seen) return std::unexpected(seen.error());
  return found;
}

Result<Durations> durations(VisitQuestions& reader, VisitFilter filter) {
  Durations found;
  for (const std::int64_t border : bucket_borders) {
    if (!found.buckets.empty()) found.buckets.back().to = border;
    found.buckets.push_back({.from = border, .to = std::nullopt});
  }
  std::vector<std::int64_t> all;
  double sum = 0;
  auto seen = reader.for_each_visit(ended(std::move(filter)), {}, [&](const VisitFacts& visit) {
    const auto after = std::ranges::upper_bound(bucket_borders, visit.duration_seconds);
    ++found.buckets[static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - std::begin(bucket_borders) - 1, 0))].sessions;
    all.push_back(visit.duration_seconds);
    sum += static_cast<double>(visit.duration_seconds);
  });
  if (!seen) return std::unexpected(seen.error());
  found.total = static_cast<std::int64_t>(all.size());
  found.average = all.empty() ? 0 : sum / static_cast<double>(all.size());
  found.median = quantile(all, 0.5);
  found.p90 = quantile(all, 0.9);
  return found;
}

Result<Leaving> leaving(VisitQuestions& reader, VisitFilter filter, std::size_t limit) {
  Leaving found;
  Tally pages, reasons, actions;
  auto seen = reader.for_each_visit(ended(std::move(filter)), {.is_new = false, .after_error = true}, [&](const VisitFacts& visit) {
    pages.count(visit.exit_page);
    reasons.count(visit.exit_reason);
    actions.count(visit.last_action);
    found.after_error += visit.after_error ? 1 : 0;
    ++found.total;
  });
  if (!seen) return std::unexpected(seen.error());
  found.exit_pages = pages.most_frequent(limit);
  found.reasons = reasons.most_frequent(limit);
  found.last_actions = actions.most_frequent(limit);
  return found;
}

Result<Features> features(VisitQuestions& reader, const VisitFilter& filter, std::size_t limit) {
  Features found;
  auto seen = reader.for_each_visit(filter, {}, [&](const VisitFacts&) { ++found.sessions; });
  if (!seen) return std::unexpected(seen.error());
  Tally tally;
  seen = reader.for_each_feature(filter, [&](std::int64_t, std::string_view name) { tally.count(name); });
  if (!seen) return std::unexpected(seen.error());
  const auto common = tally.most_frequent(paired_features_max);
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < common.size(); ++i) places[common[i].name] = i;

  // A visit's features come one after the other.
  std::map<std::pair<std::size_t, std::size_t>, std::int64_t> together;
  std::int64_t current = 0;
  std::vector<std::size_t> of_visit;
  seen = reader.for_each_feature(filter, [&](std::int64_t visit, std::string_view name) {
    if (visit != current) of_visit.clear();
    current = visit;
    const auto place = places.find(std::string(name));
    if (place == places.end()) return;
    for (const std::size_t other : of_visit) ++together[std::minmax(other, place->second)];
    of_visit.push_back(place->second);
  });
  if (!seen) return std::unexpected(seen.error());
  for (const auto& [places_of, sessions] : together) {
    const Counted& more = common[places_of.first];
    const Counted& rarer = common[places_of.second];
    const auto n = static_cast<double>(sessions);
    found.pairs.push_back({.a = rarer.name,
                           .b = more.name,
                           .sessions = sessions,
                           .lift = n * static_cast<double>(found.sessions) /
                                   (static_cast<double>(more.sessions) * static_cast<double>(rarer.sessions)),
                           .confidence = n / static_cast<double>(rarer.sessions)});
  }
  most_first(found.pairs, [](const Features::Pair& pair) { return std::tie(pair.a, pair.b); });
  if (found.pairs.size() > limit) found.pairs.resize(limit);
  found.features = tally.most_frequent(limit);
  return found;
}

Result<Engagement> engagement(VisitQuestions& reader, VisitFilter filter) {
  Engagement found;
  auto seen = reader.for_each_visit(ended(std::move(filter)), {}, [&](const VisitFacts& visit) {
    ++found.levels[static_cast<std::size_t>(store::level_of(visit.duration_seconds, visit.action_count))];
    ++found.total;
  });
  if (!seen) return std::unexpected(seen.error());
  return found;
}

Result<Visitors> visitors(VisitQuestions& reader, const VisitFilter& filter) {
  Visitors found;
  auto seen = reader.for_each_visit(filter, {.is_new = true, .after_error = false}, [&](const VisitFacts& visit) {
    const Day day = filter.zone.day_of(visit.start);
    if (found.days.empty() || found.days.back().day != day) found.days.push_back({.day = day});
    ++(visit.is_new ? found.first_time : found.returning);
    ++(visit.is_new ? found.days.back().first_time : found.days.back().returning);
  });
  if (!seen) return std::unexpected(seen.error());
  return found;
}

Result<Flows> flows(VisitQuestions& reader, VisitFilter filter, std::size_t limit) {
  Flows found;
  std::map<std::pair<std::string, std::string>, std::int64_t> counts;
  auto seen = reader.for_each_visit(ended(std::move(filter)), {}, [&](const VisitFacts& visit) {
    ++counts[{std::string(visit.entry_page), std::string(visit.exit_page)}];
    ++found.total;
  });
  if (!seen) return std::unexpected(seen.error());
  for (const auto& [pages, sessions] : counts) found.flows.push_back({pages.first, pages.second, sessions});
  most_first(found.flows, [](const Flows::Flow& flow) { return std::tie(flow.entry, flow.exit); });
  if (found.flows.size() > limit) found.flows.resize(limit);
  return found;
}

Result<std::vector<Funnel>> funnels(VisitQuestions& reader, const VisitFilter& filter, std::size_t limit) {
  struct Sums {
    Funnel funnel;
    std::vector<std::int64_t> seconds;
  };
  std::map<std::string, Sums, std::less<>> by_id;
  auto seen = reader.for_each_workflow(filter, [&](const store::WorkflowFacts& workflow) {
    auto known = by_id.find(workflow.workflow_id);
    if (known == by_id.end()) known = by_id.emplace(workflow.workflow_id, Sums{}).first;
    Funnel& funnel = known->second.funnel;
    ++funnel.started;
    funnel.completed += workflow.status == "completed" ? 1 : 0;
    funnel.failed += workflow.status == "failed" ? 1 : 0;
    funnel.abandoned += workflow.status == "abandoned" ? 1 : 0;
    if (workflow.status == "completed") known->second.seconds.push_back((workflow.changed_at - workflow.started_at).count() / 1000);
  });
  if (!seen) return std::unexpected(seen.error());
  std::vector<Funnel> found;
  for (auto& [id, sums] : by_id) {
    sums.funnel.workflow_id = id;
    sums.funnel.median_seconds = quantile(sums.seconds, 0.5);
    found.push_back(sums.funnel);
  }
  std::ranges::sort(found, {},
                    [](const Funnel& funnel) { return std::tuple(-funnel.started, std::string_view(funnel.workflow_id)); });
  if (found.size() > limit) found.resize(limit);
  return found;
}

Result<std::vector<Cohort>> retention(VisitQuestions& reader, const VisitFilter& filter) {
  struct Weeks {
    std::int64_t people = 0;
    std::vector<std::int64_t> returned;
  };
  struct Person {
    Day week;
    int last_counted = -1;
  };
  std::map<Day, Weeks> cohorts;
  std::unordered_map<std::int64_t, Person> people;
  auto seen = reader.for_each_visit(filter, {.is_new = true, .after_error = false}, [&](const VisitFacts& visit) {
    const Day week = monday_of(filter.zone.day_of(visit.start));
    if (visit.is_new) {
      people[visit.visitor] = {.week = week};
      ++cohorts[week].people;
    }
    const auto person = people.find(visit.visitor);
    if (person == people.end()) return;  // First here before the range.
    const int later = (week - person->second.week) / 7;
    if (later == person->second.last_counted) return;
    person->second.last_counted = later;
    auto& returned = cohorts[person->second.week].returned;
    if (returned.size() <= static_cast<std::size_t>(later)) returned.resize(static_cast<std::size_t>(later) + 1);
    ++returned[static_cast<std::size_t>(later)];
  });
  if (!seen) return std::unexpected(seen.error());
  const Day last_week = monday_of(filter.zone.day_of(filter.to - Milliseconds(1)));
  std::vector<Cohort> found;
  for (const auto& [week, weeks] : cohorts) {
    Cohort cohort{.week = week, .people = weeks.people, .returned = {}};
    for (int later = 0; later <= (last_week - week) / 7; ++later) {
      const auto at = static_cast<std::size_t>(later);
      const std::int64_t there = at < weeks.returned.size() ? weeks.returned[at] : 0;
      cohort.returned.push_back(static_cast<double>(there) / static_cast<double>(weeks.people));
    }
    found.push_back(std::move(cohort));
  }
  return found;
}

}  // namespace sojourn::insights
