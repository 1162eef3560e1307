#include "store/sqlite/visit_rows.hpp"

#include "base/check.hpp"

namespace sojourn::store {

const std::string_view select_visit = R"sql(
SELECT v.key, v.site, v.visitor, v.lead, v.successor, v.newest_event, v.key_hash, v.has_more_keys,
  v.id, s.id, r.visitor_id, v.user_id, l.id, l.email, l.name, v.start_time, v.idle_timeout_ms,
  v.device_type, v.browser, v.os, v.screen_size, v.entry_page, v.entry_source, v.entry_referrer, v.entry_campaign,
  v.city, v.state, v.country, v.address, v.is_returning, v.figures, v.declared_end, v.exit_page, v.exit_last_action,
  coalesce(l.key, 0), v.automation, v.staff_lane, v.staff_lane_by, v.latitude, v.longitude, v.end_time IS NOT NULL
FROM visits v JOIN sites s ON s.key = v.site JOIN visitors r ON r.key = v.visitor LEFT JOIN leads w ON w.key = v.lead LEFT JOIN leads l ON l.key = coalesce(w.merged_into, w.key)
)sql";

const std::string_view select_event_chain = R"sql(
WITH RECURSIVE chain(key) AS (
  VALUES (?1) UNION ALL SELECT e.previous FROM chain c JOIN events e ON e.key = c.key WHERE e.previous > 0)
SELECT e.key, e.visit, e.at, e.sequence, e.is_scored, e.type, e.id, e.data FROM chain c CROSS JOIN events e ON e.key = c.key
)sql";

namespace {

/// The end's moment and reason; its page and last action have columns of their own.
struct StoredEnd {
  std::int64_t at_ms;
  std::uint64_t id_hash;
  std::uint32_t sequence;
  std::uint32_t reason;  ///< And whether the columns hold what was declared, rather than what the figures say.
};
constexpr std::uint32_t reason_mask = 0xff;
constexpr std::uint32_t has_page = 0x100;
constexpr std::uint32_t has_last_action = 0x200;

std::optional<visits::DeclaredEnd> decode_end(Blob bytes, std::string_view page, std::string_view last_action) {
  StoredEnd stored{};
  if (bytes.size() != sizeof stored) return std::nullopt;
  std::memcpy(&stored, bytes.data(), sizeof stored);
  visits::DeclaredEnd end;
  end.moment = {Instant::from_ms(stored.at_ms), stored.sequence, stored.id_hash};
  end.reason = static_cast<visits::ExitReason>(stored.reason & reason_mask);
  if ((stored.reason & has_page) != 0) end.page = page;
  if ((stored.reason & has_last_action) != 0) end.last_action = last_action;
  return end;
}

}  // namespace

std::string encode_end(const visits::DeclaredEnd& end) {
  const StoredEnd stored{
      end.moment.at.ms(), end.moment.id_hash, end.moment.sequence,
      static_cast<std::uint32_t>(end.reason) | (end.page.empty() ? 0 : has_page) | (end.last_action.empty() ? 0 : has_last_action)};
  std::string bytes(sizeof stored, '\0');
  std::memcpy(bytes.data(), &stored, sizeof stored);
  return bytes;
}

VisitRow read_visit_row(const Statement::Rows& row) {
  VisitRow found;
  int column = 0;
  const auto text = [&] { return std::string(row.text(column++)); };
  found.key = row.integer(column++);
  found.site_key = row.integer(column++);
  found.visitor_key = row.integer(column++);
  found.lead_key = row.integer(column++);
  found.successor_key = row.integer(column++);
  found.newest_event = row.integer(column++);
  if (!row.is_null(column)) found.key_hash = row.hash(column);
  ++column;
  found.has_more_keys = row.integer(column++) != 0;

  visits::Visit& visit = found.visit;
  visit.id.uuid = row.uuid(column++);
  visit.site.uuid = row.uuid(column++);
  visit.visitor_id = text();
  visit.user_id = text();
  if (!row.is_null(column)) {
    visits::KnownAs known{
        .lead = LeadId{row.uuid(column)}, .email = std::string(row.text(column + 1)), .name = std::string(row.text(column + 2))};
    visit.known_as = std::move(known);
  }
  column += 3;
  visit.start = Instant::from_ms(row.integer(column++));
  visit.idle_timeout = Milliseconds(row.integer(column++));
  visit.device.type = text();
  visit.device.browser = text();
  visit.device.os = text();
  visit.device.screen_size = text();
  visit.entry.page = text();
  visit.entry.source = text();
  visit.entry.referrer = text();
  visit.entry.campaign = text();
  visit.location.city = text();
  visit.location.state = text();
  visit.location.country = text();
  visit.address = text();
  visit.is_returning = row.integer(column++) != 0;
  const Blob figures = row.blob(column++);
  auto decoded = visits::decode({reinterpret_cast<const char*>(figures.data()), figures.size()});
  if (!decoded) throw SqliteError(11 /* SQLITE_CORRUPT */, fmt::format("the figures of visit {} are damaged", to_string(visit.id)));
  visit.figures = std::move(*decoded);
  visit.declared_end = decode_end(row.blob(column), row.text(column + 1), row.text(column + 2));
  found.person_key = row.integer(column + 3);
  visit.automation = row.text(column + 4);
  if (!row.is_null(column + 5)) visit.staff_lane = static_cast<visits::Lane>(row.integer(column + 5));
  visit.staff_lane_by = row.text(column + 6);
  if (!row.is_null(column + 7)) visit.location.coordinates = visits::Coordinates{row.real(column + 7), row.real(column + 8)};
  found.has_ended = row.integer(column + 9) != 0;
  return found;
}

EventRow read_event_row(const Statement::Rows& row) {
  EventRow found;
  found.key = row.integer(0);
  found.visit_key = row.integer(1);
  visits::Event& event = found.event;
  event.moment.at = Instant::from_ms(row.integer(2));
  event.moment.sequence = static_cast<std::uint32_t>(row.integer(3));
  event.is_scored = row.integer(4) != 0;
  if (row.is_integer(5)) {
    const std::int64_t code = row.integer(5);
    SOJOURN_CHECK(code > 0 && code < static_cast<std::int64_t>(visits::event_type_count));
    event.type = static_cast<visits::EventType>(code);
    event.type_name = name_of(event.type);
  } else {
    event.type_name = row.text(5);
  }
  found.id = row.is_blob(6) ? to_string(row.uuid(6)) : std::string(row.text(6));
  event.moment.id_hash = visits::hash_event_id(found.id);
  event.data = row.text(7);
  return found;
}

}  // namespace sojourn::store
