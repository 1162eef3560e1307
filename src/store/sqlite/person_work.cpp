#include "store/sqlite/person_work.hpp"

#include "base/check.hpp"

namespace sojourn::store {
namespace {

constexpr std::int64_t visits_relinked_max = 500;
constexpr std::int64_t identifications_max = 1'000;

/// How a person is named in the tables of marks: by the lead, or by the visitor while nobody knows more.
std::string person_name(std::int64_t person_key, std::int64_t visitor_key) {
  return person_key != 0 ? fmt::format("lead:{}", person_key) : fmt::format("visitor:{}", visitor_key);
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

/// One number however it is written: digits, and a leading plus.
std::string plain_phone(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if ((c >= '0' && c <= '9') || (c == '+' && digits.empty())) digits += c;
  }
  return digits;
}

}  // namespace

PersonWork::PersonWork(Database& database, VisitBook& book, Random& random, std::function<void(BookEntry&)> on_change)
    : database_(database),
      book_(book),
      random_(random),
      on_change_(std::move(on_change)),
      select_lead_(database.prepare("SELECT id, email, name FROM leads WHERE key = ?1")),
      select_root_(database.prepare("SELECT coalesce(merged_into, key) FROM leads WHERE key = ?1")),
      select_lead_by_id_(database.prepare("SELECT l.key, s.id FROM leads l JOIN sites s ON s.key = l.site WHERE l.id = ?1")),
      select_identifier_(database.prepare("SELECT lead FROM lead_identifiers WHERE site = ?1 AND kind = ?2 AND value = ?3")),
      insert_identifier_(database.prepare("INSERT OR IGNORE INTO lead_identifiers (site, kind, value, lead) VALUES (?1,?2,?3,?4)")),
      insert_lead_(database.prepare("INSERT INTO leads (id, site, first_seen, last_seen) VALUES (?1,?2,?3,?3)")),
      update_lead_(database.prepare("UPDATE leads SET email = coalesce(email, ?2), name = coalesce(?3, name),"
                                    " phone = coalesce(phone, ?4), user_id = coalesce(user_id, ?5), last_seen = max(last_seen, ?6),"
                                    " traits = CASE WHEN ?7 IS NULL THEN traits ELSE json_patch(coalesce(traits, '{}'), ?7) END"
                                    " WHERE key = ?1")),
      set_merged_(database.prepare("UPDATE leads SET merged_into = ?2 WHERE key = ?1 OR merged_into = ?1")),
      clear_merged_(database.prepare("UPDATE leads SET merged_into = NULL WHERE merged_into = ?1")),
      insert_merge_(database.prepare("INSERT INTO lead_merges (kept, merged, at, by_name) VALUES (?1,?2,?3,?4)")),
      undo_merge_(database.prepare("UPDATE lead_merges SET undone_at = ?3, undone_by = ?4 WHERE undone_at IS NULL"
                                   " AND merged = ?2 AND (kept = ?1 OR kept IN (SELECT key FROM leads WHERE merged_into = ?1))"
                                   " RETURNING 1")),
      select_merges_(database.prepare("SELECT kept, merged FROM lead_merges WHERE undone_at IS NULL AND (kept = ?1 OR kept IN"
                                      " (SELECT key FROM leads WHERE merged_into = ?1)) ORDER BY key")),
      insert_identification_(
          database.prepare("INSERT INTO identifications (visitor, lead, visit, at, by_staff, by_name) VALUES (?1,?2,?3,?4,?5,?6)")),
      undo_identification_(database.prepare("UPDATE identifications SET undone_at = ?2, undone_by = ?3 WHERE key = ?1")),
      select_identifications_(database.prepare("SELECT key, lead, visit, at FROM identifications"
                                               " WHERE visitor = ?1 AND undone_at IS NULL ORDER BY at, key LIMIT ?2")),
      select_visits_of_visitor_(database.prepare(
          "SELECT key, start_time, coalesce(lead, 0) FROM visits WHERE visitor = ?1 ORDER BY start_time DESC LIMIT ?2")),
      update_visitor_lead_(database.prepare("UPDATE visitors SET lead = ?2 WHERE key = ?1")),
      select_open_of_lead_(database.prepare("SELECT key FROM visits WHERE end_time IS NULL AND lead IN"
                                            " (SELECT key FROM leads WHERE key = ?1 OR merged_into = ?1)")),
      select_open_of_visitor_(database.prepare("SELECT key FROM visits WHERE visitor = ?1 AND end_time IS NULL")),
      select_marks_(database.prepare("SELECT marks FROM person_marks WHERE person = ?1")),
      insert_marks_(database.prepare("INSERT OR REPLACE INTO person_marks (person, marks) VALUES (?1, ?2)")),
      move_marks_(database.prepare("UPDATE OR IGNORE person_marks SET person = ?2 WHERE person = ?1")),
      move_acts_(database.prepare("UPDATE staff_acts SET person = ?2 WHERE person = ?1")),
      insert_act_(
          database.prepare("INSERT INTO staff_acts (person, visit, at, by_id, by_name, act, text) VALUES (?1,?2,?3,?4,?5,?6,?7)")),
      count_marks_(database.prepare("SELECT EXISTS (SELECT 1 FROM person_marks)")) {}

std::int64_t PersonWork::root_of(std::int64_t lead_key) {
  if (lead_key == 0) return 0;
  auto rows = select_root_.query(lead_key);
  return rows.next() ? rows.integer(0) : 0;
}

void PersonWork::link(BookEntry& fresh, std::int64_t lead_key) {
  fresh.lead_key = lead_key;
  fresh.person_key = root_of(lead_key);
  fresh.has_asked_for_marks = false;
  fresh.visit.known_as.reset();
  if (fresh.person_key == 0) return;
  auto rows = select_lead_.query(fresh.person_key);
  SOJOURN_CHECK(rows.next());
  fresh.visit.known_as =
      visits::KnownAs{.lead = LeadId{rows.uuid(0)}, .email = std::string(rows.text(1)), .name = std::string(rows.text(2))};
}

void PersonWork::show(BookEntry& entry, std::int64_t lead_key, Instant now) {
  link(entry, lead_key);
  book_.write(entry, now);
  if (standing_of(entry.visit, now).is_active) on_change_(entry);
}

/// The lead's name, e-mail or merges have changed: so do the open visits that show them.
void PersonWork::show_lead(std::int64_t root, Instant now) {
  for (const std::int64_t key : open_visits_of(root, 0)) {
    BookEntry* entry = book_.find(key);
    SOJOURN_CHECK(entry != nullptr);
    show(*entry, entry->lead_key, now);
  }
}

std::vector<std::int64_t> PersonWork::open_visits_of(std::int64_t person_key, std::int64_t visitor_key) {
  std::vector<std::int64_t> keys;
  auto rows = person_key != 0 ? select_open_of_lead_.query(person_key) : select_open_of_visitor_.query(visitor_key);
  while (rows.next()) keys.push_back(rows.integer(0));
  return keys;
}

std::int64_t PersonWork::find_or_add_lead(std::int64_t site, const Identify& command, Instant now) {
  std::vector<Identifier> given;
  if (!command.user_id.empty()) given.push_back({"user_id", std::string(command.user_id)});
  if (!command.email.empty()) given.push_back({"email", lower(command.email)});
  if (std::string phone = plain_phone(command.phone); !phone.empty()) given.push_back({"phone", std::move(phone)});

  std::vector<std::int64_t> roots;
  for (const Identifier& identifier : given) {
    auto rows = select_identifier_.query(site, identifier.kind, identifier.value);
    if (!rows.next()) continue;
    const std::int64_t root = root_of(rows.integer(0));
    if (std::ranges::find(roots, root) == roots.end()) roots.push_back(root);
  }
  std::int64_t kept = 0;
  if (roots.empty()) {
    insert_lead_.execute(make_uuid7(now, random_), site, now);
    kept = database_.last_insert_row();
  } else {
    kept = std::ranges::min(roots);  // The eldest: keys rise.
    for (const std::int64_t root : roots) {
      if (root != kept) merge(kept, root, command.by, now);
    }
  }
  for (const Identifier& identifier : given) insert_identifier_.execute(site, identifier.kind, identifier.value, kept);
  update_lead_.execute(kept, null_if_empty(command.email), null_if_empty(command.name), null_if_empty(command.phone),
                       null_if_empty(command.user_id), now, null_if_empty(command.traits));
  return kept;
}

void PersonWork::merge(std::int64_t kept, std::int64_t merged, std::string_view by, Instant now) {
  insert_merge_.execute(kept, merged, now, null_if_empty(by));
  set_merged_.execute(merged, kept);
  move_marks(person_name(merged, 0), person_name(kept, 0));
}

Result<void> PersonWork::unmerge(const UnmergeLead& command, Instant now) {
  const auto key_of = [&](const LeadId& id) -> std::int64_t {
    auto rows = select_lead_by_id_.query(id);
    const bool is_there = rows.next() && command.scope->allows(SiteId{rows.uuid(1)});
    return is_there ? rows.integer(0) : 0;
  };
  const std::int64_t kept = key_of(command.kept);
  const std::int64_t merged = key_of(command.merged);
  if (kept == 0 || merged == 0) return fail(ErrorKind::not_found, "there is no such lead");
  const std::int64_t root = root_of(kept);
  {
    auto undone = undo_merge_.query(root, merged, now, null_if_empty(command.by));
    if (!undone.next()) return fail(ErrorKind::conflict, "these leads are not merged");
  }
  // All that still holds is merged anew, so that what had come with the one that leaves leaves with it.
  std::vector<std::pair<std::int64_t, std::int64_t>> holding;
  {
    auto rows = select_merges_.query(root);
    while (rows.next()) holding.emplace_back(rows.integer(0), rows.integer(1));
  }
  clear_merged_.execute(root);
  for (const auto& [into, from] : holding) set_merged_.execute(root_of(from), root_of(into));
  show_lead(root, now);
  show_lead(root_of(merged), now);
  return {};
}

std::vector<people::Identification> PersonWork::identifications(std::int64_t visitor_key) {
  std::vector<people::Identification> found;
  auto rows = select_identifications_.query(visitor_key, identifications_max);
  while (rows.next()) found.push_back({rows.integer(0), rows.integer(1), rows.integer(2), Instant::from_ms(rows.integer(3))});
  return found;
}

/// Lets the links of a visitor's visits follow anew from what was said and holds.
void PersonWork::relink(std::int64_t visitor_key, Instant now) {
  const auto in_order = identifications(visitor_key);
  std::vector<std::pair<std::int64_t, std::int64_t>> changed;
  {
    auto rows = select_visits_of_visitor_.query(visitor_key, visits_relinked_max);
    while (rows.next()) {
      const auto* link = people::link_of(rows.integer(0), Instant::from_ms(rows.integer(1)), in_order);
      const std::int64_t lead = link != nullptr ? link->lead : 0;
      if (lead != rows.integer(2)) changed.emplace_back(rows.integer(0), lead);
    }
  }
  for (const auto& [visit, lead] : changed) {
    BookEntry* entry = book_.find(visit);
    SOJOURN_CHECK(entry != nullptr);
    show(*entry, lead, now);
  }
  update_visitor_lead_.execute(visitor_key, in_order.empty() ? std::nullopt : std::optional(in_order.back().lead));
}

void PersonWork::identify(BookEntry& entry, const Identify& command, Instant now) {
  const std::string unknown = person_name(0, entry.visitor_key);
  const std::int64_t lead = find_or_add_lead(entry.site_key, command, now);
  insert_identification_.execute(entry.visitor_key, lead, entry.key, now, command.by_staff, null_if_empty(command.by));
  relink(entry.visitor_key, now);
  move_marks(unknown, person_name(root_of(lead), 0));
  show_lead(root_of(lead), now);
  show(entry, lead, now);
}

Result<void> PersonWork::unidentify(BookEntry& entry, std::string_view by, Instant now) {
  const auto in_order = identifications(entry.visitor_key);
  const auto* link = people::link_of(entry.key, entry.visit.start, in_order);
  if (link == nullptr) return fail(ErrorKind::conflict, "nobody was identified in this session");
  undo_identification_.execute(link->key, now, null_if_empty(by));
  relink(entry.visitor_key, now);
  return {};
}

void PersonWork::move_marks(const std::string& from, const std::string& to) {
  if (from == to) return;
  move_marks_.execute(from, to);
  move_acts_.execute(from, to);
}

std::shared_ptr<const people::Marks> PersonWork::marks_of(std::int64_t person_key, std::int64_t visitor_key) {
  if (!has_marks_) {
    auto rows = count_marks_.query();
    has_marks_ = rows.next() && rows.integer(0) != 0;
  }
  if (!*has_marks_) return nullptr;
  const std::string person = person_name(person_key, visitor_key);
  auto rows = select_marks_.query(person);
  if (!rows.next()) return nullptr;
  return std::make_shared<const people::Marks>(people::decode_marks(rows.text(0)));
}

std::shared_ptr<const people::Marks> PersonWork::marks_of(BookEntry& entry) {
  if (!entry.has_asked_for_marks) {
    entry.marks = marks_of(entry.person_key, entry.visitor_key);
    entry.has_asked_for_marks = true;
  }
  return entry.marks;
}

Result<people::Marks> PersonWork::act(BookEntry& entry, const people::Act& act, Instant now) {
  const auto before = marks_of(entry);
  auto decided = people::decide(before ? *before : people::Marks{}, act, now);
  if (!decided) return decided;
  const std::string person = person_name(entry.person_key, entry.visitor_key);
  insert_marks_.execute(person, people::encode(*decided));
  insert_act_.execute(person, entry.visit.id, now, act.by.id, act.by.name, name_of(act.kind), null_if_empty(text_of(act)));
  has_marks_ = true;
  const auto marks = std::make_shared<const people::Marks>(*decided);
  entry.marks = marks;
  for (const std::int64_t key : open_visits_of(entry.person_key, entry.visitor_key)) {
    BookEntry* open = book_.find(key);
    SOJOURN_CHECK(open != nullptr);
    open->marks = marks;
    open->has_asked_for_marks = true;
    on_change_(*open);
  }
  return decided;
}

}  // namespace sojourn::store
