#include "store/sqlite/history.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include "visits/score.hpp"

#include <simdjson.h>

namespace sojourn::store {
namespace {

std::vector<std::string> parse_texts(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::array array;
  std::vector<std::string> texts;
  if (parser.parse(json.data(), json.size(), true).get(array) != simdjson::SUCCESS) return texts;
  for (simdjson::dom::element item : array) {
    std::string_view text;
    if (item.get(text) == simdjson::SUCCESS) texts.emplace_back(text);
  }
  return texts;
}

/// ` AND v.site IN (…)` for the scope, with the sites' ids as hexadecimal literals (they are ours, never the caller's text).
std::string and_site_in(const Scope& scope) {
  if (!scope.sites()) return "";
  std::string list;
  for (const SiteId& site : *scope.sites()) {
    if (!list.empty()) list += ',';
    list += "x'";
    for (const std::uint8_t byte : site.uuid.bytes) list += fmt::format("{:02x}", byte);
    list += '\'';
  }
  return fmt::format(" AND v.site IN (SELECT key FROM sites WHERE id IN ({}))", list);
}

class SqliteReader final : public Reader {
 public:
  SqliteReader(const std::string& path, const std::string& vfs) : database_(path, Database::Mode::read, vfs) {
    database_.execute("PRAGMA cache_size=-8000");
    chain_ = database_.prepare(select_event_chain);
  }

  Result<std::vector<StoredEvent>> events(const StoredVisit& visit) override {
    return guarded([&]() -> Result<std::vector<StoredEvent>> {
      std::vector<StoredEvent> found;
      if (visit.newest_event == 0) return found;
      auto rows = chain_.query(visit.newest_event);
      while (rows.next()) {
        EventRow row = read_event_row(rows);
        found.push_back({std::move(row.id), std::string(row.event.type_name), row.event.moment, row.event.is_scored,
                         std::string(row.event.data)});
      }
      std::ranges::sort(found, {}, &StoredEvent::moment);
      return found;
    });
  }

  Result<VisitPage> visits_of_user(const Scope& scope, std::string_view user_id, std::size_t limit,
                                   std::string_view cursor) override {
    return page(fmt::format("v.user_id = ?1{}", and_site_in(scope)), user_id, limit, cursor);
  }

  Result<std::vector<StoredVisit>> earlier_visits(const visits::Visit& visit, std::size_t limit) override {
    return guarded([&]() -> Result<std::vector<StoredVisit>> {
      std::vector<StoredVisit> found;
      auto statement =
          database_.prepare(fmt::format("{} WHERE v.visitor = (SELECT visitor FROM visits WHERE id = ?1) AND v.start_time < ?2 "
                                        "ORDER BY v.start_time DESC, v.key DESC LIMIT ?3",
                                        select_visit));
      auto rows = statement.query(visit.id, visit.start, static_cast<std::int64_t>(limit));
      while (rows.next()) {
        VisitRow row = read_visit_row(rows);
        found.push_back({std::move(row.visit), row.newest_event});
      }
      return found;
    });
  }

  Result<Bounces> bounces(const Scope& scope, Instant from, Instant to, std::size_t limit, std::string_view cursor) override {
    return guarded([&]() -> Result<Bounces> {
      const std::string range =
          fmt::format("v.end_time IS NOT NULL AND v.device_type IS NOT 'bot' AND v.start_time >= {} AND v.start_time < {}{}",
                      from.ms(), to.ms(), and_site_in(scope));
      Bounces found;
      auto count = database_.prepare(
          fmt::format("SELECT count(*), total(v.duration_seconds < 30 AND v.action_count <= 1) FROM visits v WHERE {}", range));
      auto rows = count.query();
      if (rows.next() && rows.integer(0) > 0) found.bounce_rate = rows.real(1) / static_cast<double>(rows.integer(0));
      auto bounced = page(fmt::format("?1 AND {} AND v.duration_seconds < 30 AND v.action_count <= 1", range), 1, limit, cursor);
      if (!bounced) return std::unexpected(bounced.error());
      found.page = std::move(*bounced);
      return found;
    });
  }

  Result<std::vector<DayStatistics>> daily(const SiteId& site, Day from, Day to, Lanes lanes) override {
    return guarded([&]() -> Result<std::vector<DayStatistics>> { return history_.daily(site, from, to, lanes); });
  }
  Result<Found> find_visits(const VisitFilter& filter, std::size_t limit, std::string_view cursor) override {
    return guarded([&] { return history_.find_visits(filter, limit, cursor); });
  }
  Result<VisitPage> next_visits(const VisitFilter& filter, std::size_t limit, std::string_view cursor) override {
    return guarded([&] { return history_.next_visits(filter, limit, cursor); });
  }
  Result<void> for_each_visit(const VisitFilter& filter, FactsWanted wanted,
                              const std::function<void(const VisitFacts&)>& see) override {
    return guarded([&] { return history_.for_each_visit(filter, wanted, see); });
  }
  Result<void> for_each_feature(const VisitFilter& filter,
                                const std::function<void(std::int64_t, std::string_view)>& see) override {
    return guarded([&] { return history_.for_each_feature(filter, see); });
  }
  Result<void> for_each_workflow(const VisitFilter& filter, const std::function<void(const WorkflowFacts&)>& see) override {
    return guarded([&] { return history_.for_each_workflow(filter, see); });
  }
  Result<std::vector<StoredLead>> leads(const SiteId& site, std::int64_t after, std::size_t limit) override {
    return guarded([&]() -> Result<std::vector<StoredLead>> { return history_.leads(site, after, limit); });
  }
  Result<OldVisits> old_visits(const SiteId& site, Instant before) override {
    return guarded([&]() -> Result<OldVisits> { return history_.old_visits(site, before); });
  }

  Result<void> for_each_property(const std::function<void(const SiteId&, catalogue::Property)>& see) override {
    return guarded([&]() -> Result<void> {
      auto statement = database_.prepare(
          "SELECT s.id, p.property_id, p.address, p.city, p.state, p.type, p.project, p.price, p.bedrooms, p.details"
          " FROM properties p JOIN sites s ON s.key = p.site");
      auto rows = statement.query();
      while (rows.next()) {
        catalogue::Property property;
        property.property_id = rows.text(1);
        property.address = rows.text(2);
        property.city = rows.text(3);
        property.state = rows.text(4);
        property.type = rows.text(5);
        property.project = rows.text(6);
        if (!rows.is_null(7)) property.price = rows.real(7);
        if (!rows.is_null(8)) property.bedrooms = rows.integer(8);
        property.details = rows.text(9);
        see(SiteId{rows.uuid(0)}, std::move(property));
      }
      return {};
    });
  }

  Result<std::vector<Site>> sites() override {
    return guarded([&]() -> Result<std::vector<Site>> {
      std::vector<Site> found;
      auto statement = database_.prepare(
          "SELECT id, name, public_key, user_token_secret, origins, idle_timeout_seconds, heartbeat_interval_seconds,"
          " time_zone, retention_days FROM sites ORDER BY key");
      auto rows = statement.query();
      while (rows.next()) {
        found.push_back({SiteId{rows.uuid(0)}, std::string(rows.text(1)), std::string(rows.text(2)), std::string(rows.text(3)),
                         parse_texts(rows.text(4)), rows.integer(5), rows.integer(6), std::string(rows.text(7)), rows.integer(8)});
      }
      return found;
    });
  }

  Result<std::vector<ApiToken>> tokens() override {
    return guarded([&]() -> Result<std::vector<ApiToken>> {
      std::vector<ApiToken> found;
      auto statement = database_.prepare("SELECT hash, role, site, expires_at FROM api_tokens");
      auto rows = statement.query();
      while (rows.next()) {
        const auto role = role_of(rows.text(1));
        if (!role) continue;
        ApiToken token{.hash = rows.hash(0), .role = *role, .site = std::nullopt, .expires = std::nullopt};
        if (!rows.is_null(2)) token.site = SiteId{rows.uuid(2)};
        if (!rows.is_null(3)) token.expires = Instant::from_ms(rows.integer(3));
        found.push_back(token);
      }
      return found;
    });
  }

 private:
  template <typename Ask>
  auto guarded(Ask ask) -> decltype(ask()) {
    try {
      return ask();
    } catch (const SqliteError& error) {
      return fail(ErrorKind::unavailable, error.what());
    }
  }

  /// Visits where `condition` holds (with `value` for ?1), newest start first.
  template <typename Value>
  Result<VisitPage> page(const std::string& condition, const Value& value, std::size_t limit, std::string_view cursor_text) {
    return guarded([&]() -> Result<VisitPage> {
      const auto cursor = parse_visit_cursor(cursor_text, {});
      if (!cursor) return std::unexpected(cursor.error());
      VisitPage found;
      auto statement = database_.prepare(
          fmt::format("{} WHERE {} AND (v.start_time, v.key) < (?2, ?3) ORDER BY v.start_time DESC, v.key DESC LIMIT ?4",
                      select_visit, condition));
      auto rows = statement.query(value, cursor->start_ms, cursor->key, static_cast<std::int64_t>(limit) + 1);
      std::int64_t last_key = 0;
      while (rows.next()) {
        if (found.visits.size() == limit) {
          found.next_cursor = fmt::format("{}.{}", found.visits.back().visit.start.ms(), last_key);
          break;
        }
        VisitRow row = read_visit_row(rows);
        last_key = row.key;
        found.visits.push_back({std::move(row.visit), row.newest_event});
      }
      return found;
    });
  }

  Database database_;
  History history_{database_};
  Statement chain_;
};

}  // namespace

std::unique_ptr<Reader> make_sqlite_reader(const std::string& path, const std::string& vfs) {
  return std::make_unique<SqliteReader>(path, vfs);
}

}  // namespace sojourn::store
