#include "store/sqlite/site_rows.hpp"

#include "base/json_writer.hpp"

namespace sojourn::store {
namespace {

std::string to_json(const std::vector<std::string>& texts) {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
  return out;
}

std::string to_json(const people::AlertRules& rules) {
  std::string out;
  JsonWriter json(out);
  write_alert_rules(json, rules);
  return out;
}

}  // namespace

Instant kept_since(const TimeZone& zone, std::int64_t retention_days, Instant now) {
  return zone.start_of(zone.day_of(now) - static_cast<int>(retention_days));
}

SiteRows::SiteRows(Database& database, DailyBook& daily)
    : daily_(daily),
      insert_(database.prepare(
          "INSERT INTO sites (id, name, public_key, user_token_secret, origins, idle_timeout_seconds, heartbeat_interval_seconds,"
          " created_at, time_zone, retention_days, removed_before) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)")),
      update_(
          database.prepare("UPDATE sites SET name=?2, origins=?3, idle_timeout_seconds=?4, heartbeat_interval_seconds=?5, "
                           "retention_days=?7, alerts=?8, poll_seconds=?9,"
                           " daily_pending = CASE time_zone WHEN ?6 THEN daily_pending ELSE 0 END, time_zone=?6 WHERE key = ?1")),
      select_key_(database.prepare("SELECT key FROM sites WHERE id = ?1")) {}

Result<AddSite::Verdict> SiteRows::carry_out(const AddSite& command, Instant now) {
  const Site& site = command.site;
  const auto zone = TimeZone::find(site.time_zone);
  if (!zone) return std::unexpected(zone.error());
  insert_.execute(site.id, site.name, site.public_key, site.user_token_secret, to_json(site.origins), site.idle_timeout_seconds,
                  site.heartbeat_interval_seconds, now, site.time_zone, site.retention_days,
                  kept_since(*zone, site.retention_days, now));
  return AddSite::Verdict{};
}

Result<SetSite::Verdict> SiteRows::carry_out(const SetSite& command) {
  const Site& site = command.site;
  const auto zone = TimeZone::find(site.time_zone);
  if (!zone) return std::unexpected(zone.error());
  const auto key = key_of(site.id);
  if (!key) return fail(ErrorKind::not_found, "there is no such site");
  if (daily_.zone(*key) != *zone) daily_.set_zone(*key, *zone);
  update_.execute(*key, site.name, to_json(site.origins), site.idle_timeout_seconds, site.heartbeat_interval_seconds,
                  site.time_zone, site.retention_days, to_json(site.alerts), site.poll_seconds);
  return SetSite::Verdict{};
}

std::optional<std::int64_t> SiteRows::key_of(const SiteId& site) {
  auto rows = select_key_.query(site);
  return rows.next() ? std::optional(rows.integer(0)) : std::nullopt;
}

}  // namespace sojourn::store
