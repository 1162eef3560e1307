#pragma once

// The questions over many visits, for the reader of a data file: filters become SQL, rows become facts.

#include "store/sqlite/visit_rows.hpp"
#include "store/store.hpp"

namespace sojourn::store {

class History {
 public:
  /// `database` outlives it. Adds a function for local hours to it.
  explicit History(Database& database);

  std::vector<DayStatistics> daily(const SiteId& site, Day from, Day to, Lanes lanes);
  Result<Reader::Found> find_visits(const VisitFilter& filter, std::size_t limit, std::string_view cursor);
  Result<VisitPage> next_visits(const VisitFilter& filter, std::size_t limit, std::string_view cursor);
  Result<void> for_each_visit(const VisitFilter& filter, FactsWanted wanted, const std::function<void(const VisitFacts&)>& see);
  Result<void> for_each_feature(const VisitFilter& filter, const std::function<void(std::int64_t, std::string_view)>& see);
  Result<void> for_each_workflow(const VisitFilter& filter, const std::function<void(const WorkflowFacts&)>& see);
  std::vector<StoredLead> leads(const SiteId& site, std::int64_t after, std::size_t limit);
  OldVisits old_visits(const SiteId& site, Instant before);

 private:
  struct Condition;
  Result<void> check_size(const VisitFilter& filter);
  Condition condition_of(const VisitFilter& filter);
  static VisitPage read_page(Statement::Rows& rows, std::size_t limit);

  Database& database_;
  TimeZone zone_;  ///< Of the question that is being answered.
};

/// A place in a list of visits by start: `start_ms.key` of the last row of the page before. Opaque to clients.
struct VisitCursor {
  std::int64_t start_ms = INT64_MAX;
  std::int64_t key = INT64_MAX;
};
/// `at_start` where the text is "".
Result<VisitCursor> parse_visit_cursor(std::string_view text, VisitCursor at_start);

}  // namespace sojourn::store
