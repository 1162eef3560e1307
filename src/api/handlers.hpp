#pragma once

// Every handler by name; all_routes() puts them into the table. A handler has its call and the service until its task has ended.

#include "api/route.hpp"
#include "visits/visit.hpp"

namespace sojourn::api {

// sessions_write.cpp
Task<net::Response> start_session(Service& service, Call& call);
Task<net::Response> record_events(Service& service, Call& call);
Task<net::Response> record_event(Service& service, Call& call);
Task<net::Response> heartbeat(Service& service, Call& call);
Task<net::Response> end_session(Service& service, Call& call);
Task<net::Response> identify_session(Service& service, Call& call);
Task<net::Response> collect(Service& service, Call& call);

// sessions_read.cpp
Task<net::Response> active_sessions(Service& service, Call& call);
Task<net::Response> session(Service& service, Call& call);
Task<net::Response> session_events(Service& service, Call& call);
Task<net::Response> current_session_of_user(Service& service, Call& call);
Task<net::Response> session_history_of_user(Service& service, Call& call);
Task<net::Response> user_pattern(Service& service, Call& call);
Task<net::Response> abandoned_workflows(Service& service, Call& call);
Task<net::Response> bounces(Service& service, Call& call);
Task<net::Response> daily_statistics(Service& service, Call& call);

// panel.cpp
Task<net::Response> live_panel(Service& service, Call& call);
Task<net::Response> journey(Service& service, Call& call);
Task<net::Response> put_property(Service& service, Call& call);

// operation.cpp
Task<net::Response> health(Service& service, Call& call);
Task<net::Response> readiness(Service& service, Call& call);
Task<net::Response> metrics(Service& service, Call& call);
Task<net::Response> openapi(Service& service, Call& call);
Task<net::Response> me(Service& service, Call& call);

// control.cpp
Task<net::Response> add_site(Service& service, Call& call);
Task<net::Response> list_sites(Service& service, Call& call);
Task<net::Response> add_token(Service& service, Call& call);
Task<net::Response> add_user(Service& service, Call& call);
Task<net::Response> import_files(Service& service, Call& call);
Task<net::Response> import_lines(Service& service, Call& call);
Task<net::Response> import_progress(Service& service, Call& call);
Task<net::Response> move_clock(Service& service, Call& call);

// visits_list.cpp
Task<net::Response> list_sessions(Service& service, Call& call);

// export.cpp
Task<net::Response> export_rows(Service& service, Call& call);

// insights.cpp
Task<net::Response> active_hours(Service& service, Call& call);
Task<net::Response> durations(Service& service, Call& call);
Task<net::Response> leaving(Service& service, Call& call);
Task<net::Response> features(Service& service, Call& call);
Task<net::Response> engagement(Service& service, Call& call);
Task<net::Response> visitors(Service& service, Call& call);
Task<net::Response> flows(Service& service, Call& call);
Task<net::Response> funnels(Service& service, Call& call);
Task<net::Response> retention_by_week(Service& service, Call& call);

// retention.cpp
Task<net::Response> retention_of_site(Service& service, Call& call);
Task<net::Response> set_site(Service& service, Call& call);
Task<net::Response> retention_step(Service& service, Call& call);
Task<net::Response> rollup_step(Service& service, Call& call);

/// What the client did not say about its device, as far as its User-Agent tells.
void fill_device(visits::Device& device, std::string_view user_agent);

}  // namespace sojourn::api
