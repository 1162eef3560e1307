#pragma once

// Every handler by name; all_routes() puts them into the table. A handler has its call and the service until its task has ended.

#include "api/route.hpp"

namespace sojourn::api {

// sessions_write.cpp
Task<net::Response> start_session(Service& service, Call& call);
Task<net::Response> record_events(Service& service, Call& call);
Task<net::Response> record_event(Service& service, Call& call);
Task<net::Response> heartbeat(Service& service, Call& call);
Task<net::Response> end_session(Service& service, Call& call);
Task<net::Response> collect(Service& service, Call& call);

// identify.cpp
Task<net::Response> identify_session(Service& service, Call& call);

// sessions_read.cpp
Task<net::Response> active_sessions(Service& service, Call& call);
Task<net::Response> session(Service& service, Call& call);
Task<net::Response> session_events(Service& service, Call& call);
Task<net::Response> current_session_of_user(Service& service, Call& call);
Task<net::Response> session_history_of_user(Service& service, Call& call);
Task<net::Response> session_pattern(Service& service, Call& call);
Task<net::Response> user_pattern(Service& service, Call& call);
Task<net::Response> abandoned_workflows(Service& service, Call& call);
Task<net::Response> bounces(Service& service, Call& call);
Task<net::Response> daily_statistics(Service& service, Call& call);

// panel.cpp
Task<net::Response> live_panel(Service& service, Call& call);
Task<net::Response> journey(Service& service, Call& call);
Task<net::Response> put_property(Service& service, Call& call);

// staff_acts.cpp
Task<net::Response> claim(Service& service, Call& call);
Task<net::Response> release(Service& service, Call& call);
Task<net::Response> note(Service& service, Call& call);
Task<net::Response> tag(Service& service, Call& call);
Task<net::Response> follow(Service& service, Call& call);
Task<net::Response> snooze(Service& service, Call& call);
Task<net::Response> done(Service& service, Call& call);
Task<net::Response> acts(Service& service, Call& call);
Task<net::Response> put_in_lane(Service& service, Call& call);
Task<net::Response> unidentify_session(Service& service, Call& call);

// deliveries.cpp
Task<net::Response> send_property(Service& service, Call& call);
Task<net::Response> invite(Service& service, Call& call);
Task<net::Response> deliveries(Service& service, Call& call);

// board.cpp
Task<net::Response> live_map(Service& service, Call& call);
Task<net::Response> property_interest(Service& service, Call& call);
Task<net::Response> recommendations(Service& service, Call& call);
Task<net::Response> past_panel(Service& service, Call& call);

// alerts.cpp
Task<net::Response> alerts(Service& service, Call& call);
Task<net::Response> read_alerts(Service& service, Call& call);
Task<net::Response> site_settings(Service& service, Call& call);
Task<net::Response> put_site_settings(Service& service, Call& call);

// scoring.cpp
Task<net::Response> score_rules(Service& service, Call& call);
Task<net::Response> put_score_draft(Service& service, Call& call);
Task<net::Response> drop_score_draft(Service& service, Call& call);
Task<net::Response> publish_score_rules(Service& service, Call& call);
Task<net::Response> rehearse_score_rules(Service& service, Call& call);
Task<net::Response> score_precision(Service& service, Call& call);

// leads.cpp
Task<net::Response> lead_score(Service& service, Call& call);
Task<net::Response> lead(Service& service, Call& call);
Task<net::Response> leads(Service& service, Call& call);
Task<net::Response> unmerge_lead(Service& service, Call& call);
Task<net::Response> put_lead_feedback(Service& service, Call& call);

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

/// The routes of the dashboard: the live row, leads, scoring. In routes_staff.cpp.
std::vector<Route> staff_routes();

}  // namespace sojourn::api
