#include "api/visit_json.hpp"

namespace sojourn::api {
namespace {

void write_location(JsonWriter& json, std::string_view city, std::string_view state, std::string_view country,
                    const std::optional<visits::Coordinates>& coordinates) {
  json.key("location").begin_object();
  json.member_or_null("city", city).member_or_null("state", state).member_or_null("country", country);
  json.key("latitude");
  coordinates ? json.value(coordinates->latitude) : json.null();
  json.key("longitude");
  coordinates ? json.value(coordinates->longitude) : json.null();
  json.end_object();
}

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
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
  for (const visits::CustomCount& custom : figures.custom_counts) {
    escaped.clear();
    append_json_string(escaped, custom.name);
    json.key(std::string_view(escaped).substr(1, escaped.size() - 2)).value(custom.count);
  }
  if (figures.other_custom_count > 0) json.member("(other)", figures.other_custom_count);
  json.end_object();
}

}  // namespace

void write_session(JsonWriter& json, const visits::Visit& visit, const visits::Rulebook& rules, Instant now) {
  using visits::EventType;
  const visits::Standing standing = standing_of(visit, now);
  const visits::Figures& figures = visit.figures;
  const int score = score_of(visit, rules.of(visit.site)->rules);
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
  write_location(json, visit.location.city, visit.location.state, visit.location.country, visit.location.coordinates);
  json.member("action_count", figures.action_count()).member("error_count", figures.error_count());
  json.member("workflow_count", figures.count(EventType::workflow_start)).member("page_views", figures.count(EventType::page_view));
  json.member("property_views", figures.count(EventType::property_view))
      .member("property_saves", figures.count(EventType::property_save));
  json.member_or_null("current_page", figures.current_page.path.text)
      .member_or_null("current_page_title", figures.current_page.title);
  json.member_or_null("current_property", figures.property_in_view());
  write_event_counts(json, figures);
  const visits::LaneReason lane = lane_of(visit);
  json.member("lane", name_of(lane.lane)).member_or_null("lane_reason", lane.reason).member("is_returning", visit.is_returning);
  json.member("score", score).member("score_category", name_of(visits::category_of(score)));
  json.member("status", standing.is_active ? "active" : "ended").end_object();
}

void write_receipt(JsonWriter& json, const visits::Receipt& receipt, std::int64_t rules_version) {
  json.member("score", receipt.score).member("category", name_of(visits::category_of(receipt.score)));
  json.key("contributions").begin_array();
  for (const visits::Contribution& line : receipt.contributions) {
    json.begin_object().member("rule", line.rule).member_or_null("event_type", line.event_type).member("count", line.count);
    json.member("points", line.points).member("timestamp", line.timestamp).member("value_now", line.value).end_object();
  }
  json.end_array().member("sum", receipt.score).member("rules_version", rules_version);
}

void write_session_pattern(JsonWriter& json, const visits::SessionPattern& pattern) {
  json.key("pattern").begin_object().member("pattern", pattern.pattern).member("confidence", pattern.confidence);
  json.key("indicators").begin_array();
  for (const visits::Indicator& indicator : pattern.indicators) {
    json.begin_object().member("name", indicator.name).member("value", indicator.value).member("text", indicator.text).end_object();
  }
  json.end_array().end_object();
}

void write_user_pattern(JsonWriter& json, const visits::UserPattern& found) {
  json.member("pattern", found.pattern).key("matches").begin_array();
  for (const std::string_view match : found.matches) json.value(match);
  json.end_array().member("avg_duration", found.avg_duration).member("avg_actions", found.avg_actions);
  json.member("errors", found.errors).member("sessions", found.sessions);
}

void write_acts(JsonWriter& json, const std::vector<store::LoggedAct>& newest_first) {
  json.key("acts").begin_array();
  for (const store::LoggedAct& act : newest_first) {
    json.begin_object().member("at", act.at).member("by", act.by).member("act", act.act);
    json.member_or_null("text", act.text).end_object();
  }
  json.end_array();
}

void write_marks(JsonWriter& json, const people::Marks* marks, std::string_view viewer_id) {
  static const people::Marks none;
  const people::Marks& shown = marks != nullptr ? *marks : none;
  const auto is_viewer = [&](const people::Colleague& colleague) { return colleague.id == viewer_id; };
  json.begin_object().member_or_null("claimed_by", shown.claimed_by ? shown.claimed_by->name : "");
  json.member("claimed_by_me", shown.claimed_by && is_viewer(*shown.claimed_by)).key("tags").begin_array();
  for (const std::string& tag : shown.tags) json.value(tag);
  json.end_array().member("is_followed", std::ranges::any_of(shown.followers, is_viewer));
  json.member("snoozed_until", shown.snoozed_until).member("done_at", shown.done_at).member("notes", shown.notes).end_object();
}

void write_panel_session(JsonWriter& json, const live::PanelVisit& visit, const catalogue::Catalogue& catalogue,
                         std::string_view viewer_id, Instant now) {
  json.begin_object().member("session_id", visit.visit).member("lead_id", visit.lead);
  json.member_or_null("lead_email", visit.lead_email)
      .member_or_null("lead_name", visit.lead_name)
      .member("is_anonymous", visit.is_anonymous);
  write_location(json, visit.city, visit.state, visit.country, visit.coordinates);
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
  json.member_or_null("os", visit.os).member_or_null("campaign", visit.campaign).member("is_returning", visit.is_returning);
  json.member("lane", name_of(visit.lane)).member_or_null("lane_reason", visit.lane_reason);
  json.member("presence", name_of(visit.presence.state)).member("tabs", visit.presence.tabs);
  write_texts(json, "struggles", visit.struggles);
  json.key("staff");
  write_marks(json, visit.marks.get(), viewer_id);
  write_texts(json, "watchers", visit.watchers);
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
