#include "store/sqlite/visit_work.hpp"

#include "base/check.hpp"
#include "base/json_writer.hpp"
#include "base/limits.hpp"

namespace sojourn::store {
namespace {

constexpr Milliseconds returning_within = std::chrono::days(7);

bool is_declared_ended(const BookEntry& entry) {
  return entry.visit.declared_end.has_value();
}

}  // namespace

VisitWork::VisitWork(Database& database, VisitBook& book, Random& random)
    : database_(database),
      book_(book),
      random_(random),
      persons_(database, book, random, [this](BookEntry& entry) { touch(entry, VisitChange::Kind::changed); }),
      select_site_(database.prepare("SELECT key FROM sites WHERE id = ?1")),
      select_visitor_(
          database.prepare("SELECT key, lead, latest_visit, user_id FROM visitors WHERE site = ?1 AND visitor_id = ?2")),
      insert_visitor_(database.prepare("INSERT INTO visitors (site, visitor_id) VALUES (?1, ?2)")),
      update_latest_visit_(database.prepare("UPDATE visitors SET latest_visit = ?2 WHERE key = ?1")),
      update_visitor_user_(database.prepare("UPDATE visitors SET user_id = ?2 WHERE key = ?1")),
      update_lane_(database.prepare("UPDATE visits SET staff_lane = ?2, staff_lane_by = ?3 WHERE key = ?1")),
      select_overlapping_(database.prepare("SELECT key FROM visits WHERE visitor = ?1 AND start_time <= ?2 AND last_activity >= ?3"
                                           " ORDER BY start_time LIMIT 1")) {}

Result<BookEntry*> VisitWork::open(const Access& access, KeyNeed need) {
  BookEntry* entry = book_.find(access.visit);
  if (entry == nullptr || (access.scope != nullptr && !access.scope->allows(entry->visit.site))) {
    return fail(ErrorKind::not_found, "there is no such session");
  }
  if (access.origins != nullptr && !access.origins->allows(entry->visit.site)) {
    return fail(ErrorKind::not_allowed, "the page's origin is not one of the site's");
  }
  if (!access.key) {
    if (need == KeyNeed::optional) return entry;
    return fail(ErrorKind::unauthenticated, "the session key is missing: send X-Session-Key");
  }
  if (!entry->opens_with(*access.key)) return fail(ErrorKind::not_allowed, "the session key is not this session's");
  return entry;
}

std::int64_t VisitWork::site_key(SiteId site) {
  const auto known = site_keys_.find(site);
  if (known != site_keys_.end()) return known->second;
  auto rows = select_site_.query(site);
  SOJOURN_CHECK(rows.next());
  return site_keys_[site] = rows.integer(0);
}

VisitWork::Visitor VisitWork::visitor(std::int64_t site, std::string_view visitor_id) {
  {
    auto rows = select_visitor_.query(site, visitor_id);
    if (rows.next()) return {rows.integer(0), rows.integer(1), rows.integer(2), std::string(rows.text(3))};
  }
  insert_visitor_.execute(site, visitor_id);
  return {.key = database_.last_insert_row(), .user_id = ""};
}

void VisitWork::set_latest_visit(std::int64_t visitor, std::int64_t visit) {
  update_latest_visit_.execute(visitor, visit);
}

BookEntry& VisitWork::add_visit(BookEntry fresh, Instant now) {
  const std::int64_t visitor_key = fresh.visitor_key;
  BookEntry& entry = book_.add(std::move(fresh));
  book_.write(entry, now);
  set_latest_visit(visitor_key, entry.key);
  touch(entry, VisitChange::Kind::started);
  return entry;
}

void VisitWork::beat(BookEntry& entry, Instant now) {
  visits::Event event;
  const std::string id = fmt::format("beat-{}", now.ms());
  event.id = id;
  event.type = visits::EventType::heartbeat;
  event.moment = {std::max(now, entry.visit.start), 0, visits::hash_event_id(id)};
  if (book_.append(entry, event, now)) touch(entry, VisitChange::Kind::changed);
}

/// The visitor of a start, or the one of its other name while that one's visit is alive.
VisitWork::Visitor VisitWork::named_visitor(std::int64_t site, const StartVisit& command, Instant now) {
  if (!command.visitor_id_before.empty()) {
    auto rows = select_visitor_.query(site, command.visitor_id_before);
    if (rows.next()) {
      Visitor before{rows.integer(0), rows.integer(1), rows.integer(2), std::string(rows.text(3))};
      const BookEntry* latest = before.latest_visit != 0 ? book_.find(before.latest_visit) : nullptr;
      if (latest != nullptr && standing_of(latest->visit, now).is_active) return before;
    }
  }
  return visitor(site, command.visitor_id);
}

Result<StartVisit::Verdict> VisitWork::carry_out(const StartVisit& command, Instant now) {
  if (command.id) {
    if (BookEntry* same = book_.find(*command.id)) {
      const bool is_repeat = same->visit.site == command.site && same->opens_with(command.key);
      if (!is_repeat) return fail(ErrorKind::not_allowed, "the session key is not this session's");
      return StartVisit::Verdict{same->visit.id, same->visit.start, true};
    }
  }
  const std::int64_t site = site_key(command.site);
  const Visitor visitor = named_visitor(site, command, now);
  BookEntry* latest = visitor.latest_visit != 0 ? book_.find(visitor.latest_visit) : nullptr;
  const Instant start = command.began ? std::min(*command.began, now) : now;
  if (latest != nullptr && standing_of(latest->visit, now).is_active) {
    const bool has_new_campaign = !command.entry.campaign.empty() && command.entry.campaign != latest->visit.entry.campaign;
    if (!has_new_campaign) {
      book_.add_key(*latest, command.key, now);
      beat(*latest, now);
      return StartVisit::Verdict{latest->visit.id, latest->visit.start, true};
    }
    latest->visit.declared_end = visits::DeclaredEnd{.moment = {latest->visit.figures.last_activity, UINT32_MAX, UINT64_MAX},
                                                     .reason = visits::ExitReason::navigation,
                                                     .page = "",
                                                     .last_action = ""};
    book_.write(*latest, now);
    touch(*latest, VisitChange::Kind::ended);
  }
  BookEntry fresh;
  fresh.site_key = site;
  fresh.visitor_key = visitor.key;
  fresh.lead_key = visitor.lead_key;
  fresh.keys.push_back(command.key);
  visits::Visit& visit = fresh.visit;
  visit.id = command.id ? *command.id : VisitId{make_uuid7(now, random_)};
  visit.site = command.site;
  visit.visitor_id = command.visitor_id;
  visit.user_id = command.user_id.empty() ? visitor.user_id : std::string(command.user_id);
  persons_.link(fresh, visitor.lead_key);
  visit.start = start;
  visit.idle_timeout = command.idle_timeout;
  visit.device = command.device;
  visit.entry = command.entry;
  visit.location = command.location;
  visit.address = command.address;
  visit.automation = command.automation;
  visit.is_returning = latest != nullptr && start - latest->visit.figures.last_activity <= returning_within;
  visit.figures = visits::figures_at(start);
  BookEntry& entry = add_visit(std::move(fresh), now);
  if (!command.user_id.empty()) update_visitor_user_.execute(visitor.key, command.user_id);
  if (command.is_vouched) {
    Identify person;
    person.user_id = command.user_id;
    persons_.identify(entry, person, now);
  }
  return StartVisit::Verdict{entry.visit.id, entry.visit.start, false};
}

bool VisitWork::is_seen_by_any(BookEntry& first, std::uint64_t id_hash) {
  for (BookEntry* entry = &first; entry != nullptr;
       entry = entry->successor_key != 0 ? book_.find(entry->successor_key) : nullptr) {
    if (entry->seen.contains(id_hash)) return true;
  }
  return false;
}

/// The visit that an event belongs to, among `first` and those that follow it; one is opened where none covers the event's time.
BookEntry& VisitWork::holder_of(BookEntry& first, visits::Event& event, Instant now) {
  BookEntry* entry = &first;
  while (!covers(entry->visit, event.moment.at)) {
    BookEntry* next = entry->successor_key != 0 ? book_.find(entry->successor_key) : nullptr;
    entry = next != nullptr ? next : &successor_of(*entry, event, now);
    event.moment.at = std::max(event.moment.at, entry->visit.start);
  }
  return *entry;
}

BookEntry& VisitWork::successor_of(BookEntry& ended, const visits::Event& event, Instant now) {
  const Visitor visitor = this->visitor(ended.site_key, ended.visit.visitor_id);
  BookEntry* latest = visitor.latest_visit != 0 && visitor.latest_visit != ended.key ? book_.find(visitor.latest_visit) : nullptr;
  const bool is_later = latest != nullptr && latest->visit.start > ended.visit.start && covers(latest->visit, event.moment.at);
  if (is_later) {
    for (const SecretHash& key : ended.keys) book_.add_key(*latest, key, now);
    ended.successor_key = latest->key;
    book_.write(ended, now);
    return *latest;
  }
  BookEntry fresh;
  fresh.site_key = ended.site_key;
  fresh.visitor_key = ended.visitor_key;
  fresh.lead_key = ended.lead_key;
  fresh.person_key = ended.person_key;
  fresh.keys = ended.keys;
  visits::Visit& visit = fresh.visit;
  visit = ended.visit;
  visit.id = VisitId{make_uuid7(now, random_)};
  visit.start = event.moment.at;
  visit.entry = visits::Entry{.page = std::string(event.page), .source = "direct", .referrer = "", .campaign = ""};
  visit.is_returning = event.moment.at - ended.visit.figures.last_activity <= returning_within;
  visit.figures = visits::figures_at(visit.start);
  visit.declared_end.reset();
  visit.staff_lane.reset();
  BookEntry& next = add_visit(std::move(fresh), now);
  ended.successor_key = next.key;
  book_.write(ended, now);
  return next;
}

Result<RecordEvents::Verdict> VisitWork::carry_out(RecordEvents& command, Instant now) {
  auto opened = open({command.visit, command.scope, command.origins, command.key}, KeyNeed::optional);
  if (!opened) return std::unexpected(opened.error());
  BookEntry& first = **opened;

  RecordEvents::Verdict verdict;
  BookEntry* newest = &first;
  for (IncomingEvent& incoming : command.events) {
    incoming.event.is_scored = command.key.has_value();
    incoming.event.moment.at = visits::event_time(incoming.claimed, command.sent_at, first.visit.start, now);
  }
  // In the order of their times, so that a batch that spans an idle timeout is cut where the pause was.
  const auto earlier = [](const IncomingEvent& a, const IncomingEvent& b) {
    return std::tuple(a.event.moment.at, a.event.moment.sequence, a.index) <
           std::tuple(b.event.moment.at, b.event.moment.sequence, b.index);
  };
  if (!std::ranges::is_sorted(command.events, earlier)) std::ranges::sort(command.events, earlier);

  for (IncomingEvent& incoming : command.events) {
    visits::Event& event = incoming.event;
    if (now - event.moment.at > limits::event_age_max) {
      verdict.rejected.push_back({incoming.index, {"/timestamp", "is older than 7 days"}});
      continue;
    }
    if (is_seen_by_any(first, event.moment.id_hash)) {
      ++verdict.duplicates;
      continue;
    }
    BookEntry& holder = holder_of(first, event, now);
    // What came without a time or an order of its own is ordered by its arrival.
    if (!incoming.claimed && !incoming.has_sequence) event.moment.sequence = static_cast<std::uint32_t>(holder.seen.size());
    const bool was_active = standing_of(holder.visit, now).is_active;
    const bool is_new = book_.append(holder, event, now);
    SOJOURN_CHECK(is_new);
    // A late event can bring a visit back that had timed out without it: to the views and the timers it has started.
    touch(holder, was_active ? VisitChange::Kind::changed : VisitChange::Kind::started);
    ++verdict.accepted;
    newest = &holder;
  }
  if (verdict.accepted == 0) {
    // A visit that followed may have been removed since.
    while (BookEntry* next = newest->successor_key != 0 ? book_.find(newest->successor_key) : nullptr) newest = next;
  }
  verdict.visit = newest->visit.id;
  return verdict;
}

Result<Heartbeat::Verdict> VisitWork::carry_out(const Heartbeat& command, Instant now) {
  auto opened = open({command.visit, command.scope, command.origins, command.key}, KeyNeed::required);
  if (!opened) return std::unexpected(opened.error());
  BookEntry& entry = **opened;
  const visits::Standing standing = standing_of(entry.visit, now);
  if (!standing.is_active) {
    return fail(ErrorKind::gone,
                fmt::format("the session ended at {} ({})", to_rfc3339(standing.ended_at), name_of(standing.reason)));
  }
  beat(entry, now);
  return Heartbeat::Verdict{entry.visit.site, entry.visit.figures.last_activity};
}

Result<EndVisit::Verdict> VisitWork::carry_out(const EndVisit& command, Instant now) {
  auto opened = open({command.visit, command.scope, command.origins, command.key}, KeyNeed::required);
  if (!opened) return std::unexpected(opened.error());
  BookEntry& entry = **opened;
  if (standing_of(entry.visit, now).is_active) {
    const Instant claimed = visits::event_time(command.claimed, command.sent_at, entry.visit.start, now);
    visits::DeclaredEnd end;
    end.moment = {std::max(claimed, entry.visit.figures.last_activity), UINT32_MAX, visits::hash_event_id("visit_end")};
    end.reason = command.reason;
    end.page = command.page;
    end.last_action = command.last_action;

    std::string data;
    JsonWriter(data).begin_object().member("reason", name_of(command.reason)).member_or_null("page", command.page).end_object();
    visits::Event event;
    event.id = "visit_end";
    event.type = visits::EventType::visit_end;
    event.moment = end.moment;
    event.data = data;
    book_.append(entry, event, now);
    entry.visit.declared_end = std::move(end);
    book_.write(entry, now);
    touch(entry, VisitChange::Kind::ended);
  }
  const visits::Standing standing = standing_of(entry.visit, now);
  return EndVisit::Verdict{standing.reason, standing.ended_at, visits::duration_seconds(entry.visit, now)};
}

Result<Identify::Verdict> VisitWork::carry_out(const Identify& command, Instant now) {
  auto opened =
      open({command.visit, command.scope, command.origins, command.key}, command.by_staff ? KeyNeed::optional : KeyNeed::required);
  if (!opened) return std::unexpected(opened.error());
  BookEntry& entry = **opened;
  if (!command.user_id.empty()) {
    entry.visit.user_id = command.user_id;
    update_visitor_user_.execute(entry.visitor_key, command.user_id);
  }
  persons_.identify(entry, command, now);
  return Identify::Verdict{entry.visit.known_as->lead};
}

Result<Unidentify::Verdict> VisitWork::carry_out(const Unidentify& command, Instant now) {
  auto opened = open({command.visit, command.scope, nullptr, std::nullopt}, KeyNeed::optional);
  if (!opened) return std::unexpected(opened.error());
  BookEntry& entry = **opened;
  auto undone = persons_.unidentify(entry, command.by, now);
  if (!undone) return std::unexpected(undone.error());
  return Unidentify::Verdict{entry.visit.known_as ? std::optional(entry.visit.known_as->lead) : std::nullopt};
}

Result<UnmergeLead::Verdict> VisitWork::carry_out(const UnmergeLead& command, Instant now) {
  auto undone = persons_.unmerge(command, now);
  if (!undone) return std::unexpected(undone.error());
  return UnmergeLead::Verdict{};
}

Result<ActOnPerson::Verdict> VisitWork::carry_out(const ActOnPerson& command, Instant now) {
  auto opened = open({command.visit, command.scope, nullptr, std::nullopt}, KeyNeed::optional);
  if (!opened) return std::unexpected(opened.error());
  auto marks = persons_.act(**opened, command.act, now);
  if (!marks) return std::unexpected(marks.error());
  return ActOnPerson::Verdict{std::move(*marks)};
}

Result<PutInLane::Verdict> VisitWork::carry_out(const PutInLane& command, Instant now) {
  auto opened = open({command.visit, command.scope, nullptr, std::nullopt}, KeyNeed::optional);
  if (!opened) return std::unexpected(opened.error());
  BookEntry& entry = **opened;
  entry.visit.staff_lane = command.lane;
  entry.visit.staff_lane_by = command.by;
  update_lane_.execute(entry.key, static_cast<std::int64_t>(command.lane), command.by);
  book_.write(entry, now);
  if (standing_of(entry.visit, now).is_active) touch(entry, VisitChange::Kind::changed);
  return PutInLane::Verdict{};
}

Result<CloseIdleVisits::Verdict> VisitWork::carry_out(const CloseIdleVisits& command, Instant now) {
  CloseIdleVisits::Verdict verdict;
  for (const VisitId& id : command.visits) {
    BookEntry* entry = book_.find(id);
    if (entry == nullptr || is_declared_ended(*entry)) continue;
    if (now < times_out_at(entry->visit)) {
      verdict.still_active.push_back({id, times_out_at(entry->visit)});
      continue;
    }
    book_.write(*entry, now);
    touch(*entry, VisitChange::Kind::ended);
  }
  return verdict;
}

Result<ImportVisit::Verdict> VisitWork::carry_out(ImportVisit& command, Instant now) {
  SOJOURN_CHECK(!command.events.empty());
  const std::int64_t site = site_key(command.site);
  const Visitor visitor = this->visitor(site, command.visitor_id);
  const Instant first = command.events.front().moment.at;
  const Instant last = command.events.back().moment.at;

  ImportVisit::Verdict verdict;
  BookEntry* entry = nullptr;
  if (visitor.latest_visit != 0) {
    auto rows = select_overlapping_.query(visitor.key, last + command.idle_timeout, first - command.idle_timeout);
    if (rows.next()) entry = book_.find(rows.integer(0));
  }
  if (entry == nullptr) {
    BookEntry fresh;
    fresh.site_key = site;
    fresh.visitor_key = visitor.key;
    fresh.lead_key = visitor.lead_key;
    visits::Visit& visit = fresh.visit;
    visit.id = VisitId{make_uuid7(first, random_)};
    visit.site = command.site;
    visit.visitor_id = command.visitor_id;
    visit.start = first;
    visit.idle_timeout = command.idle_timeout;
    visit.device = command.device;
    visit.entry = visits::Entry{.page = "",
                                .source = command.referrer.empty() ? "direct" : "external",
                                .referrer = std::string(command.referrer),
                                .campaign = ""};
    visit.address = command.address;
    visit.figures = visits::figures_at(first);
    entry = &book_.add(std::move(fresh));
    set_latest_visit(visitor.key, entry->key);
    verdict.is_new = true;
  } else if (first < entry->visit.start) {
    entry->visit.start = first;
    book_.refold(*entry);
  }
  const bool was_active = standing_of(entry->visit, now).is_active;
  for (const visits::Event& event : command.events) {
    book_.append(*entry, event, now) ? ++verdict.accepted : ++verdict.duplicates;
  }
  if (verdict.accepted > 0) {
    book_.write(*entry, now);  // Once, with all its events folded.
    touch(*entry, verdict.is_new || !was_active ? VisitChange::Kind::started : VisitChange::Kind::changed);
  }
  return verdict;
}

void VisitWork::touch(BookEntry& entry, VisitChange::Kind kind) {
  if (!touched_.empty() && touched_.back() == std::pair(entry.key, kind)) return;
  touched_.emplace_back(entry.key, kind);
}

void VisitWork::take_changes(Instant now, std::vector<VisitChange>& changes) {
  std::ranges::sort(touched_);  // started before changed before ended, visit by visit.
  std::int64_t told = 0;
  for (const auto& [key, kind] : touched_) {
    if (std::exchange(told, key) == key) continue;
    BookEntry* entry = book_.find(key);
    SOJOURN_CHECK(entry != nullptr);
    const bool is_active = standing_of(entry->visit, now).is_active;
    // The days' figures follow the rows: an ended visit that a late event changed is written with it.
    if (!is_active && entry->first_unwritten != 0) book_.write(*entry, now);
    changes.push_back({is_active ? kind : VisitChange::Kind::ended, entry->visit, persons_.marks_of(*entry)});
  }
  touched_.clear();
}

}  // namespace sojourn::store
