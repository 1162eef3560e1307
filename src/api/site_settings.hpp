#pragma once

// What may be set of a site, read from JSON and written to it: one place for the command line and the dashboard.

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "store/work.hpp"

namespace sojourn::api {

inline constexpr std::int64_t retention_days_max = 3'650;
inline constexpr std::int64_t span_seconds_max = 86'400;

/// Takes over what `root` names of `name`, `origins`, `time_zone`, `retention_days`, `idle_timeout` and `heartbeat_interval`; what
/// is wrong is refused in the document.
void apply_site_settings(ObjectReader& root, store::Site& site);

/// The same members.
void write_site_settings(JsonWriter& json, const store::Site& site);

}  // namespace sojourn::api
