#include "store/sqlite/history.hpp"

#include <sqlite3.h>
#include <charconv>

namespace sojourn::store {
namespace {

constexpr std::string_view is_bot = "v.lane = 1";
constexpr std::string_view entry_page = "coalesce(v.landing_page, v.entry_page)";
constexpr std::string_view is_bounce = "(v.duration_seconds < 30 AND v.action_count <= 1)";
constexpr std::string_view is_new =
    "((SELECT had_earlier FROM visitors n WHERE n.key = v.visitor) = 0 AND NOT EXISTS (SELECT 1 FROM visits e"
    " WHERE e.visitor = v.visitor AND (e.start_time, e.key) < (v.start_time, v.key)))";
constexpr std::string_view workflow_status =
    "(CASE WHEN w.status = 'started' AND v.end_time IS NOT NULL THEN 'abandoned' ELSE w.status END)";

/// Beside its figures, a visit's row takes about so much with its index entries; an event's beside its data and id.
constexpr std::int64_t visit_row_bytes = 350, event_row_bytes = 20;

std::string after_error() {
  return fmt::format(
      "coalesce((SELECT last_at FROM visit_errors x WHERE x.visit = v.key) >= coalesce(v.end_time, v.last_activity) - {}, 0)",
      error_before_exit.count());
}

std::string is_glanced() {
  return fmt::format("(v.duration_seconds < {} AND v.action_count < {})", glanced_seconds, glanced_actions);
}

std::string is_engaged() {
  return fmt::format("(v.duration_seconds < {} AND v.action_count < {})", deep_seconds, deep_actions);
}

std::string level_condition(Level level) {
  switch (level) {
    case Level::bounced: return std::string(is_bounce);
    case Level::glanced: return fmt::format("NOT {} AND {}", is_bounce, is_glanced());
    case Level::engaged: return fmt::format("NOT {} AND NOT {} AND {}", is_bounce, is_glanced(), is_engaged());
    case Level::deep: return fmt::format("NOT {} AND NOT {} AND NOT {}", is_bounce, is_glanced(), is_engaged());
  }
  return "0";
}

std::string category_condition(visits::ScoreCategory category) {
  switch (category) {
    case visits::ScoreCategory::hot: return "v.score >= 70";
    case visits::ScoreCategory::warm: return "v.score >= 40 AND v.score < 70";
    case visits::ScoreCategory::cold: return "v.score < 40";
  }
  return "0";
}

/// A blob literal; the id is ours, never the caller's text.
std::string literal(const Uuid& uuid) {
  std::string hex;
  for (const std::uint8_t byte : uuid.bytes) hex += fmt::format("{:02x}", byte);
  return fmt::format("x'{}'", hex);
}

std::string site_key(const SiteId& site) {
  return fmt::format("(SELECT key FROM sites WHERE id = {})", literal(site.uuid));
}

void local_hour(sqlite3_context* context, int, sqlite3_value** values) {
  const auto& zone = *static_cast<const TimeZone*>(sqlite3_user_data(context));
  const LocalHour hour = zone.hour_of(Instant::from_ms(sqlite3_value_int64(values[0])));
  sqlite3_result_int(context, (hour.weekday - 1) * 24 + hour.hour);
}

}  // namespace

/// A WHERE clause over `visits v` with the texts that it binds, from ?1 on.
struct History::Condition {
  std::string sql;
  std::vector<std::string> texts;

  void add(std::string_view condition) { sql += fmt::format(" AND {}", condition); }
  std::string bind(const std::string& text) {
    texts.push_back(text);
    return fmt::format("?{}", texts.size());
  }
  void add_text(std::string_view column, const std::optional<std::string>& wanted) {
    if (!wanted) return;
    wanted->empty() ? add(fmt::format("coalesce({}, '') = ''", column)) : add(fmt::format("{} = {}", column, bind(*wanted)));
  }
  void add_flag(std::string_view condition, const std::optional<bool>& wanted) {
    if (wanted) add(fmt::format("{}({})", *wanted ? "" : "NOT ", condition));
  }
};

History::History(Database& database) : database_(database) {
  sqlite3_create_function_v2(database.handle(), "local_hour", 1, SQLITE_UTF8, &zone_, local_hour, nullptr, nullptr, nullptr);
}

History::Condition History::condition_of(const VisitFilter& filter) {
  Condition condition;
  condition.sql = fmt::format("v.site = {} AND v.start_time >= {} AND v.start_time < {}", site_key(filter.site), filter.from.ms(),
                              filter.to.ms());
  if (filter.lanes != Lanes::both) condition.add_flag(is_bot, filter.lanes == Lanes::bots);
  if (filter.status != VisitStatus::any) condition.add_flag("v.end_time IS NULL", filter.status == VisitStatus::active);
  condition.add_text(entry_page, filter.entry_page);
  condition.add_text("v.exit_page", filter.exit_page);
  condition.add_text("v.exit_reason", filter.exit_reason);
  condition.add_text("v.exit_last_action", filter.last_action);
  condition.add_text("v.entry_campaign", filter.campaign);
  condition.add_text("v.entry_source", filter.source);
  condition.add_text("v.device_type", filter.device);
  condition.add_text("v.browser", filter.browser);
  condition.add_text("v.country", filter.country);
  condition.add_text("v.city", filter.city);
  if (filter.category) condition.add(category_condition(*filter.category));
  if (filter.min_duration) condition.add(fmt::format("v.duration_seconds >= {}", *filter.min_duration));
  if (filter.max_duration) condition.add(fmt::format("v.duration_seconds <= {}", *filter.max_duration));
  condition.add_flag("v.error_count > 0", filter.has_errors);
  condition.add_flag(is_bounce, filter.bounced);
  condition.add_flag(is_new, filter.is_new);
  condition.add_flag(after_error(), filter.after_error);
  if (filter.weekday) condition.add(fmt::format("local_hour(v.start_time) / 24 = {}", *filter.weekday - 1));
  if (filter.hour) condition.add(fmt::format("local_hour(v.start_time) % 24 = {}", *filter.hour));
  if (filter.level) condition.add(level_condition(*filter.level));
  if (filter.workflow || filter.workflow_status) {
    const std::string of_id = filter.workflow ? fmt::format(" AND w.workflow_id = {}", condition.bind(*filter.workflow)) : "";
    const std::string with_status =
        filter.workflow_status ? fmt::format(" AND {} = {}", workflow_status, condition.bind(*filter.workflow_status)) : "";
    condition.add(fmt::format("EXISTS (SELECT 1 FROM visit_workflows w WHERE w.visit = v.key{}{})", of_id, with_status));
  }
  for (const std::string& feature : filter.features) {
    condition.add(
        fmt::format("EXISTS (SELECT 1 FROM visit_features f WHERE f.visit = v.key AND f.name = {})", condition.bind(feature)));
  }
  return condition;
}

Result<void> History::check_size(const VisitFilter& filter) {
  zone_ = filter.zone;
  auto statement = database_.prepare(
      fmt::format("SELECT count(*) FROM (SELECT 1 FROM visits v WHERE v.site = {} AND v.start_time >= ?1 AND v.start_time < ?2"
                  " LIMIT {})",
                  site_key(filter.site), question_visits_max + 1));
  auto rows = statement.query(filter.from, filter.to);
  if (!rows.next() || rows.integer(0) <= question_visits_max) return {};
  return invalid("from", fmt::format("more than {} visits began in this range: narrow it", question_visits_max));
}

Result<Reader::Found> History::find_visits(const VisitFilter& filter, std::size_t limit, std::string_view cursor_text) {
  const auto cursor = parse_visit_cursor(cursor_text, {INT64_MAX, INT64_MAX});
  if (!cursor) return std::unexpected(cursor.error());
  if (auto small = check_size(filter); !small) return std::unexpected(small.error());
  const Condition condition = condition_of(filter);
  Reader::Found found;
  {
    auto statement = database_.prepare(fmt::format("SELECT count(*) FROM visits v WHERE {}", condition.sql));
    auto rows = statement.query_texts(condition.texts);
    if (rows.next()) found.total = rows.integer(0);
  }
  auto statement = database_.prepare(
      fmt::format("{0} WHERE {1} AND v.start_time <= {2} AND (v.start_time, v.key) < ({2}, {3}) ORDER BY v.start_time DESC, v.key DESC"
                  " LIMIT {4}",
                  select_visit, condition.sql, cursor->start_ms, cursor->key, limit + 1));
  auto rows = statement.query_texts(condition.texts);
  found.page = read_page(rows, limit);
  return found;
}

Result<VisitPage> History::next_visits(const VisitFilter& filter, std::size_t limit, std::string_view cursor_text) {
  const auto cursor = parse_visit_cursor(cursor_text, {INT64_MIN, INT64_MIN});
  if (!cursor) return std::unexpected(cursor.error());
  zone_ = filter.zone;
  const Condition condition = condition_of(filter);
  auto statement =
      database_.prepare(fmt::format("{0} WHERE {1} AND v.start_time >= {2} AND (v.start_time, v.key) > ({2}, {3})"
                                    " ORDER BY v.start_time, v.key LIMIT {4}",
                                    select_visit, condition.sql, cursor->start_ms, cursor->key, limit + 1));
  auto rows = statement.query_texts(condition.texts);
  return read_page(rows, limit);
}

VisitPage History::read_page(Statement::Rows& rows, std::size_t limit) {
  VisitPage page;
  std::int64_t last_key = 0;
  while (rows.next()) {
    if (page.visits.size() == limit) {
      page.next_cursor = fmt::format("{}.{}", page.visits.back().visit.start.ms(), last_key);
      break;
    }
    VisitRow row = read_visit_row(rows);
    last_key = row.key;
    page.visits.push_back({std::move(row.visit), row.newest_event});
  }
  return page;
}

Result<void> History::for_each_visit(const VisitFilter& filter, FactsWanted wanted,
                                     const std::function<void(const VisitFacts&)>& see) {
  if (auto small = check_size(filter); !small) return small;
  const Condition condition = condition_of(filter);
  auto statement = database_.prepare(
      fmt::format("SELECT v.key, v.visitor, v.start_time, v.duration_seconds, v.action_count, {}, v.exit_page, v.exit_reason,"
                  " v.exit_last_action, {}, {} FROM visits v WHERE {} ORDER BY v.start_time, v.key",
                  entry_page, wanted.is_new ? is_new : "0", wanted.after_error ? after_error() : "0", condition.sql));
  auto rows = statement.query_texts(condition.texts);
  while (rows.next()) {
    see({.visit = rows.integer(0),
         .visitor = rows.integer(1),
         .start = Instant::from_ms(rows.integer(2)),
         .duration_seconds = rows.integer(3),
         .action_count = rows.integer(4),
         .entry_page = rows.text(5),
         .exit_page = rows.text(6),
         .exit_reason = rows.text(7),
         .last_action = rows.text(8),
         .is_new = rows.integer(9) != 0,
         .after_error = rows.integer(10) != 0});
  }
  return {};
}

Result<void> History::for_each_feature(const VisitFilter& filter, const std::function<void(std::int64_t, std::string_view)>& see) {
  if (auto small = check_size(filter); !small) return small;
  const Condition condition = condition_of(filter);
  auto statement = database_.prepare(
      fmt::format("SELECT u.visit, u.name FROM visits v CROSS JOIN visit_features u ON u.visit = v.key WHERE {}", condition.sql));
  auto rows = statement.query_texts(condition.texts);
  while (rows.next()) see(rows.integer(0), rows.text(1));
  return {};
}

Result<void> History::for_each_workflow(const VisitFilter& filter, const std::function<void(const WorkflowFacts&)>& see) {
  if (auto small = check_size(filter); !small) return small;
  const Condition condition = condition_of(filter);
  auto statement = database_.prepare(
      fmt::format("SELECT w.workflow_id, {}, w.started_at, w.changed_at FROM visits v CROSS JOIN visit_workflows w"
                  " ON w.visit = v.key WHERE {}",
                  workflow_status, condition.sql));
  auto rows = statement.query_texts(condition.texts);
  while (rows.next()) {
    see({rows.text(0), rows.text(1), Instant::from_ms(rows.integer(2)), Instant::from_ms(rows.integer(3))});
  }
  return {};
}

std::vector<StoredLead> History::leads(const SiteId& site, std::int64_t after, std::size_t limit) {
  auto statement = database_.prepare(
      fmt::format("SELECT key, id, email, name, phone, user_id, first_seen, last_seen FROM leads WHERE site = {} AND key > ?1"
                  " ORDER BY key LIMIT ?2",
                  site_key(site)));
  std::vector<StoredLead> found;
  auto rows = statement.query(after, static_cast<std::int64_t>(limit));
  while (rows.next()) {
    found.push_back({rows.integer(0), LeadId{rows.uuid(1)}, std::string(rows.text(2)), std::string(rows.text(3)),
                     std::string(rows.text(4)), std::string(rows.text(5)), Instant::from_ms(rows.integer(6)),
                     Instant::from_ms(rows.integer(7))});
  }
  return found;
}

OldVisits History::old_visits(const SiteId& site, Instant before) {
  OldVisits old;
  auto statement = database_.prepare(fmt::format(
      "SELECT v.figures FROM visits v WHERE v.site = {} AND v.start_time < ?1 AND v.end_time IS NOT NULL", site_key(site)));
  auto rows = statement.query(before);
  while (rows.next()) {
    const Blob bytes = rows.blob(0);
    ++old.visits;
    old.bytes += visit_row_bytes + static_cast<std::int64_t>(bytes.size());
    const auto figures = visits::decode({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    if (!figures) continue;
    for (const std::uint32_t count : figures->counts) old.events += count;
  }
  auto sample = database_.prepare(
      "SELECT avg(coalesce(length(data), 0) + length(id)) FROM (SELECT data, id FROM events ORDER BY key DESC LIMIT 1000)");
  auto average = sample.query();
  if (average.next()) old.bytes += old.events * (event_row_bytes + static_cast<std::int64_t>(average.real(0)));
  return old;
}

std::vector<DayStatistics> History::daily(const SiteId& site, Day from, Day to, Lanes lanes) {
  const std::string_view lane = lanes == Lanes::people ? "lane = 0" : lanes == Lanes::bots ? "lane = 1" : "lane IN (0, 1)";
  const std::string range = fmt::format("site = {} AND day BETWEEN {} AND {} AND {}", site_key(site), from.number, to.number, lane);
  std::map<std::int64_t, DayStatistics> days;
  auto totals = database_.prepare(
      fmt::format("SELECT day, sum(visits), sum(people), sum(duration_seconds), sum(bounces), sum(with_errors) FROM daily_totals"
                  " WHERE {} GROUP BY day HAVING sum(visits) > 0",
                  range));
  auto rows = totals.query();
  while (rows.next()) {
    const double visits = rows.real(1);
    days[rows.integer(0)] = {.date = to_string(Day{static_cast<std::int32_t>(rows.integer(0))}),
                             .total_sessions = rows.integer(1),
                             .unique_users = rows.integer(2),
                             .avg_duration_seconds = rows.real(3) / visits,
                             .bounce_rate = rows.real(4) / visits,
                             .error_rate = rows.real(5) / visits,
                             .most_common_entry = "",
                             .most_common_exit = ""};
  }
  // By index, each day's pages come sorted; the most common is kept, of equals the first.
  auto pages = database_.prepare(
      fmt::format("SELECT day, is_exit, page, sum(visits) AS visits FROM daily_pages WHERE {} GROUP BY day, is_exit, page", range));
  std::map<std::pair<std::int64_t, bool>, std::int64_t> most;
  auto page = pages.query();
  while (page.next()) {
    const auto day = days.find(page.integer(0));
    if (day == days.end()) continue;
    const bool is_exit = page.integer(1) != 0;
    std::int64_t& highest = most[{page.integer(0), is_exit}];
    if (page.integer(3) <= highest) continue;
    highest = page.integer(3);
    (is_exit ? day->second.most_common_exit : day->second.most_common_entry) = page.text(2);
  }
  std::vector<DayStatistics> result;
  for (auto& [number, day] : days) result.push_back(std::move(day));
  return result;
}

Result<VisitCursor> parse_visit_cursor(std::string_view text, VisitCursor at_start) {
  if (text.empty()) return at_start;
  VisitCursor cursor;
  const std::size_t dot = text.find('.');
  const auto read = [](std::string_view digits, std::int64_t& value) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() && end == digits.data() + digits.size();
  };
  const bool is_good =
      dot != std::string_view::npos && read(text.substr(0, dot), cursor.start_ms) && read(text.substr(dot + 1), cursor.key);
  if (!is_good) return invalid("cursor", "is not one of this list");
  return cursor;
}

}  // namespace sojourn::store
