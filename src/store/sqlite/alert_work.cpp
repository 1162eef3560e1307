#include "store/sqlite/alert_work.hpp"

#include <charconv>

namespace sojourn::store {
namespace {

std::string person_of(const BookEntry& entry) {
  return entry.person_key != 0 ? fmt::format("lead:{}", entry.person_key) : fmt::format("visitor:{}", entry.visitor_key);
}

}  // namespace

AlertWork::AlertWork(Database& database, VisitBook& book, Random& random)
    : book_(book),
      random_(random),
      select_latest_(database.prepare("SELECT 1 FROM alerts WHERE site = ?1 AND person = ?2 AND kind = ?3 AND at > ?4"
                                      " AND suppressed IS NULL LIMIT 1")),
      insert_(database.prepare("INSERT OR IGNORE INTO alerts (id, site, kind, person, visit, lead, at, title, text, suppressed)"
                               " VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10) RETURNING 1")),
      insert_email_(database.prepare("INSERT INTO deliveries (id, site, visit, kind, channel, recipient, note, by_name, state, due,"
                                     " created_at, updated_at) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,0,?9,?9,?9)")),
      mark_read_(database.prepare("UPDATE alerts SET read_at = ?3 WHERE site = ?1 AND at <= ?2 AND read_at IS NULL")) {}

Result<RaiseAlert::Verdict> AlertWork::carry_out(const RaiseAlert& command, Instant now) {
  const BookEntry* entry = book_.find(command.alert.visit);
  if (entry == nullptr) return fail(ErrorKind::not_found, "there is no such session");
  const std::string person = person_of(*entry);
  Alert alert = command.alert;
  alert.id = make_uuid7(now, random_);
  alert.site = entry->visit.site;
  alert.at = now;
  if (entry->visit.known_as) alert.lead = entry->visit.known_as->lead;
  const int kind = static_cast<int>(alert.kind);
  bool is_repeat = false;
  {
    auto rows = select_latest_.query(alert.site, person, kind, now - command.repeat_after);
    is_repeat = rows.next();
  }
  alert.suppressed = is_repeat ? "duplicate" : command.is_snoozed ? "snoozed" : command.is_quiet ? "quiet_hours" : "";
  {
    auto rows = insert_.query(alert.id, alert.site, kind, person, alert.visit, alert.lead, now, alert.title, alert.text,
                              null_if_empty(alert.suppressed));
    if (!rows.next()) return RaiseAlert::Verdict{std::nullopt};
  }
  if (alert.suppressed.empty()) {
    for (const std::string& email : command.emails) {
      insert_email_.execute(make_uuid7(now, random_), alert.site, alert.visit, static_cast<int>(DeliveryKind::alert),
                            static_cast<int>(DeliveryChannel::email), email, alert.text, alert.title, now);
    }
  }
  return RaiseAlert::Verdict{std::move(alert)};
}

Result<ReadAlerts::Verdict> AlertWork::carry_out(const ReadAlerts& command, Instant now) {
  mark_read_.execute(command.site, command.up_to, now);
  return ReadAlerts::Verdict{};
}

Result<AlertPage> find_alerts(Database& database, const SiteId& site, std::size_t limit, std::string_view cursor) {
  std::int64_t before = INT64_MAX;
  if (!cursor.empty()) {
    const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), before);
    if (error != std::errc() || end != cursor.data() + cursor.size()) return invalid("cursor", "is not one of this list");
  }
  AlertPage page;
  auto statement = database.prepare(
      "SELECT key, id, kind, visit, lead, at, title, text, read_at, suppressed FROM alerts WHERE site = ?1 AND key < ?2"
      " ORDER BY key DESC LIMIT ?3");
  auto rows = statement.query(site, before, static_cast<std::int64_t>(limit) + 1);
  std::int64_t last = 0;
  while (rows.next()) {
    if (page.newest_first.size() == limit) {
      page.next_cursor = fmt::format("{}", last);
      break;
    }
    last = rows.integer(0);
    Alert alert;
    alert.id = rows.uuid(1);
    alert.site = site;
    alert.kind = static_cast<people::AlertKind>(rows.integer(2));
    alert.visit = VisitId{rows.uuid(3)};
    if (!rows.is_null(4)) alert.lead = LeadId{rows.uuid(4)};
    alert.at = Instant::from_ms(rows.integer(5));
    alert.title = rows.text(6);
    alert.text = rows.text(7);
    if (!rows.is_null(8)) alert.read_at = Instant::from_ms(rows.integer(8));
    alert.suppressed = rows.text(9);
    page.newest_first.push_back(std::move(alert));
  }
  auto unread = database.prepare("SELECT count(*) FROM alerts WHERE site = ?1 AND read_at IS NULL AND suppressed IS NULL");
  auto counted = unread.query(site);
  if (counted.next()) page.unread = counted.integer(0);
  return page;
}

}  // namespace sojourn::store
