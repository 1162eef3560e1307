#include "api/site_settings.hpp"

#include "accounts/directory.hpp"
#include "base/limits.hpp"

namespace sojourn::api {

void apply_site_settings(ObjectReader& root, store::Site& site) {
  if (const auto name = root.text("name", limits::short_text_chars_max)) {
    name->empty() ? root.refuse("name", "should not be empty") : static_cast<void>(site.name = *name);
  }
  if (const auto texts = root.texts("origins", limits::short_text_chars_max, 100)) {
    std::vector<std::string> origins;
    for (const std::string& text : *texts) {
      auto origin = accounts::parse_origin(text);
      origin ? origins.push_back(std::move(*origin)) : root.refuse("origins", origin.error().message);
    }
    site.origins = std::move(origins);
  }
  if (const auto name = root.text("time_zone", limits::short_text_chars_max)) {
    const auto zone = TimeZone::find(*name);
    zone ? static_cast<void>(site.time_zone = *name) : root.refuse("time_zone", zone.error().message);
  }
  if (auto alerts = root.object("alerts")) people::read_alert_rules(*alerts, site.alerts);
  if (const auto seconds = root.integer("poll_seconds", 1, 3'600)) site.poll_seconds = *seconds;
  if (const auto days = root.integer("retention_days", 1, retention_days_max)) site.retention_days = *days;
  if (const auto seconds = root.integer("idle_timeout", 1, span_seconds_max)) site.idle_timeout_seconds = *seconds;
  if (const auto seconds = root.integer("heartbeat_interval", 1, span_seconds_max)) site.heartbeat_interval_seconds = *seconds;
}

void write_site_settings(JsonWriter& json, const store::Site& site) {
  json.member("name", site.name)
      .member("time_zone", site.time_zone)
      .member("idle_timeout", site.idle_timeout_seconds)
      .member("heartbeat_interval", site.heartbeat_interval_seconds)
      .member("retention_days", site.retention_days)
      .key("origins")
      .begin_array();
  for (const std::string& origin : site.origins) json.value(origin);
  json.end_array().member("poll_seconds", site.poll_seconds).key("alerts");
  write_alert_rules(json, site.alerts);
}

}  // namespace sojourn::api
