#pragma once

// The pieces of work that change the record: what is asked, and the verdict each gets. The journal gathers them into groups;
// a store carries a group out in one transaction. Views in a piece of work live until its verdict was delivered.

#include "store/scope.hpp"

#include "base/error.hpp"
#include "base/secret.hpp"
#include "base/time_zone.hpp"
#include "base/uuid.hpp"
#include "catalogue/catalogue.hpp"
#include "people/alert_rules.hpp"
#include "people/marks.hpp"
#include "visits/event.hpp"
#include "visits/lane.hpp"
#include "visits/visit.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sojourn::store {

class Store;

/// Begins a visit, or goes on with the visitor's current one while it is alive and the campaign has not changed.
struct StartVisit {
  struct Verdict {
    VisitId visit;
    Instant start;
    bool is_resumed = false;
  };

  SiteId site;
  Milliseconds idle_timeout{0};
  SecretHash key;                ///< Goes on opening the visit beside those it had.
  std::optional<VisitId> id;     ///< The client's own; a repeat with the same key finds the same visit.
  std::optional<Instant> began;  ///< Where the client began earlier: corrected, never later than now.
  std::string_view visitor_id;
  std::string_view visitor_id_before;  ///< Another name of the same visitor, whose visit goes on where it is alive; "" for none.
  std::string_view user_id;
  bool is_vouched = false;  ///< A user token stands behind the user id: then the visitor is that person. Otherwise it is a label.
  visits::Device device;
  visits::Entry entry;
  visits::Location location;
  std::string_view address;     ///< Truncated.
  std::string_view automation;  ///< Why this is a program and not a person; "" for a person.
};

/// One event as it came: its time is still the client's.
struct IncomingEvent {
  visits::Event event;  ///< `moment.at` is not set yet.
  std::optional<Instant> claimed;
  bool has_sequence = false;  ///< The client gave it one; otherwise it is its place in the batch.
  std::uint32_t index = 0;    ///< Its place in the client's batch.
};

struct RejectedEvent {
  std::uint32_t index = 0;
  FieldError field;
};

/// Adds events to a visit, each id once; those after its end go to the visit that follows it, which is opened where need be.
struct RecordEvents {
  struct Verdict {
    VisitId visit;  ///< Where the newest of them went.
    std::uint32_t accepted = 0;
    std::uint32_t duplicates = 0;
    std::vector<RejectedEvent> rejected;
  };

  VisitId visit;
  const Scope* scope = nullptr;    ///< Another site's visit is not found.
  const Scope* origins = nullptr;  ///< A page of another site may not write: not_allowed. Null where no Origin was named.
  std::optional<SecretHash> key;   ///< Without one events count but never score; a wrong one is not_allowed.
  std::optional<Instant> sent_at;
  std::span<IncomingEvent> events;
};

/// Still here, nothing happened. gone where the visit has ended.
struct Heartbeat {
  struct Verdict {
    SiteId site;
    Instant last_activity;
  };

  VisitId visit;
  const Scope* scope = nullptr;
  const Scope* origins = nullptr;
  std::optional<SecretHash> key;
};

/// Declares the end of a visit. The first end stays; a repeat gets the same verdict.
struct EndVisit {
  struct Verdict {
    visits::ExitReason reason = visits::ExitReason::navigation;
    Instant end_time;
    std::int64_t duration_seconds = 0;
  };

  VisitId visit;
  const Scope* scope = nullptr;
  const Scope* origins = nullptr;
  std::optional<SecretHash> key;
  visits::ExitReason reason = visits::ExitReason::navigation;
  std::optional<Instant> claimed;
  std::optional<Instant> sent_at;
  std::string_view page;
  std::string_view last_action;
};

/// The secrets under which visitors without storage are named, today's and yesterday's; older ones are forgotten.
struct TakeSalts {
  struct Verdict {
    std::string today;
    std::string yesterday;  ///< "" where there was none.
  };
  Day today;
};

/// Links the visit's visitor to a lead, found by e-mail, account or phone, or made. Where these have belonged to several leads,
/// they turn out to be one person: the leads are merged into the eldest.
struct Identify {
  struct Verdict {
    LeadId lead;
  };

  VisitId visit;
  const Scope* scope = nullptr;
  const Scope* origins = nullptr;
  std::optional<SecretHash> key;  ///< Not needed where `by_staff`.
  bool by_staff = false;
  std::string_view by;  ///< The colleague's name where `by_staff`.
  std::string_view email;
  std::string_view name;
  std::string_view phone;
  std::string_view user_id;  ///< Only where it was vouched for.
  std::string_view traits;   ///< A JSON object, or "".
};

/// Takes back the identification from which the visit's link follows; what was said before it holds again. conflict where there is
/// none.
struct Unidentify {
  struct Verdict {
    std::optional<LeadId> lead;  ///< Whom the visit belongs to now.
  };

  VisitId visit;
  const Scope* scope = nullptr;
  std::string_view by;
};

/// Takes back the merge of one lead into another. conflict where they are not merged.
struct UnmergeLead {
  struct Verdict {};

  LeadId kept;
  LeadId merged;
  const Scope* scope = nullptr;
  std::string_view by;
};

/// Something sent to a visitor by a colleague, and how far it has come.
enum class DeliveryKind : std::uint8_t { property, invite, alert };
enum class DeliveryChannel : std::uint8_t { email, on_site };
enum class DeliveryState : std::uint8_t { waiting, sent, shown, clicked, dismissed, failed };
std::string_view name_of(DeliveryKind kind);
std::string_view name_of(DeliveryChannel channel);
std::string_view name_of(DeliveryState state);
std::optional<DeliveryState> delivery_state_of(std::string_view name);

struct Delivery {
  Uuid id;
  SiteId site;
  VisitId visit;
  DeliveryKind kind = DeliveryKind::property;
  DeliveryChannel channel = DeliveryChannel::on_site;
  std::string property_id;  ///< "" for an invitation.
  std::string to;           ///< The address, for an e-mail.
  std::string note;
  std::string by;
  DeliveryState state = DeliveryState::waiting;
  std::string detail;  ///< Why it failed, or waits.
  std::uint32_t attempts = 0;
  Instant due;  ///< When a waiting e-mail is tried next.
  Instant created_at;
  Instant updated_at;
};

/// Records what is to be delivered. A repeat with the same `repeat_key` of the same colleague gets the first one's verdict.
/// conflict where an e-mail has nobody to go to.
struct AddDelivery {
  struct Verdict {
    Delivery delivery;
    bool is_repeat = false;
  };

  VisitId visit;
  const Scope* scope = nullptr;
  Delivery delivery;  ///< Its kind, channel, property, note, and the colleague; the rest is filled in.
  std::string repeat_key;
};

/// How a delivery went on. States only rise: what was clicked is never shown again. not_found where it is not this visit's.
struct UpdateDelivery {
  struct Verdict {
    Delivery delivery;
  };

  Uuid id;
  std::optional<VisitId> visit;  ///< Of the page that says so.
  DeliveryState state = DeliveryState::sent;
  std::string detail;
  std::optional<Instant> retry_at;  ///< It failed and stays waiting.
};

/// Something that colleagues want to know of a person at once.
struct Alert {
  Uuid id;
  SiteId site;
  people::AlertKind kind = people::AlertKind::became_hot;
  VisitId visit;
  std::optional<LeadId> lead;
  Instant at;
  std::string title;
  std::string text;
  std::optional<Instant> read_at;
  std::string suppressed;  ///< Why nobody was told: quiet_hours, duplicate or snoozed; "" where they were.
};

/// Raises an alert of a visit by its site's rules, which are the caller's to look up; the person's e-mails go out with it.
struct RaiseAlert {
  struct Verdict {
    std::optional<Alert> alert;  ///< Nothing where this very visit was told of already.
  };

  Alert alert;  ///< Its kind, visit, title and text; the rest is filled in.
  Milliseconds repeat_after{0};
  bool is_quiet = false;
  bool is_snoozed = false;
  std::vector<std::string> emails;
};

/// Marks a site's alerts up to a moment as read.
struct ReadAlerts {
  struct Verdict {};
  SiteId site;
  Instant up_to;
};

/// Moves a visit to the people or to the bots by a colleague's judgement.
struct PutInLane {
  struct Verdict {};

  VisitId visit;
  const Scope* scope = nullptr;
  visits::Lane lane = visits::Lane::people;
  std::string_view by;
};

/// A colleague's act about the person behind a visit. Logged.
struct ActOnPerson {
  struct Verdict {
    people::Marks marks;
  };

  VisitId visit;
  const Scope* scope = nullptr;
  people::Act act;
};

/// Ends those of the named visits whose idle timeout has passed; the others say when theirs will.
struct CloseIdleVisits {
  struct StillActive {
    VisitId visit;
    Instant times_out_at;
  };
  struct Verdict {
    std::vector<StillActive> still_active;
  };

  std::vector<VisitId> visits;
};

/// Adds a property to a site's catalogue, or replaces it whole.
struct PutProperty {
  struct Verdict {};
  SiteId site;
  catalogue::Property property;
};

/// Puts aside rules that are not in force yet, or drops those that were.
struct PutScoreDraft {
  struct Verdict {};
  SiteId site;
  std::string rules;  ///< As score_rules.hpp writes them; "" drops the draft.
  std::string by;
};

/// Puts the draft in force. The scores of visits that are there follow by Rescore. conflict where there is no draft.
struct PublishScoreRules {
  struct Verdict {
    std::int64_t version = 0;
  };
  SiteId site;
  std::string by;
};

/// Scores visits of a site anew, the next `visits_max` after a key. Repeated until nothing is left.
struct Rescore {
  struct Verdict {
    std::int64_t last_key = 0;
    std::uint32_t changed = 0;
    bool is_done = false;
  };
  SiteId site;
  std::int64_t after_key = 0;
  std::size_t visits_max = 2'000;
};

/// What a member of staff found a lead to be: asked whether "hot" was true.
struct PutFeedback {
  struct Verdict {};
  SiteId site;
  LeadId lead;
  bool is_real = false;
  std::string note;
  std::string by;
  int score = 0;  ///< As it stood.
};

/// A tenant.
struct Site {
  SiteId id;
  std::string name;
  std::string public_key;
  std::string user_token_secret;
  std::vector<std::string> origins;
  std::int64_t idle_timeout_seconds = 1800;
  std::int64_t heartbeat_interval_seconds = 300;
  std::string time_zone = "UTC";     ///< An IANA name, checked before it comes here: whose days and hours count.
  std::int64_t retention_days = 30;  ///< So long raw visits are kept.
  std::int64_t poll_seconds = 10;    ///< How often a panel without a socket asks.
  people::AlertRules alerts;
};
struct AddSite {
  struct Verdict {};
  Site site;
};

/// Changes what may change of a site: name, origins, the two spans, time zone and retention. not_found where there is none. Another
/// time zone moves the borders of days: the days' figures are then rebuilt step by step by Upkeep.
struct SetSite {
  struct Verdict {};
  Site site;
};

enum class Role : std::uint8_t { owner, admin, agent, analyst, auditor };
std::string_view name_of(Role role);
std::optional<Role> role_of(std::string_view name);

/// A token of the API: a role, within one site or in all of them. Only its hash is kept.
struct ApiToken {
  SecretHash hash;
  std::string name;  ///< Whose it is, as colleagues see it.
  Role role = Role::admin;
  std::optional<SiteId> site;
  std::optional<Instant> expires;
};
struct AddApiToken {
  struct Verdict {};
  ApiToken token;
};

/// A member of staff. conflict where the e-mail is taken.
struct AddUser {
  struct Verdict {};
  Uuid id;
  std::string email;
  Role role = Role::agent;
  std::string password_hash;  ///< Argon2id, in libsodium's text form.
};

/// One visit of an access log with its events, whose times are the log's. Repeating it changes nothing.
struct ImportVisit {
  struct Verdict {
    std::uint32_t accepted = 0;
    std::uint32_t duplicates = 0;
    bool is_new = false;
  };

  SiteId site;
  Milliseconds idle_timeout{0};
  std::string_view visitor_id;
  visits::Device device;
  std::string_view referrer;
  std::string_view address;         ///< Truncated.
  std::span<visits::Event> events;  ///< In the order of their moments; at least one.
};

/// Rebuilds the figures of days from the visits, both inclusive: one step, which looks at no more than so many visits. Repeated
/// from `next` on until there is none. A day changes only when all its visits were looked at. Days of which visits were removed
/// keep what they have.
struct RebuildDays {
  struct Verdict {
    std::optional<Day> next;
    std::uint64_t visits = 0;
    std::uint64_t days = 0;        ///< That are done.
    std::uint64_t final_days = 0;  ///< That keep what they have.
  };
  SiteId site;
  Day from, to;
  std::size_t visits_max = 20'000;
};

/// Removes ended visits that began before an instant, oldest first, with their events, keys and visitors that nobody knows; at most
/// so many at a time. The figures of their days become final before.
struct RemoveOldVisits {
  struct Verdict {
    bool is_done = false;
    std::uint64_t visits = 0;
    std::uint64_t events = 0;
  };
  SiteId site;
  Instant before;
  std::size_t events_max = 4'000;
};

/// The next small step of what the store does by itself, where something is due: removing visits that are older than their site
/// keeps them, and rebuilding days after a change of time zone.
struct Upkeep {
  struct Verdict {
    bool has_more = false;
  };
};

/// A question to the record as it stands after this group: for what only the store's working set knows.
struct Inspect {
  struct Verdict {};
  std::function<void(Store&)> ask;
};

/// One command together with the place of its verdict.
template <typename Command>
struct Piece {
  Command command;
  std::optional<Result<typename Command::Verdict>> verdict;
};

/// Any piece of work, by pointer: the pieces live with those who wait for them.
using Work = std::variant<Piece<StartVisit>*, Piece<RecordEvents>*, Piece<Heartbeat>*, Piece<EndVisit>*, Piece<Identify>*,
                          Piece<CloseIdleVisits>*, Piece<PutProperty>*, Piece<AddSite>*, Piece<AddApiToken>*, Piece<AddUser>*,
                          Piece<ImportVisit>*, Piece<Inspect>*, Piece<PutScoreDraft>*, Piece<PublishScoreRules>*, Piece<Rescore>*,
                          Piece<PutFeedback>*, Piece<Unidentify>*, Piece<UnmergeLead>*, Piece<ActOnPerson>*, Piece<PutInLane>*,
                          Piece<AddDelivery>*, Piece<UpdateDelivery>*, Piece<RaiseAlert>*, Piece<TakeSalts>*, Piece<ReadAlerts>*,
                          Piece<SetSite>*, Piece<RebuildDays>*, Piece<RemoveOldVisits>*, Piece<Upkeep>*>;

/// What a committed group did to one visit, for the live views: its state afterwards.
struct VisitChange {
  enum class Kind : std::uint8_t { started, changed, ended };
  Kind kind = Kind::changed;
  visits::Visit visit;
  std::shared_ptr<const people::Marks> marks = nullptr;  ///< Of the person behind it; null where there are none.
};

}  // namespace sojourn::store
