#pragma once

// The record: what a storage engine must do for the rest of Sojourn. SQLite stands behind it embedded, PostgreSQL with many nodes;
// both pass the same conformance suite (store/conformance.hpp).

#include "store/history.hpp"
#include "store/work.hpp"

#include <memory>

namespace sojourn::store {

/// A visit with what only the store knows about it.
struct StoredVisit {
  visits::Visit visit;
  std::int64_t newest_event = 0;  ///< Where its events are found; opaque, for Reader::events.
};

/// How a group went.
enum class GroupOutcome {
  committed,  ///< Durable; every piece has its own verdict.
  refused,    ///< Nothing of it is stored (disk full, for one); every piece says unavailable. The next group may go through.
  failed,     ///< The storage can no longer be trusted: nothing may be acknowledged any more and the process must end.
};

class Reader;

/// Used by one thread, the journal's; only `reader` may be called from others.
class Store {
 public:
  virtual ~Store() = default;

  /// Carries out a group in one transaction and syncs it. Fills in every verdict, and appends to `changes` what became of the
  /// visits, each at most once, in its state after the group.
  virtual GroupOutcome commit(std::span<const Work> group, Instant now, std::vector<VisitChange>& changes) = 0;

  /// The named visits as of the last group; those that do not exist, or lie outside the scope, are left out.
  virtual Result<std::vector<StoredVisit>> visits(std::span<const VisitId> ids, const Scope& scope) = 0;

  /// Every visit that has not ended, oldest start first, for the live views at start-up.
  virtual Result<void> for_each_open_visit(const std::function<void(const visits::Visit&)>& see) = 0;

  /// Writes back what is still only in memory. Called when the server stops; a crash without it loses nothing, it only costs the
  /// next start some time.
  virtual Result<void> flush(Instant now) = 0;

  /// A view for questions, for one thread at a time. Many may be open.
  virtual Result<std::unique_ptr<Reader>> reader() = 0;
};

/// One stored event.
struct StoredEvent {
  std::string id;
  std::string type;
  visits::Moment moment;
  bool is_scored = true;
  std::string data;
};

/// A page of a list: what was found and, where there is more, the cursor that goes on.
struct VisitPage {
  std::vector<StoredVisit> visits;
  std::string next_cursor;  ///< "" at the end.
};

/// Questions over the committed record. Figures of visits that are still open may be up to two seconds old: where they matter, ask
/// Store::visits for them.
class Reader {
 public:
  virtual ~Reader() = default;

  /// The events of a visit up to `newest_event`, in the order of their moments, heartbeats and the end left out on request.
  virtual Result<std::vector<StoredEvent>> events(const StoredVisit& visit) = 0;
  /// The user's visits, newest first.
  virtual Result<VisitPage> visits_of_user(const Scope& scope, std::string_view user_id, std::size_t limit,
                                           std::string_view cursor) = 0;
  /// The visitor's visits before this one, newest first.
  virtual Result<std::vector<StoredVisit>> earlier_visits(const visits::Visit& visit, std::size_t limit) = 0;
  /// People's ended visits that began within [from, to), bounces only, newest first; and the share of bounces among all that ended.
  struct Bounces {
    VisitPage page;
    double bounce_rate = 0;
  };
  virtual Result<Bounces> bounces(const Scope& scope, Instant from, Instant to, std::size_t limit, std::string_view cursor) = 0;
  /// One row for each of the site's days from `from` to `to`, both inclusive, that has ended visits.
  virtual Result<std::vector<DayStatistics>> daily(const SiteId& site, Day from, Day to, Lanes lanes) = 0;

  // Questions over many visits are refused (invalid_input) where more than `question_visits_max` began in the range.
  /// A page of the visits that the filter means, and how many there are in all.
  struct Found {
    VisitPage page;
    std::int64_t total = 0;
  };
  virtual Result<Found> find_visits(const VisitFilter& filter, std::size_t limit, std::string_view cursor) = 0;
  /// The same from the oldest on, without the total, however many there are: for exports.
  virtual Result<VisitPage> next_visits(const VisitFilter& filter, std::size_t limit, std::string_view cursor) = 0;
  virtual Result<void> for_each_visit(const VisitFilter& filter, FactsWanted wanted,
                                      const std::function<void(const VisitFacts&)>& see) = 0;
  /// Each visit's features one after the other.
  virtual Result<void> for_each_feature(const VisitFilter& filter,
                                        const std::function<void(std::int64_t visit, std::string_view name)>& see) = 0;
  virtual Result<void> for_each_workflow(const VisitFilter& filter, const std::function<void(const WorkflowFacts&)>& see) = 0;
  /// The leads behind `after` in the order in which they came, at most `limit`.
  virtual Result<std::vector<StoredLead>> leads(const SiteId& site, std::int64_t after, std::size_t limit) = 0;
  /// What RemoveOldVisits would remove.
  virtual Result<OldVisits> old_visits(const SiteId& site, Instant before) = 0;

  virtual Result<void> for_each_property(const std::function<void(const SiteId&, catalogue::Property)>& see) = 0;

  virtual Result<std::vector<Site>> sites() = 0;
  virtual Result<std::vector<ApiToken>> tokens() = 0;
};

}  // namespace sojourn::store
