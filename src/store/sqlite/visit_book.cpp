#include "store/sqlite/visit_book.hpp"

#include "base/check.hpp"
#include "visits/lane.hpp"
#include "visits/score.hpp"

#include <sqlite3.h>

namespace sojourn::store {
namespace {

constexpr std::size_t keys_per_visit_max = 64;

/// UUID-shaped ids are stored as 16 bytes, all others as the client's text. Only the form that to_string gives back may be a blob.
std::optional<Uuid> as_uuid(std::string_view id) {
  if (id.size() != uuid_text_chars) return std::nullopt;
  const auto uuid = parse_uuid(id);
  if (!uuid || to_string(*uuid) != id) return std::nullopt;
  return *uuid;
}

/// Where the visit was left and what was done last: as declared, else as its figures have it. Nothing while it is active.
struct Exit {
  std::string_view page;
  std::string_view last_action;
};

Exit exit_of(const visits::Visit& visit, const visits::Standing& standing) {
  if (standing.is_active) return {};
  Exit exit{visit.figures.current_page.path.text, visit.figures.last_action.text};
  if (visit.declared_end && !visit.declared_end->page.empty()) exit.page = visit.declared_end->page;
  if (visit.declared_end && !visit.declared_end->last_action.empty()) exit.last_action = visit.declared_end->last_action;
  return exit;
}

}  // namespace

bool BookEntry::opens_with(const SecretHash& hash) const {
  return std::ranges::any_of(keys, [&](const SecretHash& key) { return same_secret(key, hash); });
}

VisitBook::VisitBook(Database& database, const visits::Rulebook& rules, DailyBook& daily, BookLimits limits)
    : rules_(rules),
      limits_(limits),
      daily_(daily),
      uses_(database),
      select_by_id_(database.prepare(fmt::format("{} WHERE v.id = ?1", select_visit))),
      select_by_key_(database.prepare(fmt::format("{} WHERE v.key = ?1", select_visit))),
      select_keys_(database.prepare("SELECT hash FROM session_keys WHERE visit = ?1")),
      select_chain_(database.prepare(select_event_chain)),
      select_tail_(
          database.prepare("SELECT key, visit, at, sequence, is_scored, type, id, data FROM events WHERE key > ?1 ORDER BY key")),
      insert_visit_(database.prepare(
          "INSERT INTO visits (key, user_id, lead, last_activity, end_time, duration_seconds, exit_page, exit_reason, "
          "exit_last_action,"
          " action_count, error_count, workflow_count, page_views, property_views, property_saves, current_page, current_title,"
          " current_property, score, declared_end, successor, newest_event, figures, has_more_keys, start_time, entry_page, "
          "landing_page, lane, id, "
          "site,"
          " visitor, idle_timeout_ms, device_type, browser, os, screen_size, entry_source, entry_referrer, entry_campaign, city, "
          "state,"
          " country, address, is_returning, key_hash, automation, latitude, longitude) VALUES "
          "(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,"
          "?22,?23,?24,?25,?26,?27,?28,?29,?30,?31,?32,?33,?34,?35,?36,?37,?38,?39,?40,?41,?42,?43,?44,?45,?46,?47,?48)")),
      update_visit_(database.prepare(
          "UPDATE visits SET user_id=?2, lead=?3, last_activity=?4, end_time=?5, duration_seconds=?6, exit_page=?7, exit_reason=?8,"
          " exit_last_action=?9, action_count=?10, error_count=?11, workflow_count=?12, page_views=?13, property_views=?14,"
          " property_saves=?15, current_page=?16, current_title=?17, current_property=?18, score=?19, declared_end=?20,"
          " successor=?21, newest_event=?22, figures=?23, has_more_keys=?24, start_time=?25, entry_page=?26,"
          " landing_page=?27, lane=?28 WHERE key=?1")),
      insert_key_(database.prepare("INSERT OR IGNORE INTO session_keys (visit, hash) VALUES (?1, ?2)")),
      insert_event_(database.prepare("INSERT INTO events (key, visit, previous, at, sequence, is_scored, type, id, data)"
                                     " VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9)")),
      select_last_visit_(database.prepare("SELECT max((SELECT coalesce(max(key), 0) FROM visits),"
                                          " coalesce((SELECT value FROM settings WHERE name = 'visits_keyed_through'), 0))")),
      keep_last_visit_(database.prepare("INSERT OR REPLACE INTO settings (name, value) VALUES ('visits_keyed_through', ?1)")),
      select_mark_(database.prepare("SELECT value FROM settings WHERE name = 'events_folded_through'")),
      update_mark_(database.prepare("INSERT OR REPLACE INTO settings (name, value) VALUES ('events_folded_through', ?1)")) {}

void VisitBook::recover() {
  keys_by_id_.clear();
  entries_.clear();
  use_order_.clear();
  write_order_.clear();
  {
    auto rows = select_mark_.query();
    mark_ = rows.next() ? rows.integer(0) : 0;
  }
  {
    auto rows = select_last_visit_.query();
    last_visit_ = rows.next() ? rows.integer(0) : 0;
  }
  last_event_ = mark_;
  auto rows = select_tail_.query(mark_);
  while (rows.next()) {
    EventRow row = read_event_row(rows);
    last_event_ = row.key;
    BookEntry* entry = find(row.visit_key);
    if (entry == nullptr) throw SqliteError(SQLITE_CORRUPT, fmt::format("event {} belongs to no visit", row.key));
    if (row.key <= entry->newest_event) continue;  // Its row was written after this event.
    row.event.id = row.id;
    if (!entry->seen.insert(row.event.moment.id_hash))
      throw SqliteError(SQLITE_CORRUPT, fmt::format("event {} is stored twice", row.key));
    fold_into(*entry, row.event);
    entry->newest_event = row.key;
    mark_unwritten(*entry, row.key, row.event.moment.at);
    if (entries_.size() >= limits_.visits_max) make_room(row.event.moment.at);
    begin_group();
  }
}

void VisitBook::begin_group() {
  ++group_;
}

BookEntry* VisitBook::find(const VisitId& id) {
  const auto known = keys_by_id_.find(id);
  if (known != keys_by_id_.end()) return find(known->second);
  auto rows = select_by_id_.query(id);
  if (!rows.next()) return nullptr;
  VisitRow row = read_visit_row(rows);
  return &take_in(std::move(row));
}

BookEntry* VisitBook::find(std::int64_t key) {
  const auto held = entries_.find(key);
  if (held != entries_.end()) {
    BookEntry& entry = *held->second;
    if (entry.used_in_group != group_) {
      entry.used_in_group = group_;
      use_order_.splice(use_order_.begin(), use_order_, entry.in_use_order);
    }
    return &entry;
  }
  auto rows = select_by_key_.query(key);
  if (!rows.next()) return nullptr;
  VisitRow row = read_visit_row(rows);
  return &take_in(std::move(row));
}

BookEntry* VisitBook::held(std::int64_t key) {
  return entries_.contains(key) ? find(key) : nullptr;
}

BookEntry& VisitBook::take_in(VisitRow row) {
  auto entry = std::make_unique<BookEntry>();
  entry->key = row.key;
  entry->site_key = row.site_key;
  entry->visitor_key = row.visitor_key;
  entry->lead_key = row.lead_key;
  entry->person_key = row.person_key;
  entry->successor_key = row.successor_key;
  entry->newest_event = row.newest_event;
  entry->visit = std::move(row.visit);
  if (row.key_hash) entry->keys.push_back(*row.key_hash);
  if (row.has_more_keys) {
    auto keys = select_keys_.query(row.key);
    while (keys.next()) entry->keys.push_back(keys.hash(0));
  }
  load_events(*entry);

  entry->has_row = true;
  if (row.has_ended) entry->counted = visits::daily_share_of(entry->visit, Instant::from_ms(INT64_MAX));
  return hold(std::move(entry));
}

BookEntry& VisitBook::hold(std::unique_ptr<BookEntry> entry) {
  entry->used_in_group = group_;
  use_order_.push_front(entry->key);
  entry->in_use_order = use_order_.begin();
  keys_by_id_.emplace(entry->visit.id, entry->key);
  BookEntry& held = *entry;
  entries_.emplace(held.key, std::move(entry));
  return held;
}

void VisitBook::load_events(BookEntry& entry) {
  if (entry.newest_event == 0) return;
  auto rows = select_chain_.query(entry.newest_event);
  while (rows.next()) entry.seen.insert(read_event_row(rows).event.moment.id_hash);
}

BookEntry& VisitBook::add(BookEntry fresh) {
  fresh.key = ++last_visit_;
  for (std::size_t i = 1; i < fresh.keys.size(); ++i) insert_key_.execute(fresh.key, fresh.keys[i]);
  return hold(std::make_unique<BookEntry>(std::move(fresh)));
}

void VisitBook::add_key(BookEntry& entry, const SecretHash& hash, Instant now) {
  if (entry.opens_with(hash)) return;
  // The oldest of very many keys goes, from memory only: it comes back with the next load, which is harmless.
  if (entry.keys.size() >= keys_per_visit_max) entry.keys.erase(entry.keys.begin());
  const bool is_first_more = entry.keys.size() <= 1;
  entry.keys.push_back(hash);
  insert_key_.execute(entry.key, hash);
  if (is_first_more) write(entry, now);
}

bool VisitBook::append(BookEntry& entry, const visits::Event& event, Instant now) {
  if (!entry.seen.insert(event.moment.id_hash)) return false;
  const std::int64_t key = ++last_event_;
  const auto uuid = as_uuid(event.id);
  const auto data = null_if_empty(event.data);
  const auto code = static_cast<std::int64_t>(event.type);
  const auto sequence = static_cast<std::int64_t>(event.moment.sequence);
  const auto run = [&](const auto& type, const auto& id) {
    insert_event_.execute(key, entry.key, entry.newest_event, event.moment.at, sequence, event.is_scored, type, id, data);
  };
  if (event.type == visits::EventType::custom) {
    uuid ? run(event.type_name, *uuid) : run(event.type_name, event.id);
  } else {
    uuid ? run(code, *uuid) : run(code, event.id);
  }
  uses_.note(entry.key, entry.visit.figures, event);
  visits::fold(entry.visit.figures, event);
  entry.newest_event = key;
  mark_unwritten(entry, key, now);
  return true;
}

void VisitBook::fold_into(BookEntry& entry, visits::Event event) {
  if (!event.data.empty()) {
    if (const auto facts = data_reader_.read(event.data)) {
      event.page = facts->page;
      event.title = facts->title;
      event.property_id = facts->property_id;
      event.workflow_id = facts->workflow_id;
    }
  }
  visits::fold(entry.visit.figures, event);
}

bool VisitBook::is_in_use(std::int64_t key, Instant now) const {
  const auto held = entries_.find(key);
  if (held == entries_.end()) return false;
  return held->second->used_in_group == group_ || standing_of(held->second->visit, now).is_active;
}

void VisitBook::forget(std::int64_t key) {
  if (key == last_visit_) keep_last_visit_.execute(key);
  const auto held = entries_.find(key);
  if (held == entries_.end()) return;
  BookEntry& entry = *held->second;
  if (entry.first_unwritten != 0) write_order_.erase(entry.in_write_order);
  use_order_.erase(entry.in_use_order);
  keys_by_id_.erase(entry.visit.id);
  entries_.erase(held);
}

void VisitBook::refold(BookEntry& entry) {
  entry.visit.figures = visits::figures_at(entry.visit.start);
  if (entry.newest_event == 0) return;
  auto rows = select_chain_.query(entry.newest_event);
  while (rows.next()) {
    EventRow row = read_event_row(rows);
    row.event.id = row.id;
    fold_into(entry, row.event);
  }
}

void VisitBook::mark_unwritten(BookEntry& entry, std::int64_t event_key, Instant now) {
  if (entry.first_unwritten != 0) return;
  entry.first_unwritten = event_key;
  entry.unwritten_since = now;
  write_order_.push_back(entry.key);
  entry.in_write_order = std::prev(write_order_.end());
}

void VisitBook::write(BookEntry& entry, Instant now) {
  write_row(entry, now);
}

void VisitBook::write_row(BookEntry& entry, Instant now) {
  const visits::Visit& visit = entry.visit;
  const visits::Figures& figures = visit.figures;
  const visits::Standing standing = standing_of(visit, now);
  const std::string encoded = visits::encode(figures);
  const std::string end = visit.declared_end ? encode_end(*visit.declared_end) : "";
  const auto end_time = standing.is_active ? std::nullopt : std::optional(standing.ended_at);
  const auto reason = standing.is_active ? std::nullopt : std::optional(name_of(standing.reason));
  const bool is_declared = visit.declared_end.has_value();
  const Exit exit = exit_of(visit, standing);
  using visits::EventType;
  const auto as_blob = [](const std::string& bytes) {
    return Blob(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  };
  const auto run = [&](Statement& statement, const auto&... fixed) {
    statement.execute(entry.key, null_if_empty(visit.user_id), entry.lead_key != 0 ? std::optional(entry.lead_key) : std::nullopt,
                      figures.last_activity, end_time, visits::duration_seconds(visit, now), null_if_empty(exit.page), reason,
                      null_if_empty(exit.last_action), figures.action_count(), figures.error_count(),
                      figures.count(EventType::workflow_start), figures.count(EventType::page_view),
                      figures.count(EventType::property_view), figures.count(EventType::property_save),
                      null_if_empty(figures.current_page.path.text), null_if_empty(figures.current_page.title),
                      null_if_empty(figures.property_in_view()), score_of(visit, rules_.of(visit.site)->rules),
                      is_declared ? std::optional(as_blob(end)) : std::nullopt,
                      entry.successor_key != 0 ? std::optional(entry.successor_key) : std::nullopt, entry.newest_event,
                      as_blob(encoded), entry.keys.size() > 1, visit.start, null_if_empty(visit.entry.page),
                      null_if_empty(visit.entry_page()), static_cast<int>(lane_of(visit).lane), fixed...);
  };
  if (entry.has_row) {
    run(update_visit_);
  } else {
    run(insert_visit_, visit.id, entry.site_key, entry.visitor_key, visit.idle_timeout.count(), null_if_empty(visit.device.type),
        null_if_empty(visit.device.browser), null_if_empty(visit.device.os), null_if_empty(visit.device.screen_size),
        null_if_empty(visit.entry.source), null_if_empty(visit.entry.referrer), null_if_empty(visit.entry.campaign),
        null_if_empty(visit.location.city), null_if_empty(visit.location.state), null_if_empty(visit.location.country),
        null_if_empty(visit.address), visit.is_returning, entry.keys.empty() ? std::nullopt : std::optional(entry.keys.front()),
        null_if_empty(visit.automation),
        visit.location.coordinates ? std::optional(visit.location.coordinates->latitude) : std::nullopt,
        visit.location.coordinates ? std::optional(visit.location.coordinates->longitude) : std::nullopt);
    entry.has_row = true;
  }
  auto share = visits::daily_share_of(visit, now);
  daily_.change({entry.site_key, entry.visitor_key, entry.key}, entry.counted, share);
  entry.counted = std::move(share);
  if (entry.first_unwritten != 0) {
    entry.first_unwritten = 0;
    write_order_.erase(entry.in_write_order);
  }
}

void VisitBook::write_back_due(Instant now) {
  std::size_t written = 0;
  while (!write_order_.empty() && written < limits_.write_backs_per_group) {
    BookEntry& oldest = *entries_.at(write_order_.front());
    if (now - oldest.unwritten_since < limits_.write_back_after && now >= oldest.unwritten_since) break;
    write_row(oldest, now);
    ++written;
  }
  make_room(now);
  if (written > 0) write_mark();
}

void VisitBook::write_back_all(Instant now) {
  while (!write_order_.empty()) write_row(*entries_.at(write_order_.front()), now);
  write_mark();
}

void VisitBook::write_mark() {
  const std::int64_t mark = write_order_.empty() ? last_event_ : entries_.at(write_order_.front())->first_unwritten - 1;
  if (mark == mark_) return;
  update_mark_.execute(mark);
  mark_ = mark;
}

void VisitBook::make_room(Instant now) {
  while (entries_.size() > limits_.visits_max) {
    BookEntry& oldest = *entries_.at(use_order_.back());
    if (oldest.used_in_group == group_) return;  // Everything here was needed by this very group.
    if (oldest.first_unwritten != 0) write_row(oldest, now);
    keys_by_id_.erase(oldest.visit.id);
    use_order_.pop_back();
    entries_.erase(oldest.key);
  }
}

}  // namespace sojourn::store
