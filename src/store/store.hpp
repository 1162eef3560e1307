#pragma once

// The record: what a storage engine must do for the rest of Sojourn. SQLite stands behind it embedded, PostgreSQL with many nodes;
// both pass the same conformance suite (store/conformance.hpp).

#include "store/history.hpp"
#include "store/work.hpp"

#include "visits/rulebook.hpp"

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
  virtual Result<void> for_each_open_visit(const std::function<void(VisitChange)>& see) = 0;

  /// Writes back what is still only in memory. Called when the server stops; a crash without it loses nothing, it only costs the
  /// next start some time.
  virtual Result<void> flush(Instant now) = 0;

  /// The rules in force, as the record has them. Any thread.
  virtual const visits::Rulebook& rules() const = 0;

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

  /// Made by the server, to keep in the visit's fold that it was alive or has ended.
  bool is_ours() const {
    return type == name_of(visits::EventType::visit_end) || (type == name_of(visits::EventType::heartbeat) && id.starts_with("beat-"));
  }
};

inline constexpr std::size_t feedback_max = 100'000;

/// A person known by e-mail, phone or account.
struct Lead {
  LeadId id;
  SiteId site;
  std::string email;  ///< "" while unknown, as are the others.
  std::string name;
  std::string phone;
  std::string user_id;
  std::string traits;  ///< A JSON object, or "".
  Instant first_seen;
  Instant last_seen;
  std::int64_t visits = 0;          ///< Filled in by lists only, as is the next.
  int best_score = 0;               ///< Of the visits of the last 30 days.
  std::vector<LeadId> merged_from;  ///< Leads that turned out to be this one.
};

/// A page of leads.
struct LeadPage {
  std::vector<Lead> leads;
  std::string next_cursor;  ///< "" at the end.
};
enum class LeadSort : std::uint8_t { last_seen, score };

/// One line of the log of what colleagues did about a person.
struct LoggedAct {
  Instant at;
  std::string by;
  std::string act;
  std::string text;
};
inline constexpr std::size_t logged_acts_max = 200;

inline constexpr std::size_t deliveries_max = 100;

struct AlertPage {
  std::vector<Alert> newest_first;
  std::int64_t unread = 0;  ///< Of all that were told, not only of this page.
  std::string next_cursor;  ///< "" at the end.
};

/// A visit that was alive around a past moment, with its events up to now, in order.
struct PastVisit {
  StoredVisit stored;
  std::vector<StoredEvent> events;
};
struct PastVisits {
  std::vector<PastVisit> visits;
  bool is_partial = false;  ///< There were more than `past_visits_max`.
};
inline constexpr std::size_t past_visits_max = 2'000;

/// How much people have looked at a property.
struct PropertyInterest {
  std::string property_id;
  std::int64_t views = 0;
  std::int64_t saves = 0;
  std::int64_t people = 0;            ///< Visitors.
  std::int64_t returning_people = 0;  ///< Those of them who looked at it in more than one visit.
};

/// What colleagues did and said about the person behind a visit.
struct PersonLog {
  people::Marks marks;
  std::vector<LoggedAct> newest_first;  ///< At most `logged_acts_max`.
};

/// One set of rules that was put in force.
struct ScoreRulesVersion {
  std::int64_t version = 0;
  std::string rules;
  Instant published_at;
  std::string by;
};
struct ScoreRulesHistory {
  std::vector<ScoreRulesVersion> newest_first;
  std::string draft;  ///< "" where there is none.
};

/// What staff said of a lead, with the score that it had.
struct Feedback {
  LeadId lead;
  bool is_real = false;
  int score = 0;
  Instant at;
  std::string by;
  std::string note;
};

/// A page of a list: what was found and, where there is more, the cursor that goes on.
struct VisitPage {
  std::vector<StoredVisit> visits;
  std::string next_cursor;  ///< "" at the end.
};

/// What figures are made of: the facts of the visits that a filter means. Refused (invalid_input) where more than
/// `question_visits_max` began in the range.
class VisitQuestions {
 public:
  virtual ~VisitQuestions() = default;

  virtual Result<void> for_each_visit(const VisitFilter& filter, FactsWanted wanted,
                                      const std::function<void(const VisitFacts&)>& see) = 0;
  /// Each visit's features one after the other.
  virtual Result<void> for_each_feature(const VisitFilter& filter,
                                        const std::function<void(std::int64_t visit, std::string_view name)>& see) = 0;
  virtual Result<void> for_each_workflow(const VisitFilter& filter, const std::function<void(const WorkflowFacts&)>& see) = 0;
};

/// Questions over the committed record. Figures of visits that are still open may be up to two seconds old: where they matter, ask
/// Store::visits for them.
class Reader : public VisitQuestions {
 public:
  using VisitQuestions::for_each_visit;

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
  /// The leads behind `after` in the order in which they came, at most `limit`.
  virtual Result<std::vector<StoredLead>> leads(const SiteId& site, std::int64_t after, std::size_t limit) = 0;
  /// What RemoveOldVisits would remove.
  virtual Result<OldVisits> old_visits(const SiteId& site, Instant before) = 0;
  /// Visits that began within [from, to), oldest first, open ones as their rows have them. `see` must not ask this reader.
  virtual Result<void> for_each_visit(const SiteId& site, Instant from, Instant to,
                                      const std::function<void(const visits::Visit&)>& see) = 0;

  /// Nothing where there is no such lead in the scope.
  virtual Result<std::optional<Lead>> lead(const Scope& scope, const LeadId& id) = 0;
  /// A site's leads with `text` in their name, e-mail, phone or account, merged ones left out.
  virtual Result<LeadPage> leads(const SiteId& site, std::string_view text, LeadSort sort, Instant now, std::size_t limit,
                                 std::string_view cursor) = 0;
  /// Visits that may have been alive at `at` and active within the span before it, newest start first.
  virtual Result<PastVisits> visits_at(const SiteId& site, Instant at, Milliseconds within) = 0;
  /// By the visits since `from`: the properties that most people looked at.
  virtual Result<std::vector<PropertyInterest>> property_interest(const SiteId& site, Instant from, std::size_t limit) = 0;
  virtual Result<AlertPage> alerts(const SiteId& site, std::size_t limit, std::string_view cursor) = 0;
  /// What was delivered in a visit, newest first; at most `deliveries_max`.
  virtual Result<std::vector<Delivery>> deliveries(const VisitId& visit) = 0;
  /// E-mails that wait, the earliest due first.
  virtual Result<std::vector<Delivery>> waiting_emails(std::size_t limit) = 0;
  /// Of the person behind a visit.
  virtual Result<PersonLog> person_log(const VisitId& visit) = 0;
  /// The lead's visits, newest first.
  virtual Result<VisitPage> visits_of_lead(const Scope& scope, const LeadId& id, std::size_t limit, std::string_view cursor) = 0;
  /// What was said of leads within [from, to), oldest first; at most `feedback_max`.
  virtual Result<std::vector<Feedback>> feedback(const SiteId& site, Instant from, Instant to) = 0;
  /// How many leads had a hot visit (score 70 and more) in each of `weeks` weeks from `from` on.
  virtual Result<std::vector<std::int64_t>> hot_leads_by_week(const SiteId& site, Instant from, std::size_t weeks) = 0;
  virtual Result<ScoreRulesHistory> score_rules(const SiteId& site) = 0;

  virtual Result<void> for_each_property(const std::function<void(const SiteId&, catalogue::Property)>& see) = 0;

  virtual Result<std::vector<Site>> sites() = 0;
  virtual Result<std::vector<ApiToken>> tokens() = 0;
};

}  // namespace sojourn::store
