#include "api/visit_json.hpp"

namespace sojourn::api {
namespace {

void write_location(JsonWriter& json, std::string_view city, std::string_view state, std::string_view country) {
  json.key("location").begin_object();
  json.member_or_null("city", city).member_or_null("state", state).member_or_null("country", country).end_object();
}

void write_exit(JsonWriter& json, const visits::Visit& visit, const visits::Standing& standing) {
  json.key("exit");
  if (standing.is_active) {
    json.null();
    return;
  }
  const auto& end = visit.declared_end;
  const std::string& action = end && !end->last_action.empty() ? end->last_action : visit.figures.last_action.text;
  json.begin_object()
      .member_or_null("page", visit.exit_page())
      .member("reason", name_of(standing.reason))
      .member_or_null("last_action", action)
      .end_object();
}

void write_event_counts(JsonWriter& json, const visits::Figures& figures) {
  json.key("event_counts").begin_object();
  for (std::size_t i = 1; i < visits::event_type_count; ++i) {
    const auto type = static_cast<visits::EventType>(i);
    if (figures.counts[i] > 0 && type != visits::EventType::visit_end) json.member(name_of(type), figures.counts[i]);
  }
  std::string escaped;
  for (const auto& [name, count] : figures.custom_counts) {
    escaped.clear();
    append_json_string(escaped, name);
    json.key(std::string_view(escaped).substr(1, escaped.size() - 2)).value(count);
  }
  if (figures.other_custom_count > 0) json.member("(other)", figures.other_custom_count);
  json.end_object();
}

}  // namespace

void write_session(JsonWriter& json, const visits::Visit& visit, Instant now) {
  using visits::EventType;
  const visits::Standing standing = standing_of(visit, now);
  const visits::Figures& figures = visit.figures;
  const int score = score_of(visit, visits::default_score_rules()).points;
  json.begin_object();
  json.member("session_id", visit.id)
      .member("site", visit.site)
      .member_or_null("user_id", visit.user_id)
      .member("visitor_id", visit.visitor_id);
  json.key("lead_id");
  visit.known_as ? json.value(visit.known_as->lead) : json.null();
  json.member_or_null("lead_email", visit.known_as ? visit.known_as->email : "");
  json.member_or_null("lead_name", visit.known_as ? visit.known_as->name : "");
  json.member("is_anonymous", visit.is_anonymous());
  json.member("start_time", visit.start);
  json.key("end_time");
  standing.is_active ? json.null() : json.value(standing.ended_at);
  json.member("last_activity", figures.last_activity).member("duration_seconds", duration_seconds(visit, now));
  json.key("device").begin_object();
  json.member_or_null("type", visit.device.type)
      .member_or_null("browser", visit.device.browser)
      .member_or_null("os", visit.device.os);
  json.member_or_null("screen_size", visit.device.screen_size).end_object();
  json.key("entry").begin_object();
  json.member_or_null("page", visit.entry_page())
      .member_or_null("source", visit.entry.source)
      .member_or_null("referrer", visit.entry.referrer);
  json.member_or_null("campaign", visit.entry.campaign).end_object();
  write_exit(json, visit, standing);
  write_location(json, visit.location.city, visit.location.state, visit.location.country);
  json.member("action_count", figures.action_count()).member("error_count", figures.error_count());
  json.member("workflow_count", figures.count(EventType::workflow_start)).member("page_views", figures.count(EventType::page_view));
  json.member("property_views", figures.count(EventType::property_view))
      .member("property_saves", figures.count(EventType::property_save));
  json.member_or_null("current_page", figures.current_page.path.text)
      .member_or_null("current_page_title", figures.current_page.title);
  json.member_or_null("current_property", figures.property_in_view());
  write_event_counts(json, figures);
  json.member("score", score).member("score_category", name_of(visits::category_of(score)));
  json.member("status", standing.is_active ? "active" : "ended").end_object();
}

void write_panel_session(JsonWriter& json, const live::PanelVisit& visit, const catalogue::Catalogue& catalogue, Instant now) {
  json.begin_object().member("session_id", visit.visit).member("lead_id", visit.lead);
  json.member_or_null("lead_email", visit.lead_email)
      .member_or_null("lead_name", visit.lead_name)
      .member("is_anonymous", visit.is_anonymous);
  write_location(json, visit.city, visit.state, visit.country);
  json.member("behavioral_score", visit.score).member("score_category", name_of(visits::category_of(visit.score)));
  json.member_or_null("current_page", visit.current_page);
  json.key("current_property");
  write_property(json, visit.site, visit.current_property, catalogue);
  json.member("page_views", visit.page_views)
      .member("property_views", visit.property_views)
      .member("property_saves", visit.property_saves);
  json.member("session_duration", std::max<std::int64_t>(0, (now - visit.start).count() / 1000));
  json.member("last_activity", visit.last_activity).member("start_time", visit.start);
  json.member_or_null("device_type", visit.device_type)
      .member_or_null("browser", visit.browser)
      .member_or_null("referrer_source", visit.referrer_source);
  json.end_object();
}

void write_counts(JsonWriter& json, const live::Counts& counts) {
  json.member("total_count", counts.total)
      .member("hot_count", counts.hot)
      .member("warm_count", counts.warm)
      .member("cold_count", counts.cold);
}

void write_property(JsonWriter& json, const SiteId& site, const std::string& property_id, const catalogue::Catalogue& catalogue) {
  if (property_id.empty()) {
    json.null();
    return;
  }
  const auto property = catalogue.find(site, property_id).value_or(catalogue::Property{.property_id = property_id});
  json.begin_object().member("id", property_id);
  json.member_or_null("address", property.address).member_or_null("city", property.city).member_or_null("state", property.state);
  json.member("price", property.price).end_object();
}

void write_day(JsonWriter& json, const store::DayStatistics& day) {
  json.begin_object()
      .member("date", day.date)
      .member("total_sessions", day.total_sessions)
      .member("unique_users", day.unique_users);
  json.member("avg_duration_seconds", day.avg_duration_seconds).member("bounce_rate", day.bounce_rate);
  json.member("error_rate", day.error_rate).member_or_null("most_common_entry", day.most_common_entry);
  json.member_or_null("most_common_exit", day.most_common_exit).end_object();
}

}  // namespace sojourn::api
