#pragma once

// What the visits that a filter means tell, one function a question. Every figure is a number of visits that a narrower filter
// finds again, so that each can be followed to the visits behind it. Refused (invalid_input) over too many visits.

#include "insights/tally.hpp"
#include "store/store.hpp"

#include <array>

namespace sojourn::insights {

using store::VisitFilter;
using store::VisitQuestions;

/// When visits begin: hours[(weekday - 1) * 24 + hour], Monday first, in the filter's time zone.
struct ActiveHours {
  std::array<std::int64_t, 168> hours{};
  std::int64_t total = 0;
};
Result<ActiveHours> active_hours(VisitQuestions& reader, const VisitFilter& filter);

/// How long visits that have ended lasted. A bucket holds durations from its `from` to below its `to`; the last has no end.
struct Durations {
  struct Bucket {
    std::int64_t from = 0;
    std::optional<std::int64_t> to;
    std::int64_t sessions = 0;
  };
  std::vector<Bucket> buckets;
  double average = 0;
  std::int64_t median = 0, p90 = 0, total = 0;
};
Result<Durations> durations(VisitQuestions& reader, VisitFilter filter);

/// Where and how visits ended. "" stands for none.
struct Leaving {
  std::vector<Counted> exit_pages, reasons, last_actions;
  std::int64_t after_error = 0;  ///< An error came within a minute of the end.
  std::int64_t total = 0;
};
Result<Leaving> leaving(VisitQuestions& reader, VisitFilter filter, std::size_t limit);

/// Which features visits use, and which of them together. Lift over 1 means: more often than by chance.
struct Features {
  struct Pair {
    std::string a, b;  ///< `a` is the rarer one.
    std::int64_t sessions = 0;
    double lift = 0;
    double confidence = 0;  ///< The share of visits with `a` that have `b` too.
  };
  std::vector<Counted> features;
  std::vector<Pair> pairs;
  std::int64_t sessions = 0;  ///< All visits, with features or without.
};
/// Pairs are looked for among so many of the most used features.
inline constexpr std::size_t paired_features_max = 200;
Result<Features> features(VisitQuestions& reader, const VisitFilter& filter, std::size_t limit);

/// How far visits that have ended went.
struct Engagement {
  std::array<std::int64_t, 4> levels{};  ///< By store::Level.
  std::int64_t total = 0;
};
Result<Engagement> engagement(VisitQuestions& reader, VisitFilter filter);

/// Visits of people who came for the first time, and of those who came again.
struct Visitors {
  struct OneDay {
    Day day;
    std::int64_t first_time = 0, returning = 0;
  };
  std::int64_t first_time = 0, returning = 0;
  std::vector<OneDay> days;  ///< Those with visits.
};
Result<Visitors> visitors(VisitQuestions& reader, const VisitFilter& filter);

/// From which page visits that have ended came in, and from which they left.
struct Flows {
  struct Flow {
    std::string entry, exit;
    std::int64_t sessions = 0;
  };
  std::vector<Flow> flows;
  std::int64_t total = 0;
};
Result<Flows> flows(VisitQuestions& reader, VisitFilter filter, std::size_t limit);

/// How far workflows came, each counted once a visit by its latest state.
struct Funnel {
  std::string workflow_id;
  std::int64_t started = 0, completed = 0, failed = 0, abandoned = 0;
  std::int64_t median_seconds = 0;  ///< From the start to completion.
};
Result<std::vector<Funnel>> funnels(VisitQuestions& reader, const VisitFilter& filter, std::size_t limit);

/// People by the week (Monday) of their first visit, and the share of them who were there in that week and in each after it.
struct Cohort {
  Day week;
  std::int64_t people = 0;
  std::vector<double> returned;
};
Result<std::vector<Cohort>> retention(VisitQuestions& reader, const VisitFilter& filter);

}  // namespace sojourn::insights
