#include "store/sqlite/alert_work.hpp"
#include "store/sqlite/delivery_work.hpp"
#include "store/sqlite/history.hpp"
#include "store/sqlite/lead_questions.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include "visits/score.hpp"

#include <simdjson.h>

namespace sojourn::store {
namespace {

/// A visit that has lasted longer is not looked for at a past moment.
constexpr Milliseconds visit_length_max = std::chrono::days(2);

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
          fmt::format("v.end_time IS NOT NULL AND v.lane = 0 AND v.start_time >= {} AND v.start_time < {}{}",
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

  Result<void> for_each_visit(const SiteId& site, Instant from, Instant to,
                              const std::function<void(const visits::Visit&)>& see) override {
    return guarded([&]() -> Result<void> {
      auto statement = database_.prepare(
          fmt::format("{} WHERE v.site = (SELECT key FROM sites WHERE id = ?1) AND v.start_time >= ?2 AND v.start_time < ?3"
                      " ORDER BY v.start_time",
                      select_visit));
      auto rows = statement.query(site, from, to);
      while (rows.next()) see(read_visit_row(rows).visit);
      return {};
    });
  }

  Result<std::optional<Lead>> lead(const Scope& scope, const LeadId& id) override {
    return guarded([&]() -> Result<std::optional<Lead>> { return find_lead(database_, scope, id); });
  }

  Result<LeadPage> leads(const SiteId& site, std::string_view text, LeadSort sort, Instant now, std::size_t limit,
                         std::string_view cursor) override {
    return guarded([&] { return list_leads(database_, site, text, sort, now, limit, cursor); });
  }

  Result<PastVisits> visits_at(const SiteId& site, Instant at, Milliseconds within) override {
    return guarded([&]() -> Result<PastVisits> {
      PastVisits past;
      auto statement = database_.prepare(
          fmt::format("{} WHERE v.site = (SELECT key FROM sites WHERE id = ?1) AND v.start_time <= ?2 AND v.start_time > ?3"
                      " AND v.last_activity >= ?4 ORDER BY v.start_time DESC LIMIT ?5",
                      select_visit));
      auto rows = statement.query(site, at, at - visit_length_max, at - within, static_cast<std::int64_t>(past_visits_max) + 1);
      while (rows.next()) {
        if (past.visits.size() == past_visits_max) {
          past.is_partial = true;
          break;
        }
        VisitRow row = read_visit_row(rows);
        PastVisit visit{{std::move(row.visit), row.newest_event}, {}};
        auto found = events(visit.stored);
        if (!found) return std::unexpected(found.error());
        visit.events = std::move(*found);
        past.visits.push_back(std::move(visit));
      }
      return past;
    });
  }

  Result<std::vector<PropertyInterest>> property_interest(const SiteId& site, Instant from, std::size_t limit) override {
    return guarded([&]() -> Result<std::vector<PropertyInterest>> {
      struct Sums {
        PropertyInterest sums;
        std::unordered_map<std::string, int> visits_of;  ///< How many visits of each visitor looked at it.
      };
      std::unordered_map<std::string, Sums> by_id;
      auto seen = for_each_visit(site, from, Instant::from_ms(INT64_MAX), [&](const visits::Visit& visit) {
        if (lane_of(visit).lane == visits::Lane::bots) return;
        for (const visits::PropertyInterest& interest : visit.figures.properties) {
          Sums& sums = by_id[interest.id];
          sums.sums.views += interest.views;
          sums.sums.saves += interest.saves;
          ++sums.visits_of[visit.visitor_id];
        }
      });
      if (!seen) return std::unexpected(seen.error());
      std::vector<PropertyInterest> found;
      for (auto& [id, sums] : by_id) {
        PropertyInterest interest = std::move(sums.sums);
        interest.property_id = id;
        interest.people = static_cast<std::int64_t>(sums.visits_of.size());
        interest.returning_people = std::ranges::count_if(sums.visits_of, [](const auto& one) { return one.second > 1; });
        found.push_back(std::move(interest));
      }
      std::ranges::sort(found, std::greater(),
                        [](const PropertyInterest& one) { return std::tuple(one.people, one.views, one.property_id); });
      if (found.size() > limit) found.resize(limit);
      return found;
    });
  }

  Result<AlertPage> alerts(const SiteId& site, std::size_t limit, std::string_view cursor) override {
    return guarded([&] { return find_alerts(database_, site, limit, cursor); });
  }

  Result<std::vector<Delivery>> deliveries(const VisitId& visit) override {
    return guarded([&]() -> Result<std::vector<Delivery>> { return find_deliveries(database_, visit); });
  }

  Result<std::vector<Delivery>> waiting_emails(std::size_t limit) override {
    return guarded([&]() -> Result<std::vector<Delivery>> { return find_waiting_emails(database_, limit); });
  }

  Result<PersonLog> person_log(const VisitId& visit) override {
    return guarded([&]() -> Result<PersonLog> { return find_person_log(database_, visit); });
  }

  Result<VisitPage> visits_of_lead(const Scope& scope, const LeadId& id, std::size_t limit, std::string_view cursor) override {
    return page(fmt::format("v.lead IN (SELECT l.key FROM leads l JOIN leads given ON given.id = ?1"
                            " WHERE coalesce(l.merged_into, l.key) = coalesce(given.merged_into, given.key)){}",
                            and_site_in(scope)),
                id, limit, cursor);
  }

  Result<std::vector<Feedback>> feedback(const SiteId& site, Instant from, Instant to) override {
    return guarded([&]() -> Result<std::vector<Feedback>> {
      std::vector<Feedback> found;
      auto statement = database_.prepare(
          "SELECT l.id, f.is_real, f.score, f.at, f.by_name, f.note FROM lead_feedback f JOIN leads l ON l.key = f.lead"
          " WHERE f.site = (SELECT key FROM sites WHERE id = ?1) AND f.at >= ?2 AND f.at < ?3 ORDER BY f.at, f.key LIMIT ?4");
      auto rows = statement.query(site, from, to, static_cast<std::int64_t>(feedback_max));
      while (rows.next()) {
        found.push_back({LeadId{rows.uuid(0)}, rows.integer(1) != 0, static_cast<int>(rows.integer(2)),
                         Instant::from_ms(rows.integer(3)), std::string(rows.text(4)), std::string(rows.text(5))});
      }
      return found;
    });
  }

  Result<std::vector<std::int64_t>> hot_leads_by_week(const SiteId& site, Instant from, std::size_t weeks) override {
    return guarded([&]() -> Result<std::vector<std::int64_t>> {
      std::vector<std::int64_t> counts(weeks, 0);
      constexpr std::int64_t week_ms = 7 * 86'400'000LL;
      auto statement = database_.prepare(
          "SELECT (v.start_time - ?2) / ?3 AS week, count(DISTINCT v.lead) FROM visits v"
          " WHERE v.site = (SELECT key FROM sites WHERE id = ?1) AND v.start_time >= ?2 AND v.start_time < ?2 + ?3 * ?4"
          " AND v.lead IS NOT NULL AND v.score >= 70 GROUP BY week");
      auto rows = statement.query(site, from, week_ms, static_cast<std::int64_t>(weeks));
      while (rows.next()) counts.at(static_cast<std::size_t>(rows.integer(0))) = rows.integer(1);
      return counts;
    });
  }

  Result<ScoreRulesHistory> score_rules(const SiteId& site) override {
    return guarded([&]() -> Result<ScoreRulesHistory> {
      ScoreRulesHistory history;
      auto versions = database_.prepare(
          "SELECT version, rules, published_at, published_by FROM score_rules"
          " WHERE site = (SELECT key FROM sites WHERE id = ?1) ORDER BY version DESC LIMIT 100");
      auto rows = versions.query(site);
      while (rows.next()) {
        history.newest_first.push_back(
            {rows.integer(0), std::string(rows.text(1)), Instant::from_ms(rows.integer(2)), std::string(rows.text(3))});
      }
      auto draft = database_.prepare("SELECT rules FROM score_drafts WHERE site = (SELECT key FROM sites WHERE id = ?1)");
      auto drafts = draft.query(site);
      if (drafts.next()) history.draft = drafts.text(0);
      return history;
    });
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
          " time_zone, retention_days, poll_seconds, alerts FROM sites ORDER BY key");
      auto rows = statement.query();
      while (rows.next()) {
        found.push_back({SiteId{rows.uuid(0)}, std::string(rows.text(1)), std::string(rows.text(2)), std::string(rows.text(3)),
                         parse_texts(rows.text(4)), rows.integer(5), rows.integer(6), std::string(rows.text(7)), rows.integer(8),
                         rows.integer(9), people::AlertRules{}});
        if (auto alerts = JsonDocument::parse(rows.text(10))) read_alert_rules(alerts->root(), found.back().alerts);
      }
      return found;
    });
  }

  Result<std::vector<ApiToken>> tokens() override {
    return guarded([&]() -> Result<std::vector<ApiToken>> {
      std::vector<ApiToken> found;
      auto statement = database_.prepare("SELECT hash, role, site, expires_at, name FROM api_tokens");
      auto rows = statement.query();
      while (rows.next()) {
        const auto role = role_of(rows.text(1));
        if (!role) continue;
        ApiToken token{
            .hash = rows.hash(0), .name = std::string(rows.text(4)), .role = *role, .site = std::nullopt, .expires = std::nullopt};
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
