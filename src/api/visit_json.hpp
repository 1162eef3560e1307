#pragma once

// Visits as they go over the wire.

#include "base/json_writer.hpp"
#include "catalogue/catalogue.hpp"
#include "live/board.hpp"
#include "store/store.hpp"

namespace sojourn::api {

/// A row of the daily statistics.
void write_day(JsonWriter& json, const store::DayStatistics& day);

/// SESSION of the wire contract.
void write_session(JsonWriter& json, const visits::Visit& visit, Instant now);

/// A session of the live panel.
void write_panel_session(JsonWriter& json, const live::PanelVisit& visit, const catalogue::Catalogue& catalogue, Instant now);

/// The members total_count, hot_count, warm_count and cold_count of the object being written.
void write_counts(JsonWriter& json, const live::Counts& counts);

/// {id, address, city, state, price}; null for the empty id, nulls beside an id that the catalogue does not know.
void write_property(JsonWriter& json, const SiteId& site, const std::string& property_id, const catalogue::Catalogue& catalogue);

}  // namespace sojourn::api
