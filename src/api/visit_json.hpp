#pragma once

// Visits as they go over the wire.

#include "base/json_writer.hpp"
#include "catalogue/catalogue.hpp"
#include "live/board.hpp"
#include "store/store.hpp"
#include "visits/behaviour.hpp"
#include "visits/patterns.hpp"
#include "visits/score.hpp"

namespace sojourn::api {

/// A row of the daily statistics.
void write_day(JsonWriter& json, const store::DayStatistics& day);

/// SESSION of the wire contract.
void write_session(JsonWriter& json, const visits::Visit& visit, const visits::Rulebook& rules, Instant now);

/// {score, contributions: […], sum, rules_version} as members of the object being written.
void write_receipt(JsonWriter& json, const visits::Receipt& receipt, std::int64_t rules_version);

/// A session of the live panel, for the colleague `viewer_id`.
void write_panel_session(JsonWriter& json, const live::PanelVisit& visit, const catalogue::Catalogue& catalogue,
                         std::string_view viewer_id, Instant now);

/// The member `pattern` of the object being written.
void write_session_pattern(JsonWriter& json, const visits::SessionPattern& pattern);

/// pattern, matches and the figures behind them, as members of the object being written.
void write_user_pattern(JsonWriter& json, const visits::UserPattern& found);

/// The member `acts` of the object being written: what colleagues did, newest first.
void write_acts(JsonWriter& json, const std::vector<store::LoggedAct>& newest_first);

/// What colleagues have said about a person, as `viewer_id` sees it; null marks are empty ones.
void write_marks(JsonWriter& json, const people::Marks* marks, std::string_view viewer_id);

/// The members total_count, hot_count, warm_count and cold_count of the object being written.
void write_counts(JsonWriter& json, const live::Counts& counts);

/// {id, address, city, state, price}; null for the empty id, nulls beside an id that the catalogue does not know.
void write_property(JsonWriter& json, const SiteId& site, const std::string& property_id, const catalogue::Catalogue& catalogue);

}  // namespace sojourn::api
