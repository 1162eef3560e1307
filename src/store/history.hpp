#pragma once

// Questions over many visits: which ones are meant, and what is told of each.

#include "base/time_zone.hpp"
#include "base/uuid.hpp"
#include "visits/score.hpp"
#include "visits/visit.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn::store {

/// A question looks at no more visits than these: over more it is refused, with the advice to narrow the range.
inline constexpr std::int64_t question_visits_max = 1'000'000;

/// An error so short before the end of a visit is taken for what ended it.
inline constexpr Milliseconds error_before_exit{60'000};

enum class Lanes : std::uint8_t { people, bots, both };
enum class VisitStatus : std::uint8_t { any, active, ended };

/// How far a visit went: left at once; looked around for less than a minute and with fewer than three actions; stayed ten minutes
/// or did twenty things; or in between. In this order, so that each visit has one level.
enum class Level : std::uint8_t { bounced, glanced, engaged, deep };
inline constexpr std::int64_t glanced_seconds = 60, glanced_actions = 3, deep_seconds = 600, deep_actions = 20;
std::string_view name_of(Level level);
std::optional<Level> level_of(std::string_view name);
Level level_of(std::int64_t duration_seconds, std::int64_t action_count);

/// The visits of a site that began within [from, to) and for which everything that is said here holds. A text of "" means that the
/// visit has none.
struct VisitFilter {
  SiteId site;
  TimeZone zone;  ///< Of weekday and hour.
  Instant from, to;
  Lanes lanes = Lanes::people;
  VisitStatus status = VisitStatus::any;
  std::optional<std::string> entry_page, exit_page, exit_reason, last_action;
  std::optional<std::string> campaign, source, device, browser, country, city;
  std::optional<visits::ScoreCategory> category;
  std::optional<std::int64_t> min_duration, max_duration;  ///< Seconds, both inclusive.
  std::optional<bool> has_errors, bounced, is_new, after_error;
  std::optional<int> weekday, hour;
  std::optional<std::string> workflow;
  std::optional<std::string> workflow_status;  ///< started | completed | failed | abandoned; of `workflow`, else of any.
  std::vector<std::string> features;           ///< All of them.
  std::optional<Level> level;
};

/// What figures are made of. Views are valid until the next visit.
struct VisitFacts {
  std::int64_t visit = 0;    ///< Tells visits of one answer apart.
  std::int64_t visitor = 0;  ///< Likewise.
  Instant start;
  std::int64_t duration_seconds = 0;
  std::int64_t action_count = 0;
  std::string_view entry_page, exit_page, exit_reason, last_action;
  bool is_new = false;       ///< The visitor's first.
  bool after_error = false;  ///< An error came within `error_before_exit` of the end.
};

/// Facts that cost a look into other tables.
struct FactsWanted {
  bool is_new = false;
  bool after_error = false;
};

/// A workflow within one visit.
struct WorkflowFacts {
  std::string_view workflow_id;
  std::string_view status;  ///< As in the filter.
  Instant started_at;
  Instant changed_at;
};

struct DayStatistics {
  std::string date;
  std::int64_t total_sessions = 0;
  std::int64_t unique_users = 0;
  double avg_duration_seconds = 0;
  double bounce_rate = 0;
  double error_rate = 0;
  std::string most_common_entry;
  std::string most_common_exit;
  bool operator==(const DayStatistics&) const = default;
};

/// What removing old visits would remove.
struct OldVisits {
  std::int64_t visits = 0;
  std::int64_t events = 0;
  std::int64_t bytes = 0;  ///< About so many.
};

struct StoredLead {
  std::int64_t key = 0;
  LeadId id;
  std::string email, name, phone, user_id;
  Instant first_seen, last_seen;
};

}  // namespace sojourn::store
