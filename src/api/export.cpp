#include "api/export.hpp"

#include "api/handlers.hpp"
#include "api/visit_filter.hpp"
#include "api/visit_json.hpp"
#include "base/csv_writer.hpp"

#include <charconv>

namespace sojourn::api {
namespace {

/// So many visits are looked at at a time for their events.
constexpr std::size_t visits_per_look = 50;

constexpr std::string_view visit_columns =
    "session_id,visitor_id,user_id,lead_id,lead_email,lead_name,status,start_time,end_time,last_activity,duration_seconds,device_"
    "type,"
    "browser,os,screen_size,entry_page,entry_source,entry_referrer,entry_campaign,exit_page,exit_reason,exit_last_action,city,"
    "state,"
    "country,action_count,error_count,workflow_count,page_views,property_views,property_saves,score,score_category\r\n";
constexpr std::string_view event_columns = "id,session_id,timestamp,event_type,event_data\r\n";
constexpr std::string_view lead_columns = "lead_id,email,name,phone,user_id,first_seen,last_seen\r\n";
constexpr std::string_view day_columns =
    "date,total_sessions,unique_users,avg_duration_seconds,bounce_rate,error_rate,most_common_entry,most_common_exit\r\n";

void write_csv(CsvWriter csv, const visits::Visit& visit, const visits::Rulebook& rules, Instant now) {
  using visits::EventType;
  const visits::Standing standing = standing_of(visit, now);
  const visits::Figures& figures = visit.figures;
  const int score = score_of(visit, rules.of(visit.site)->rules);
  const auto& end = visit.declared_end;
  const std::string& last_action = end && !end->last_action.empty() ? end->last_action : figures.last_action.text;
  csv.field(to_string(visit.id)).field(visit.visitor_id).field(visit.user_id);
  csv.field(visit.known_as ? to_string(visit.known_as->lead) : "").field(visit.known_as ? visit.known_as->email : "");
  csv.field(visit.known_as ? visit.known_as->name : "").field(standing.is_active ? "active" : "ended").field(visit.start);
  standing.is_active ? csv.field("") : csv.field(standing.ended_at);
  csv.field(figures.last_activity).field(duration_seconds(visit, now)).field(visit.device.type).field(visit.device.browser);
  csv.field(visit.device.os).field(visit.device.screen_size).field(visit.entry_page()).field(visit.entry.source);
  csv.field(visit.entry.referrer).field(visit.entry.campaign).field(standing.is_active ? "" : visit.exit_page());
  csv.field(standing.is_active ? "" : name_of(standing.reason)).field(standing.is_active ? "" : last_action);
  csv.field(visit.location.city).field(visit.location.state).field(visit.location.country).field(figures.action_count());
  csv.field(figures.error_count()).field(figures.count(EventType::workflow_start)).field(figures.count(EventType::page_view));
  csv.field(figures.count(EventType::property_view)).field(figures.count(EventType::property_save)).field(score);
  csv.field(name_of(visits::category_of(score))).end_line();
}

std::string_view data_of(const store::StoredEvent& event) {
  return event.data.empty() ? std::string_view("{}") : std::string_view(event.data);
}

/// One page under way.
class PageWriter {
 public:
  PageWriter(const ExportRequest& request, std::string_view columns) : is_csv_(request.format == ExportFormat::csv) {
    if (is_csv_ && request.cursor.empty()) page_.text = columns;
  }

  bool is_full() const { return page_.rows >= export_rows_max || page_.text.size() >= export_bytes_max; }

  template <typename AsCsv, typename AsJson>
  void row(AsCsv as_csv, AsJson as_json) {
    ++page_.rows;
    if (is_csv_) return as_csv(CsvWriter(page_.text));
    JsonWriter json(page_.text);
    as_json(json);
    page_.text += '\n';
  }

  ExportPage take(std::string next_cursor) {
    page_.next_cursor = std::move(next_cursor);
    return std::move(page_);
  }

 private:
  const bool is_csv_;
  ExportPage page_;
};

Result<ExportPage> visits_page(store::Reader& reader, const ExportRequest& request, const visits::Rulebook& rules, Instant now) {
  PageWriter page(request, visit_columns);
  std::string cursor = request.cursor;
  do {
    auto found = reader.next_visits(request.filter, 1'000, cursor);
    if (!found) return std::unexpected(found.error());
    for (const store::StoredVisit& stored : found->visits) {
      page.row([&](CsvWriter csv) { write_csv(csv, stored.visit, rules, now); },
               [&](JsonWriter& json) { write_session(json, stored.visit, rules, now); });
    }
    cursor = found->next_cursor;
  } while (!cursor.empty() && !page.is_full());
  return page.take(std::move(cursor));
}

/// A cursor of events is that of their visits and how many of the events from there on are known already: `START.KEY:SKIP`.
Result<ExportPage> events_page(store::Reader& reader, const ExportRequest& request) {
  const std::size_t colon = request.cursor.find(':');
  std::string cursor = request.cursor.substr(0, colon);
  std::size_t known = 0;
  if (colon != std::string::npos) {
    const char* end = request.cursor.data() + request.cursor.size();
    const auto [stopped, error] = std::from_chars(request.cursor.data() + colon + 1, end, known);
    if (error != std::errc() || stopped != end) return invalid("cursor", "is not one of this list");
  }
  PageWriter page(request, event_columns);
  while (true) {
    auto found = reader.next_visits(request.filter, visits_per_look, cursor);
    if (!found) return std::unexpected(found.error());
    std::size_t passed = 0;
    for (const store::StoredVisit& stored : found->visits) {
      auto events = reader.events(stored);
      if (!events) return std::unexpected(events.error());
      for (const store::StoredEvent& event : *events) {
        if (event.type == name_of(visits::EventType::visit_end) || passed++ < known) continue;
        if (page.is_full()) return page.take(fmt::format("{}:{}", cursor, passed - 1));
        page.row(
            [&](CsvWriter csv) {
              csv.field(event.id).field(to_string(stored.visit.id)).field(event.moment.at).field(event.type).field(data_of(event));
              csv.end_line();
            },
            [&](JsonWriter& json) {
              json.begin_object().member("id", event.id).member("session_id", stored.visit.id).member("timestamp", event.moment.at);
              json.member("type", event.type).key("data").raw(data_of(event)).end_object();
            });
      }
    }
    cursor = found->next_cursor;
    known = 0;
    if (cursor.empty()) return page.take("");
  }
}

Result<ExportPage> leads_page(store::Reader& reader, const ExportRequest& request) {
  std::int64_t after = 0;
  const char* end = request.cursor.data() + request.cursor.size();
  const auto [stopped, error] = std::from_chars(request.cursor.data(), end, after);
  if (!request.cursor.empty() && (error != std::errc() || stopped != end)) return invalid("cursor", "is not one of this list");
  auto leads = reader.leads(request.filter.site, after, export_rows_max);
  if (!leads) return std::unexpected(leads.error());
  PageWriter page(request, lead_columns);
  for (const store::StoredLead& lead : *leads) {
    page.row(
        [&](CsvWriter csv) {
          csv.field(to_string(lead.id)).field(lead.email).field(lead.name).field(lead.phone).field(lead.user_id);
          csv.field(lead.first_seen).field(lead.last_seen).end_line();
        },
        [&](JsonWriter& json) {
          json.begin_object().member("lead_id", lead.id).member_or_null("email", lead.email).member_or_null("name", lead.name);
          json.member_or_null("phone", lead.phone).member_or_null("user_id", lead.user_id);
          json.member("first_seen", lead.first_seen).member("last_seen", lead.last_seen).end_object();
        });
  }
  return page.take(leads->size() < export_rows_max ? "" : fmt::format("{}", leads->back().key));
}

Result<ExportPage> days_page(store::Reader& reader, const ExportRequest& request) {
  auto days = reader.daily(request.filter.site, request.first, request.last, request.filter.lanes);
  if (!days) return std::unexpected(days.error());
  PageWriter page(request, day_columns);
  for (const store::DayStatistics& day : *days) {
    page.row(
        [&](CsvWriter csv) {
          csv.field(day.date).field(day.total_sessions).field(day.unique_users).field(day.avg_duration_seconds);
          csv.field(day.bounce_rate).field(day.error_rate).field(day.most_common_entry).field(day.most_common_exit).end_line();
        },
        [&](JsonWriter& json) { write_day(json, day); });
  }
  return page.take("");
}

}  // namespace

std::optional<ExportKind> export_kind_of(std::string_view name) {
  if (name == "visits") return ExportKind::visits;
  if (name == "events") return ExportKind::events;
  if (name == "leads") return ExportKind::leads;
  if (name == "daily") return ExportKind::daily;
  return std::nullopt;
}

Result<ExportPage> export_page(store::Reader& reader, const ExportRequest& request, const visits::Rulebook& rules, Instant now) {
  switch (request.kind) {
    case ExportKind::visits: return visits_page(reader, request, rules, now);
    case ExportKind::events: return events_page(reader, request);
    case ExportKind::leads: return leads_page(reader, request);
    case ExportKind::daily: return days_page(reader, request);
  }
  return fail(ErrorKind::internal, "an export of no kind");
}

Task<net::Response> export_rows(Service& service, Call& call) {
  const auto query = net::QueryParameters::parse(call.request.query);
  if (!query) co_return problem(query.error());
  // The operator's own way, the control socket, is bound to no site.
  if (call.route.who == Who::operator_) call.caller.scope = store::Scope::every_site();
  const auto site = service.site_of(call, *query);
  if (!site) co_return problem(site.error());
  const TimeZone zone = service.zone_of(*site);
  ExportRequest request;
  const auto kind = export_kind_of(query->find("kind").value_or("visits"));
  if (!kind) co_return problem(invalid("kind", "should be visits, events, leads or daily").error());
  request.kind = *kind;
  const std::string_view format = query->find("format").value_or("csv");
  if (format != "csv" && format != "ndjson") co_return problem(invalid("format", "should be csv or ndjson").error());
  request.format = format == "csv" ? ExportFormat::csv : ExportFormat::ndjson;
  auto filter = visit_filter(*query, *site, zone, call.received);
  if (!filter) co_return problem(filter.error());
  request.filter = std::move(*filter);
  const auto days = days_parameter(*query, call.received, zone);
  if (!days) co_return problem(days.error());
  request.first = days->first;
  request.last = days->last;
  request.cursor = query->find("cursor").value_or("");
  // What was stored is exported whole; the days' figures are of people, as everywhere.
  if (!query->find("lane") && request.kind != ExportKind::daily) request.filter.lanes = store::Lanes::both;
  const Instant now = call.received;
  auto page = co_await service.ask([&](store::Reader& reader) { return export_page(reader, request, service.rules(), now); });
  if (!page) co_return problem(page.error());
  const bool is_csv = request.format == ExportFormat::csv;
  net::Response response(200, is_csv ? "text/csv; charset=utf-8" : "application/x-ndjson", std::move(page->text));
  if (!page->next_cursor.empty()) response.header("X-Next-Cursor", page->next_cursor);
  response.header("X-Rows", fmt::format("{}", page->rows));
  response.header("Content-Disposition",
                  fmt::format("attachment; filename=\"{}.{}\"", query->find("kind").value_or("visits"), format));
  co_return response;
}

}  // namespace sojourn::api
