#pragma once

// The second step of the schema: what questions over history need. Sites have a time zone and say how long raw visits are kept;
// the days' figures are kept beside the visits (daily_book.hpp), as are the workflows and features of each visit.

#include <string_view>

namespace sojourn::store {

inline constexpr std::string_view history_schema = R"sql(
ALTER TABLE sites ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'UTC';
ALTER TABLE sites ADD COLUMN retention_days INTEGER NOT NULL DEFAULT 30;
-- Through which instant old visits have been removed in the background.
ALTER TABLE sites ADD COLUMN removed_before INTEGER NOT NULL DEFAULT 0;
-- The first day whose figures are still to be rebuilt in the background, NULL where none.
ALTER TABLE sites ADD COLUMN daily_pending INTEGER;
UPDATE sites SET daily_pending = 0;

-- An earlier visit of the visitor has been removed.
ALTER TABLE visitors ADD COLUMN had_earlier INTEGER NOT NULL DEFAULT 0;
-- The entry page as given, else the first page viewed.
ALTER TABLE visits ADD COLUMN landing_page TEXT;

-- The days of a site in its time zone, counted from 1970-01-01. Lane 0 is people, 1 is bots. The two tables behind count how many
-- visits stand behind each person and page, so that the numbers of different ones stay exact when visits change. A person is the
-- visitor's key, or the user id.
CREATE TABLE daily_totals (
  site INTEGER NOT NULL, day INTEGER NOT NULL, lane INTEGER NOT NULL,
  visits INTEGER NOT NULL, people INTEGER NOT NULL, duration_seconds INTEGER NOT NULL,
  bounces INTEGER NOT NULL, with_errors INTEGER NOT NULL,
  PRIMARY KEY (site, day, lane)
) WITHOUT ROWID;
CREATE TABLE daily_people (
  site INTEGER NOT NULL, day INTEGER NOT NULL, lane INTEGER NOT NULL, person NOT NULL, visits INTEGER NOT NULL,
  PRIMARY KEY (site, day, lane, person)
) WITHOUT ROWID;
CREATE TABLE daily_pages (
  site INTEGER NOT NULL, day INTEGER NOT NULL, lane INTEGER NOT NULL, is_exit INTEGER NOT NULL, page TEXT NOT NULL,
  visits INTEGER NOT NULL,
  PRIMARY KEY (site, day, lane, is_exit, page)
) WITHOUT ROWID;
-- Days of which visits were removed, with the instants between which they lie: their figures are final.
CREATE TABLE daily_final (
  site INTEGER NOT NULL, day INTEGER NOT NULL, begins_at INTEGER NOT NULL, ends_at INTEGER NOT NULL,
  is_trimmed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (site, day)
) WITHOUT ROWID;

CREATE INDEX daily_untrimmed ON daily_final (site, day) WHERE NOT is_trimmed;

CREATE TABLE visit_workflows (
  visit INTEGER NOT NULL, workflow_id TEXT NOT NULL, started_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL, changed_sequence INTEGER NOT NULL, status TEXT NOT NULL,
  PRIMARY KEY (visit, workflow_id)
) WITHOUT ROWID;
CREATE TABLE visit_errors (visit INTEGER PRIMARY KEY, last_at INTEGER NOT NULL);
CREATE TABLE visit_features (visit INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (visit, name)) WITHOUT ROWID;

CREATE VIEW daily_session_stats AS SELECT
  (SELECT name FROM sites WHERE key = t.site) AS site,
  date(t.day * 86400, 'unixepoch') AS date,
  t.visits AS total_sessions, t.people AS unique_users,
  t.duration_seconds * 1.0 / t.visits AS avg_duration_seconds,
  t.bounces * 1.0 / t.visits AS bounce_rate, t.with_errors * 1.0 / t.visits AS error_rate,
  (SELECT page FROM daily_pages p WHERE p.site = t.site AND p.day = t.day AND p.lane = t.lane AND NOT p.is_exit
     ORDER BY p.visits DESC, p.page LIMIT 1) AS most_common_entry,
  (SELECT page FROM daily_pages p WHERE p.site = t.site AND p.day = t.day AND p.lane = t.lane AND p.is_exit
     ORDER BY p.visits DESC, p.page LIMIT 1) AS most_common_exit
FROM daily_totals t WHERE t.lane = 0 AND t.visits > 0;

CREATE VIEW workflow_executions AS SELECT
  lower(substr(hex(v.id),1,8)||'-'||substr(hex(v.id),9,4)||'-'||substr(hex(v.id),13,4)||'-'||substr(hex(v.id),17,4)||'-'||substr(hex(v.id),21)) AS session_id,
  w.workflow_id,
  CASE WHEN w.status = 'started' AND v.end_time IS NOT NULL THEN 'abandoned' ELSE w.status END AS status,
  strftime('%Y-%m-%d %H:%M:%f', w.started_at/1000.0, 'unixepoch') AS started_at,
  CASE WHEN w.status <> 'started' THEN strftime('%Y-%m-%d %H:%M:%f', w.changed_at/1000.0, 'unixepoch')
    ELSE strftime('%Y-%m-%d %H:%M:%f', v.end_time/1000.0, 'unixepoch') END AS ended_at
FROM visit_workflows w JOIN visits v ON v.key = w.visit;
)sql";

}  // namespace sojourn::store
