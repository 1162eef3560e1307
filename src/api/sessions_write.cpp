// The writing half of the visits' routes: start, events, heartbeat, end, identify and the beacon that carries them all.

#include "api/handlers.hpp"

#include "api/access.hpp"
#include "api/cookieless.hpp"
#include "api/device.hpp"
#include "api/event_batch.hpp"
#include "api/service.hpp"
#include "api/session_call.hpp"
#include "api/start_request.hpp"
#include "base/json_reader.hpp"
#include "base/limits.hpp"

namespace sojourn::api {
namespace {

/// A body that may be left out.
Result<JsonDocument> parse_body(const Call& call) {
  return JsonDocument::parse(call.request.body.empty() ? "{}" : call.request.body);
}

/// `{"id": "t-1", "state": "visible"}`: how a tab of the visit's browser is.
struct SaidTab {
  std::string id;
  std::optional<live::TabState> state;
};

SaidTab read_tab(ObjectReader tab) {
  SaidTab said;
  said.id = tab.text("id", limits::tab_id_chars_max, Need::required).value_or("");
  const std::string_view state = tab.text("state", 20, Need::required).value_or("");
  said.state = state == "closed" ? std::optional(live::TabState::left) : live::tab_state_of(state);
  if (!said.state && !state.empty()) tab.refuse("state", "should be visible, hidden, idle or closed");
  return said;
}

/// Names the visitor by the day where the page stores nothing.
Task<Result<bool>> name_without_storage(Service& service, Call& call, const store::Site& site, StartRequest& start) {
  if (start.has_storage) co_return true;
  auto names = co_await daily_names(service, call, site.id);
  if (!names) co_return std::unexpected(names.error());
  start.visitor_id = std::move(names->today);
  start.visitor_id_before = std::move(names->yesterday);
  co_return true;
}

Error with_prefix(Error error, std::string_view prefix) {
  for (FieldError& field : error.fields) field.pointer = fmt::format("{}{}", prefix, field.pointer);
  return error;
}

void write_recorded(JsonWriter& json, const store::RecordEvents::Verdict& verdict, const std::vector<store::RejectedEvent>& unread,
                    std::string_view where) {
  json.member("accepted", verdict.accepted).member("duplicates", verdict.duplicates);
  std::vector<const store::RejectedEvent*> rejected;
  for (const auto& event : unread) rejected.push_back(&event);
  for (const auto& event : verdict.rejected) rejected.push_back(&event);
  std::ranges::sort(rejected, {}, &store::RejectedEvent::index);
  json.key("rejected").begin_array();
  for (const store::RejectedEvent* event : rejected) {
    json.begin_object()
        .member("index", event->index)
        .member("pointer", fmt::format("{}/{}{}", where, event->index, event->field.pointer));
    json.member("detail", event->field.detail).end_object();
  }
  json.end_array();
}

store::RecordEvents record_command(const VisitId& visit, EventBatch& batch, const Call& call, const store::Scope* scope) {
  store::RecordEvents command;
  command.visit = visit;
  command.scope = scope;
  command.origins = origins_of(call);
  command.key = key_of(call, batch.session_key);
  command.sent_at = batch.sent_at;
  command.events = batch.events;
  return command;
}

Task<net::Response> record(Service& service, Call& call, EventBatch& batch) {
  const auto visit = visit_id_of(call);
  if (!visit) co_return problem(visit.error());
  store::RecordEvents command = record_command(*visit, batch, call, nullptr);
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    write_recorded(json, *verdict, batch.rejected, "/events");
    json.member("session_id", verdict->visit).end_object();
  });
}

}  // namespace

Task<net::Response> start_session(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body);
  if (!document) co_return problem(document.error());
  auto root = document->root();
  const std::string_view in_header = call.request.header("X-Site-Key");
  const std::string in_body = root.text_or_empty("site", limits::short_text_chars_max);
  const auto directory = service.accounts().directory();
  const std::string_view public_key = in_body.empty() ? in_header : std::string_view(in_body);
  if (public_key.empty()) root.refuse("site", "is required: the site's public key");
  const store::Site* site = directory->site_of_public_key(public_key);
  if (!public_key.empty() && site == nullptr)
    co_return problem(Error{.kind = ErrorKind::not_found,
                            .message = "there is no site with this public key",
                            .fields = {{"/site", "is not a site's public key"}}});
  if (site == nullptr) co_return problem(*document->problems());
  if (call.caller.origins && !call.caller.origins->allows(site->id)) {
    co_return problem(Error{.kind = ErrorKind::not_allowed, .message = "the page's origin is not one of the site's", .fields = {}});
  }
  auto start = read_start(root, *site, call, root.time("sent_at"));
  if (!start) co_return problem(start.error());
  find_place(start->command, service.places(), call.request.peer);
  // A site's own server may know the place better; a page is not believed.
  const std::string_view authorization = call.request.header("Authorization");
  if (writes_for_site(authorization, *directory, call.received, site->id)) read_location(root, start->command.location);
  if (auto problems = document->problems()) co_return problem(*problems);

  auto named = co_await name_without_storage(service, call, *site, *start);
  if (!named) co_return problem(named.error());
  if (start->visitor_id.empty()) start->visitor_id = "v-" + to_string(make_uuid7(call.received, service.random()));
  const Secret key = make_secret("sjs_", service.random());
  store::StartVisit command = std::move(start->command);
  command.visitor_id = start->visitor_id;
  command.visitor_id_before = start->visitor_id_before;
  command.user_id = start->user_id;
  command.key = hash_secret(key.reveal());
  command.automation = start->automation;
  const std::string address = call.request.peer.truncated();
  command.address = address;
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  auto response = json_response(verdict->is_resumed ? 200 : 201, [&](JsonWriter& json) {
    json.begin_object()
        .member("session_id", verdict->visit)
        .member("session_key", key.reveal())
        .member("visitor_id", start->visitor_id);
    json.member("resumed", verdict->is_resumed).member("started_at", verdict->start);
    json.member("heartbeat_interval", site->heartbeat_interval_seconds)
        .member("idle_timeout", site->idle_timeout_seconds)
        .end_object();
  });
  if (should_ask_for_hints(call.request)) response.header("Accept-CH", hints_asked_for);
  co_return response;
}

Task<net::Response> record_events(Service& service, Call& call) {
  EventBatchReader reader;
  auto batch = reader.read_batch(call.request.body);
  if (!batch) co_return problem(batch.error());
  co_return co_await record(service, call, *batch);
}

Task<net::Response> record_event(Service& service, Call& call) {
  EventBatchReader reader;
  auto batch = reader.read_single(call.request.body);
  if (!batch) co_return problem(batch.error());
  co_return co_await record(service, call, *batch);
}

Task<net::Response> heartbeat(Service& service, Call& call) {
  auto document = parse_body(call);
  if (!document) co_return problem(document.error());
  const auto visit = visit_id_of(call);
  if (!visit) co_return problem(visit.error());
  store::Heartbeat command;
  command.visit = *visit;
  command.origins = origins_of(call);
  command.key = key_of(call, document->root().text_or_empty("session_key", limits::session_key_chars_max));
  auto tab = document->root().object("tab");
  const SaidTab said = tab ? read_tab(*tab) : SaidTab{};
  if (auto problems = document->problems()) co_return problem(*problems);
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  if (said.state) service.say_tab(verdict->site, *visit, said.id, *said.state);
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().member("status", "active").member("last_activity", verdict->last_activity).end_object();
  });
}

Task<net::Response> end_session(Service& service, Call& call) {
  auto document = parse_body(call);
  if (!document) co_return problem(document.error());
  const auto visit = visit_id_of(call);
  if (!visit) co_return problem(visit.error());
  auto root = document->root();
  const std::string reason_name = root.text_or_empty("reason", 20);
  const auto reason = reason_name.empty() ? visits::ExitReason::navigation : visits::exit_reason_of(reason_name);
  if (!reason) root.refuse("reason", "should be logout, timeout, error or navigation");
  const std::string page = root.text_or_empty("page", limits::page_chars_max);
  const std::string last_action = root.text_or_empty("last_action", limits::short_text_chars_max);
  store::EndVisit command;
  command.visit = *visit;
  command.origins = origins_of(call);
  command.key = key_of(call, root.text_or_empty("session_key", limits::session_key_chars_max));
  command.claimed = root.time("timestamp");
  command.sent_at = root.time("sent_at");
  command.page = page;
  command.last_action = last_action;
  if (auto problems = document->problems()) co_return problem(*problems);
  command.reason = *reason;
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().member("status", "ended").member("reason", name_of(verdict->reason)).member("end_time", verdict->end_time);
    json.member("duration_seconds", verdict->duration_seconds).end_object();
  });
}

namespace {

/// How one session of a beacon went.
struct BeaconAnswer {
  std::string session_id;
  store::RecordEvents::Verdict recorded;
  std::optional<Error> error;
};

Task<BeaconAnswer> take_session(Service& service, Call& call, const store::Site& site, BeaconSession& session) {
  BeaconAnswer answer{.session_id = session.session_id, .recorded = {}, .error = std::nullopt};
  const auto fail_with = [&](Error error) {
    answer.error = std::move(error);
    return answer;
  };
  const auto scope = store::Scope::only(site.id);
  auto id = parse_id<VisitId>(session.session_id);
  if (!id) co_return fail_with(invalid("/session_id", "should be a UUID").error());
  VisitId visit = *id;
  answer.recorded.visit = visit;

  if (!session.start.empty()) {
    if (session.batch.session_key.size() < 40)
      co_return fail_with(invalid("/session_key", "should be 256 random bits in base64url").error());
    auto document = JsonDocument::parse(session.start);
    if (!document) co_return fail_with(with_prefix(document.error(), "/start"));
    auto start = read_start(document->root(), site, call, session.batch.sent_at);
    if (!start) co_return fail_with(with_prefix(start.error(), "/start"));
    auto named = co_await name_without_storage(service, call, site, *start);
    if (!named) co_return fail_with(named.error());
    auto root = document->root();
    if (start->visitor_id.empty()) root.refuse("visitor_id", "is required");
    if (auto problems = document->problems()) co_return fail_with(with_prefix(*problems, "/start"));
    store::StartVisit command = std::move(start->command);
    command.id = visit;
    command.visitor_id = start->visitor_id;
    command.visitor_id_before = start->visitor_id_before;
    command.user_id = start->user_id;
    command.key = hash_secret(session.batch.session_key);
    command.automation = start->automation;
    find_place(command, service.places(), call.request.peer);
    const std::string address = call.request.peer.truncated();
    command.address = address;
    auto verdict = co_await service.commit(std::move(command));
    if (!verdict) co_return fail_with(verdict.error());
    visit = verdict->visit;
    answer.recorded.visit = visit;
  }
  if (!session.batch.events.empty()) {
    store::RecordEvents command = record_command(visit, session.batch, call, &scope);
    auto verdict = co_await service.commit(std::move(command));
    if (!verdict) co_return fail_with(verdict.error());
    answer.recorded = std::move(*verdict);
    visit = answer.recorded.visit;
  }
  if (!session.tab.empty()) {
    auto document = JsonDocument::parse(session.tab);
    if (!document) co_return fail_with(with_prefix(document.error(), "/tab"));
    const SaidTab said = read_tab(document->root());
    if (auto problems = document->problems()) co_return fail_with(with_prefix(*problems, "/tab"));
    store::Heartbeat beat;
    beat.visit = visit;
    beat.scope = &scope;
    beat.origins = origins_of(call);
    beat.key = hash_secret(session.batch.session_key);
    auto verdict = co_await service.commit(std::move(beat));
    // The last words of a tab may come after the visit's end: then there is nothing left to say.
    if (!verdict && verdict.error().kind != ErrorKind::gone) co_return fail_with(verdict.error());
    if (verdict && said.state) service.say_tab(site.id, visit, said.id, *said.state);
  }
  if (!session.end.empty()) {
    auto document = JsonDocument::parse(session.end);
    if (!document) co_return fail_with(with_prefix(document.error(), "/end"));
    auto root = document->root();
    const std::string page = root.text_or_empty("page", limits::page_chars_max);
    const std::string last_action = root.text_or_empty("last_action", limits::short_text_chars_max);
    const auto reason = visits::exit_reason_of(root.text("reason", 20).value_or("navigation"));
    if (!reason) root.refuse("reason", "should be logout, timeout, error or navigation");
    store::EndVisit command;
    command.visit = visit;
    command.scope = &scope;
    command.origins = origins_of(call);
    command.key = hash_secret(session.batch.session_key);
    command.claimed = root.time("timestamp");
    command.sent_at = session.batch.sent_at;
    command.page = page;
    command.last_action = last_action;
    if (auto problems = document->problems()) co_return fail_with(with_prefix(*problems, "/end"));
    command.reason = *reason;
    auto verdict = co_await service.commit(std::move(command));
    if (!verdict) co_return fail_with(verdict.error());
  }
  answer.session_id = to_string(visit);
  co_return answer;
}

}  // namespace

Task<net::Response> collect(Service& service, Call& call) {
  EventBatchReader reader;
  auto beacon = reader.read_beacon(call.request.body);
  if (!beacon) co_return problem(beacon.error());
  const std::string_view in_header = call.request.header("X-Site-Key");
  const std::string_view public_key = beacon->site.empty() ? in_header : std::string_view(beacon->site);
  if (public_key.empty()) co_return problem(invalid("/site", "is required: the site's public key").error());
  if (beacon->sessions.empty()) co_return problem(invalid("/sessions", "should hold at least one session").error());
  const auto directory = service.accounts().directory();
  const store::Site* site = directory->site_of_public_key(public_key);
  if (site == nullptr)
    co_return problem(Error{.kind = ErrorKind::not_found,
                            .message = "there is no site with this public key",
                            .fields = {{"/site", "is not a site's public key"}}});
  if (call.caller.origins && !call.caller.origins->allows(site->id)) {
    co_return problem(Error{.kind = ErrorKind::not_allowed, .message = "the page's origin is not one of the site's", .fields = {}});
  }

  std::vector<BeaconAnswer> answers;
  bool has_success = false;
  for (std::size_t i = 0; i < beacon->sessions.size(); ++i) {
    auto answer = co_await take_session(service, call, *site, beacon->sessions[i]);
    if (answer.error) answer.error = with_prefix(std::move(*answer.error), fmt::format("/sessions/{}", i));
    // A refusal for load must reach the client as such, so that it keeps what it has and comes again.
    if (answer.error && answer.error->kind == ErrorKind::unavailable) co_return problem(*answer.error);
    has_success = has_success || !answer.error;
    answers.push_back(std::move(answer));
  }
  if (!has_success) co_return problem(*answers.front().error);
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().key("sessions").begin_array();
    for (std::size_t i = 0; i < answers.size(); ++i) {
      json.begin_object().member("session_id", answers[i].session_id);
      json.member("heartbeat_interval", site->heartbeat_interval_seconds).member("idle_timeout", site->idle_timeout_seconds);
      write_recorded(json, answers[i].recorded, beacon->sessions[i].batch.rejected, fmt::format("/sessions/{}/events", i));
      if (answers[i].error) json.key("error").raw(problem_json(*answers[i].error));
      json.end_object();
    }
    json.end_array().end_object();
  });
}

}  // namespace sojourn::api
