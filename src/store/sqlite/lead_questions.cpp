#include "store/sqlite/lead_questions.hpp"

#include <charconv>

namespace sojourn::store {
namespace {

constexpr Milliseconds best_score_span = std::chrono::days(30);

Lead read_lead(const Statement::Rows& row) {
  Lead lead;
  lead.id = LeadId{row.uuid(0)};
  lead.site = SiteId{row.uuid(1)};
  lead.email = row.text(2);
  lead.name = row.text(3);
  lead.phone = row.text(4);
  lead.user_id = row.text(5);
  lead.traits = row.text(6);
  lead.first_seen = Instant::from_ms(row.integer(7));
  lead.last_seen = Instant::from_ms(row.integer(8));
  return lead;
}

constexpr std::string_view lead_columns =
    "l.id, s.id, l.email, l.name, l.phone, l.user_id, l.traits, l.first_seen, l.last_seen, l.key";

/// `%` and `_` of a visitor's text mean themselves.
std::string like_pattern(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + '%';
}

/// `rank.key` of the last lead of the page before.
struct LeadCursor {
  std::int64_t rank = INT64_MAX;
  std::int64_t key = INT64_MAX;
};

std::optional<LeadCursor> parse_lead_cursor(std::string_view text) {
  LeadCursor cursor;
  if (text.empty()) return cursor;
  const char* end = text.data() + text.size();
  const auto rank = std::from_chars(text.data(), end, cursor.rank);
  if (rank.ec != std::errc() || rank.ptr == end || *rank.ptr != '.') return std::nullopt;
  const auto key = std::from_chars(rank.ptr + 1, end, cursor.key);
  if (key.ec != std::errc() || key.ptr != end) return std::nullopt;
  return cursor;
}

}  // namespace

std::optional<Lead> find_lead(Database& database, const Scope& scope, const LeadId& id) {
  auto statement =
      database.prepare(fmt::format("SELECT {} FROM leads given JOIN leads l ON l.key = coalesce(given.merged_into, given.key)"
                                   " JOIN sites s ON s.key = l.site WHERE given.id = ?1",
                                   lead_columns));
  auto rows = statement.query(id);
  if (!rows.next()) return std::nullopt;
  Lead lead = read_lead(rows);
  if (!scope.allows(lead.site)) return std::nullopt;
  auto merged = database.prepare("SELECT id FROM leads WHERE merged_into = ?1 ORDER BY key");
  auto merged_rows = merged.query(rows.integer(9));
  while (merged_rows.next()) lead.merged_from.push_back(LeadId{merged_rows.uuid(0)});
  return lead;
}

Result<LeadPage> list_leads(Database& database, const SiteId& site, std::string_view text, LeadSort sort, Instant now,
                            std::size_t limit, std::string_view cursor_text) {
  const auto cursor = parse_lead_cursor(cursor_text);
  if (!cursor) return invalid("cursor", "is not one of this list");
  auto statement = database.prepare(
      fmt::format("WITH listed AS (SELECT {}, (SELECT count(*) FROM visits v WHERE v.lead = l.key) AS visits,"
                  " coalesce((SELECT max(v.score) FROM visits v WHERE v.lead = l.key AND v.start_time >= ?2), 0) AS best"
                  " FROM leads l JOIN sites s ON s.key = l.site WHERE s.id = ?1 AND l.merged_into IS NULL AND (?3 = '%%'"
                  " OR l.name LIKE ?3 ESCAPE '\\' OR l.email LIKE ?3 ESCAPE '\\' OR l.phone LIKE ?3 ESCAPE '\\' OR l.user_id LIKE "
                  "?3 ESCAPE '\\'))"
                  " SELECT *, {} AS rank FROM listed WHERE (rank, key) < (?4, ?5) ORDER BY rank DESC, key DESC LIMIT ?6",
                  lead_columns, sort == LeadSort::score ? "best" : "last_seen"));
  const std::string pattern = like_pattern(text);
  auto rows =
      statement.query(site, now - best_score_span, pattern, cursor->rank, cursor->key, static_cast<std::int64_t>(limit) + 1);
  LeadPage page;
  std::string last;
  while (rows.next()) {
    if (page.leads.size() == limit) {
      page.next_cursor = last;
      break;
    }
    Lead lead = read_lead(rows);
    lead.visits = rows.integer(10);
    lead.best_score = static_cast<int>(rows.integer(11));
    page.leads.push_back(std::move(lead));
    last = fmt::format("{}.{}", rows.integer(12), rows.integer(9));
  }
  return page;
}

PersonLog find_person_log(Database& database, const VisitId& visit) {
  PersonLog log;
  std::string person;
  {
    auto statement = database.prepare(
        "SELECT CASE WHEN l.key IS NULL THEN 'visitor:' || v.visitor ELSE 'lead:' || coalesce(l.merged_into, l.key) END"
        " FROM visits v LEFT JOIN leads l ON l.key = v.lead WHERE v.id = ?1");
    auto rows = statement.query(visit);
    if (!rows.next()) return log;
    person = rows.text(0);
  }
  auto marks = database.prepare("SELECT marks FROM person_marks WHERE person = ?1");
  auto mark_rows = marks.query(person);
  if (mark_rows.next()) log.marks = people::decode_marks(mark_rows.text(0));
  auto acts = database.prepare("SELECT at, by_name, act, text FROM staff_acts WHERE person = ?1 ORDER BY key DESC LIMIT ?2");
  auto rows = acts.query(person, static_cast<std::int64_t>(logged_acts_max));
  while (rows.next()) {
    log.newest_first.push_back(
        {Instant::from_ms(rows.integer(0)), std::string(rows.text(1)), std::string(rows.text(2)), std::string(rows.text(3))});
  }
  return log;
}

}  // namespace sojourn::store
