#include "api/handlers.hpp"

#include "base/limits.hpp"

namespace sojourn::api {
namespace {

using net::Method;
using limits::batch_body_bytes_max;
using limits::small_body_bytes_max;

constexpr std::string_view start_example =
    R"({"site":"pk_…","visitor_id":"v-1","user_id":null,"device":{"type":"desktop","browser":"Chrome","os":"Linux","screen_size":"1920x1080"},"entry":{"page":"/listings","source":"external","referrer":"https://google.com/","campaign":"spring"}})";
constexpr std::string_view events_example =
    R"({"sent_at":"2026-11-21T09:30:05.000Z","events":[{"id":"e1","type":"page_view","timestamp":"2026-11-21T09:30:00.000Z","data":{"page":"/listings/42","title":"Maple Street 42"}},{"id":"e2","type":"property_view","timestamp":"2026-11-21T09:30:00.500Z","data":{"property_id":"42"}}]})";
constexpr std::string_view event_example = R"({"id":"e3","type":"property_save","data":{"property_id":"42"}})";
constexpr std::string_view collect_example =
    R"({"site":"pk_…","sent_at":"2026-11-21T09:30:05.000Z","sessions":[{"session_id":"018f3b2e-7c11-7d9a-9a50-2f1d7e1f3c55","session_key":"…","start":{"visitor_id":"v-1"},"events":[{"id":"e1","type":"page_view","data":{"page":"/"}}]}]})";
constexpr std::string_view property_example =
    R"({"address":"42 Maple Street","city":"Houston","state":"TX","price":425000,"bedrooms":3,"type":"house","project":"Oak Park"})";

const std::vector<Parameter> list_parameters = {{"site", "the site's id"}, {"limit", "at most so many"}, {"cursor", "next_cursor of the page before"}};
const std::vector<Parameter> day_parameters = {{"site", "the site's id"}, {"from", "first day, 2026-11-01"}, {"to", "last day, inclusive"}};
const std::vector<Parameter> panel_parameters = {{"site", "the site's id"},
                                                 {"limit", "at most so many, 5 unless said"},
                                                 {"within", "active in this span, 15m unless said"},
                                                 {"sort", "started, score or activity"},
                                                 {"category", "hot, warm or cold"},
                                                 {"city", "exactly this one"},
                                                 {"device", "desktop, mobile or tablet"},
                                                 {"anonymous", "true or false"},
                                                 {"q", "text in e-mail, name, page, property or city"}};

}  // namespace

const std::vector<Route>& all_routes() {
  // The busiest first: the router looks through them in this order.
  static const std::vector<Route> routes = {
      {Method::post, "/api/v1/sessions/{id}/event", Who::session, small_body_bytes_max, Rate::ingest, true, "Record one event", {}, event_example, record_event},
      {Method::post, "/api/v1/sessions/{id}/events", Who::session, batch_body_bytes_max, Rate::ingest, true, "Record up to 500 events", {}, events_example, record_events},
      {Method::post, "/api/v1/collect", Who::visitor, batch_body_bytes_max, Rate::ingest, true, "What navigator.sendBeacon can send: start, events and end in one", {}, collect_example, collect},
      {Method::post, "/api/v1/sessions/start", Who::visitor, small_body_bytes_max, Rate::ingest, true, "Start a visit, or resume the visitor's current one", {}, start_example, start_session},
      {Method::post, "/api/v1/sessions/{id}/heartbeat", Who::session, small_body_bytes_max, Rate::ingest, true, "Keep a visit alive", {}, "{}", heartbeat},
      {Method::post, "/api/v1/sessions/{id}/end", Who::session, small_body_bytes_max, Rate::ingest, true, "End a visit", {}, R"({"reason":"logout","page":"/bye"})", end_session},
      {Method::post, "/api/v1/sessions/{id}/identify", Who::session, small_body_bytes_max, Rate::ingest, true, "Link the visitor to a lead", {}, R"({"email":"ada@example.com","name":"Ada"})", identify_session},

      {Method::get, "/api/v1/sessions/active", Who::staff_read, 0, Rate::staff, false, "Visits that are active now", list_parameters, "", active_sessions},
      {Method::get, "/api/v1/sessions/bounces", Who::staff_read, 0, Rate::staff, false, "Visits that were left at once", day_parameters, "", bounces},
      {Method::get, "/api/v1/sessions/user/{user_id}/current", Who::staff_or_user, 0, Rate::staff, false, "The user's visit that is active now", {}, "", current_session_of_user},
      {Method::get, "/api/v1/sessions/user/{user_id}/history", Who::staff_or_user, 0, Rate::staff, false, "The user's visits, newest first", list_parameters, "", session_history_of_user},
      {Method::get, "/api/v1/sessions/patterns/{user_id}", Who::staff_read, 0, Rate::staff, false, "What the user's last visits show", {}, "", user_pattern},
      {Method::get, "/api/v1/sessions/{id}", Who::staff_read, 0, Rate::staff, false, "One visit", {}, "", session},
      {Method::get, "/api/v1/sessions/{id}/events", Who::staff_read, 0, Rate::staff, false, "A visit's events in order", {}, "", session_events},
      {Method::get, "/api/v1/sessions/{id}/abandoned-workflows", Who::staff_read, 0, Rate::staff, false, "Workflows that were started and not completed", {}, "", abandoned_workflows},
      {Method::get, "/api/v1/stats/daily", Who::staff_read, 0, Rate::staff, false, "One row for each day", day_parameters, "", daily_statistics},

      {Method::get, "/api/admin/sessions/active", Who::staff_read, 0, Rate::staff, false, "The live panel", panel_parameters, "", live_panel},
      {Method::get, "/api/admin/sessions/{id}/journey", Who::staff_read, 0, Rate::staff, false, "A visit from its first event to its last", {}, "", journey},
      {Method::post, "/api/admin/sessions/{id}/identify", Who::staff_write, small_body_bytes_max, Rate::staff, true, "Link the visitor to a lead, by staff", {}, R"({"email":"ada@example.com"})", identify_session},
      {Method::put, "/api/v1/properties/{property_id}", Who::staff_write, small_body_bytes_max, Rate::staff, true, "Add a property to the catalogue, or replace it", {{"site", "the site's id"}}, property_example, put_property},
      {Method::get, "/api/v1/me", Who::staff_read, 0, Rate::staff, false, "Who the token is, and its sites", {}, "", me},

      {Method::get, "/healthz", Who::anyone, 0, Rate::unlimited, false, "Alive", {}, "", health},
      {Method::get, "/readyz", Who::anyone, 0, Rate::unlimited, false, "Ready to serve", {}, "", readiness},
      {Method::get, "/metrics", Who::anyone, 0, Rate::unlimited, false, "Metrics for Prometheus", {}, "", metrics},
      {Method::get, "/openapi.json", Who::anyone, 0, Rate::unlimited, false, "This document", {}, "", openapi},

      {Method::post, "/control/sites", Who::operator_, small_body_bytes_max, Rate::unlimited, true, "Add a site", {}, "", add_site},
      {Method::get, "/control/sites", Who::operator_, 0, Rate::unlimited, false, "List the sites", {}, "", list_sites},
      {Method::post, "/control/tokens", Who::operator_, small_body_bytes_max, Rate::unlimited, true, "Add an API token", {}, "", add_token},
      {Method::post, "/control/users", Who::operator_, small_body_bytes_max, Rate::unlimited, true, "Add a member of staff", {}, "", add_user},
      {Method::post, "/control/import", Who::operator_, batch_body_bytes_max, Rate::unlimited, true, "Import access logs", {}, "", import_files},
      {Method::post, "/test/clock", Who::test_clock, small_body_bytes_max, Rate::unlimited, true, "Move the clock of tests", {}, "", move_clock},
  };
  return routes;
}

}  // namespace sojourn::api
