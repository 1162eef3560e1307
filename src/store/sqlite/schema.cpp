#include "store/sqlite/schema.hpp"

#include "store/sqlite/schema_history.hpp"

#include <sqlite3.h>
#include <array>

namespace sojourn::store {
namespace {

// Times are milliseconds since 1970 UTC in the tables; the views show them as text, ids as UUIDs and types by name, for analysts.
// On the path of ingest rows are only appended: events carry their visit's integer key and point to that visit's event before, so a
// journey is read by following the chain backwards, and no index is kept over them.
constexpr std::string_view foundation = R"sql(
CREATE TABLE settings (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE sites (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,
  public_key TEXT NOT NULL UNIQUE,
  user_token_secret TEXT NOT NULL,
  origins TEXT NOT NULL,
  idle_timeout_seconds INTEGER NOT NULL,
  heartbeat_interval_seconds INTEGER NOT NULL,
  created_at INTEGER NOT NULL
);

CREATE TABLE api_tokens (
  hash BLOB PRIMARY KEY,
  role TEXT NOT NULL,
  site BLOB,
  created_at INTEGER NOT NULL,
  expires_at INTEGER
) WITHOUT ROWID;

CREATE TABLE users (
  id BLOB PRIMARY KEY,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE leads (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  site INTEGER NOT NULL,
  email TEXT COLLATE NOCASE,
  name TEXT,
  phone TEXT,
  user_id TEXT,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL
);
CREATE INDEX leads_by_email ON leads (site, email) WHERE email IS NOT NULL;
CREATE INDEX leads_by_user ON leads (site, user_id) WHERE user_id IS NOT NULL;
CREATE INDEX leads_by_phone ON leads (site, phone) WHERE phone IS NOT NULL;

CREATE TABLE visitors (
  key INTEGER PRIMARY KEY,
  site INTEGER NOT NULL,
  visitor_id TEXT NOT NULL,
  lead INTEGER,
  user_id TEXT,
  latest_visit INTEGER,
  UNIQUE (site, visitor_id)
);

CREATE TABLE identifications (
  key INTEGER PRIMARY KEY,
  visitor INTEGER NOT NULL,
  lead INTEGER NOT NULL,
  visit INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by_staff INTEGER NOT NULL
);

CREATE TABLE visits (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL,
  site INTEGER NOT NULL,
  visitor INTEGER NOT NULL,
  user_id TEXT,
  lead INTEGER,
  start_time INTEGER NOT NULL,
  last_activity INTEGER NOT NULL,
  end_time INTEGER,
  duration_seconds INTEGER NOT NULL,
  device_type TEXT, browser TEXT, os TEXT, screen_size TEXT,
  entry_page TEXT, entry_source TEXT, entry_referrer TEXT, entry_campaign TEXT,
  exit_page TEXT, exit_reason TEXT, exit_last_action TEXT,
  city TEXT, state TEXT, country TEXT, address TEXT,
  action_count INTEGER NOT NULL, error_count INTEGER NOT NULL, workflow_count INTEGER NOT NULL,
  page_views INTEGER NOT NULL, property_views INTEGER NOT NULL, property_saves INTEGER NOT NULL,
  current_page TEXT, current_title TEXT, current_property TEXT,
  score INTEGER NOT NULL,
  is_returning INTEGER NOT NULL,
  idle_timeout_ms INTEGER NOT NULL,
  key_hash BLOB,
  has_more_keys INTEGER NOT NULL DEFAULT 0,
  declared_end BLOB,
  successor INTEGER,
  newest_event INTEGER NOT NULL,
  figures BLOB NOT NULL
);
CREATE UNIQUE INDEX visits_by_id ON visits (id);
CREATE INDEX visits_open ON visits (key) WHERE end_time IS NULL;
CREATE INDEX visits_by_visitor ON visits (visitor, start_time);
CREATE INDEX visits_by_user ON visits (user_id, start_time) WHERE user_id IS NOT NULL;
CREATE INDEX visits_by_start ON visits (site, start_time);

CREATE TABLE session_keys (visit INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (visit, hash)) WITHOUT ROWID;

CREATE TABLE events (
  key INTEGER PRIMARY KEY,
  visit INTEGER NOT NULL,
  previous INTEGER NOT NULL,
  at INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  is_scored INTEGER NOT NULL,
  type NOT NULL,
  id NOT NULL,
  data TEXT
);
CREATE TABLE event_types (code INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO event_types VALUES (1,'page_view'),(2,'property_view'),(3,'property_save'),(4,'property_share'),(5,'search'),(6,'click'),
  (7,'form_submit'),(8,'inquiry'),(9,'tour_request'),(10,'contact_click'),(11,'login'),(12,'logout'),(13,'error'),
  (14,'workflow_start'),(15,'workflow_complete'),(16,'workflow_fail'),(17,'feature_use'),(18,'heartbeat'),(19,'visit_end');

CREATE TABLE properties (
  site INTEGER NOT NULL,
  property_id TEXT NOT NULL,
  address TEXT, city TEXT, state TEXT, type TEXT, project TEXT, price REAL, bedrooms INTEGER,
  details TEXT NOT NULL,
  PRIMARY KEY (site, property_id)
) WITHOUT ROWID;

CREATE VIEW user_sessions AS SELECT
  lower(substr(hex(v.id),1,8)||'-'||substr(hex(v.id),9,4)||'-'||substr(hex(v.id),13,4)||'-'||substr(hex(v.id),17,4)||'-'||substr(hex(v.id),21)) AS id,
  s.name AS site, r.visitor_id AS visitor_id, v.user_id,
  (SELECT lower(substr(hex(l.id),1,8)||'-'||substr(hex(l.id),9,4)||'-'||substr(hex(l.id),13,4)||'-'||substr(hex(l.id),17,4)||'-'||substr(hex(l.id),21))
     FROM leads l WHERE l.key = v.lead) AS lead_id,
  strftime('%Y-%m-%d %H:%M:%f', v.start_time/1000.0, 'unixepoch') AS start_time,
  strftime('%Y-%m-%d %H:%M:%f', v.last_activity/1000.0, 'unixepoch') AS last_activity,
  strftime('%Y-%m-%d %H:%M:%f', v.end_time/1000.0, 'unixepoch') AS end_time,
  v.duration_seconds, v.device_type, v.browser, v.os, v.screen_size,
  v.entry_page, v.entry_source, v.entry_referrer, v.entry_campaign, v.exit_page, v.exit_reason, v.exit_last_action,
  v.city, v.state, v.country, v.address, v.action_count, v.error_count, v.workflow_count,
  v.page_views, v.property_views, v.property_saves, v.current_page, v.current_title, v.current_property, v.score
FROM visits v JOIN sites s ON s.key = v.site JOIN visitors r ON r.key = v.visitor;

CREATE VIEW session_events AS SELECT
  CASE typeof(e.id) WHEN 'blob'
    THEN lower(substr(hex(e.id),1,8)||'-'||substr(hex(e.id),9,4)||'-'||substr(hex(e.id),13,4)||'-'||substr(hex(e.id),17,4)||'-'||substr(hex(e.id),21))
    ELSE e.id END AS id,
  (SELECT lower(substr(hex(v.id),1,8)||'-'||substr(hex(v.id),9,4)||'-'||substr(hex(v.id),13,4)||'-'||substr(hex(v.id),17,4)||'-'||substr(hex(v.id),21))
     FROM visits v WHERE v.key = e.visit) AS session_id,
  strftime('%Y-%m-%d %H:%M:%f', e.at/1000.0, 'unixepoch') AS timestamp,
  CASE typeof(e.type) WHEN 'integer' THEN (SELECT name FROM event_types t WHERE t.code = e.type) ELSE e.type END AS event_type,
  coalesce(e.data, '{}') AS event_data
FROM events e WHERE e.type IS NOT 19;

CREATE VIEW behavioral_sessions AS SELECT * FROM user_sessions;
CREATE VIEW behavioral_events AS SELECT * FROM session_events;
)sql";

// Rules of scoring with their history, what staff said of leads, and who a token belongs to.
constexpr std::string_view scoring = R"sql(
CREATE TABLE score_rules (
  site INTEGER NOT NULL, version INTEGER NOT NULL, rules TEXT NOT NULL, published_at INTEGER NOT NULL, published_by TEXT NOT NULL,
  PRIMARY KEY (site, version)
) WITHOUT ROWID;
CREATE TABLE score_drafts (site INTEGER PRIMARY KEY, rules TEXT NOT NULL, changed_at INTEGER NOT NULL, changed_by TEXT NOT NULL);
CREATE TABLE lead_feedback (
  key INTEGER PRIMARY KEY,
  site INTEGER NOT NULL, lead INTEGER NOT NULL, is_real INTEGER NOT NULL, note TEXT, score INTEGER NOT NULL, at INTEGER NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX lead_feedback_by_time ON lead_feedback (site, at);
ALTER TABLE api_tokens ADD COLUMN name TEXT;
CREATE INDEX visits_by_lead ON visits (lead, start_time) WHERE lead IS NOT NULL;
)sql";

// Identifications that can be taken back, leads that turned out to be one, and what colleagues do about a person.
constexpr std::string_view persons = R"sql(
ALTER TABLE identifications ADD COLUMN by_name TEXT;
ALTER TABLE identifications ADD COLUMN undone_at INTEGER;
ALTER TABLE identifications ADD COLUMN undone_by TEXT;
CREATE INDEX identifications_by_visitor ON identifications (visitor, at);

ALTER TABLE leads ADD COLUMN merged_into INTEGER;
ALTER TABLE leads ADD COLUMN traits TEXT;
CREATE INDEX leads_by_merge ON leads (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX leads_by_last_seen ON leads (site, last_seen);
CREATE TABLE lead_merges (
  key INTEGER PRIMARY KEY, kept INTEGER NOT NULL, merged INTEGER NOT NULL, at INTEGER NOT NULL, by_name TEXT,
  undone_at INTEGER, undone_by TEXT
);
CREATE INDEX lead_merges_by_kept ON lead_merges (kept);
CREATE INDEX lead_merges_by_merged ON lead_merges (merged);
CREATE TABLE lead_identifiers (
  site INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, lead INTEGER NOT NULL,
  PRIMARY KEY (site, kind, value)
) WITHOUT ROWID;
INSERT OR IGNORE INTO lead_identifiers SELECT site, 'email', lower(email), key FROM leads WHERE email IS NOT NULL ORDER BY key;
INSERT OR IGNORE INTO lead_identifiers SELECT site, 'user_id', user_id, key FROM leads WHERE user_id IS NOT NULL ORDER BY key;
INSERT OR IGNORE INTO lead_identifiers SELECT site, 'phone', phone, key FROM leads WHERE phone IS NOT NULL ORDER BY key;

CREATE TABLE person_marks (person TEXT PRIMARY KEY, marks TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE staff_acts (
  key INTEGER PRIMARY KEY,
  person TEXT NOT NULL, visit BLOB NOT NULL, at INTEGER NOT NULL, by_id TEXT NOT NULL, by_name TEXT NOT NULL, act TEXT NOT NULL,
  text TEXT
);
CREATE INDEX staff_acts_by_person ON staff_acts (person, key);
)sql";

// People and programs apart, and where a place lies.
constexpr std::string_view lanes = R"sql(
ALTER TABLE visits ADD COLUMN lane INTEGER NOT NULL DEFAULT 0;
UPDATE visits SET lane = 1 WHERE device_type = 'bot';
ALTER TABLE visits ADD COLUMN automation TEXT;
ALTER TABLE visits ADD COLUMN staff_lane INTEGER;
ALTER TABLE visits ADD COLUMN staff_lane_by TEXT;
ALTER TABLE visits ADD COLUMN latitude REAL;
ALTER TABLE visits ADD COLUMN longitude REAL;
)sql";

// What was sent to visitors.
constexpr std::string_view deliveries = R"sql(
CREATE TABLE deliveries (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE, site BLOB NOT NULL, visit BLOB NOT NULL,
  kind INTEGER NOT NULL, channel INTEGER NOT NULL, property_id TEXT, recipient TEXT, note TEXT, by_name TEXT NOT NULL,
  state INTEGER NOT NULL, detail TEXT, attempts INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, repeat_key TEXT
);
CREATE INDEX deliveries_by_visit ON deliveries (visit, key);
CREATE INDEX deliveries_waiting ON deliveries (due) WHERE state = 0 AND channel = 0;
CREATE UNIQUE INDEX deliveries_once ON deliveries (repeat_key) WHERE repeat_key IS NOT NULL;
)sql";

// What colleagues were told of, and by which rules.
constexpr std::string_view alerting = R"sql(
ALTER TABLE sites ADD COLUMN alerts TEXT;
ALTER TABLE sites ADD COLUMN poll_seconds INTEGER NOT NULL DEFAULT 10;
CREATE TABLE alerts (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL, site BLOB NOT NULL, kind INTEGER NOT NULL, person TEXT NOT NULL, visit BLOB NOT NULL, lead BLOB,
  at INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, read_at INTEGER, suppressed TEXT
);
CREATE INDEX alerts_by_site ON alerts (site, key);
CREATE INDEX alerts_unread ON alerts (site) WHERE read_at IS NULL AND suppressed IS NULL;
CREATE INDEX alerts_by_person ON alerts (site, person, kind, at);
CREATE UNIQUE INDEX alerts_once ON alerts (visit, kind);
)sql";

// Under which visitors without storage are named for a day.
constexpr std::string_view cookieless = R"sql(
CREATE TABLE visitor_salts (day INTEGER PRIMARY KEY, salt TEXT NOT NULL);
)sql";

constexpr std::array all_migrations = {foundation, scoring, persons, lanes, deliveries, history_schema, alerting, cookieless};

std::int64_t schema_version(Database& database) {
  auto statement = database.prepare("PRAGMA user_version");
  auto rows = statement.query();
  return rows.next() ? rows.integer(0) : 0;
}

}  // namespace

std::span<const std::string_view> migrations() {
  return all_migrations;
}

void migrate(Database& database) {
  const std::int64_t version = schema_version(database);
  const auto known = static_cast<std::int64_t>(all_migrations.size());
  if (version > known) {
    throw SqliteError(SQLITE_ERROR,
                      fmt::format("this data folder is of a newer Sojourn (schema {}, known here up to {})", version, known));
  }
  for (std::int64_t next = version; next < known; ++next) {
    database.execute("BEGIN IMMEDIATE");
    database.execute(std::string(all_migrations[static_cast<std::size_t>(next)]));
    database.execute(fmt::format("PRAGMA user_version={}", next + 1));
    database.execute("COMMIT");
  }
}

}  // namespace sojourn::store
