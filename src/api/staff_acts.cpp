// The staff loop on the live row: claim, release, note, tag, follow, snooze, done; lanes; and taking an identification back.

#include "api/handlers.hpp"
#include "api/service.hpp"
#include "api/visit_json.hpp"
#include "base/json_reader.hpp"
#include "base/limits.hpp"

namespace sojourn::api {
namespace {

constexpr std::int64_t snooze_minutes_max = 60 * 24 * 30;

Result<VisitId> visit_of(const Call& call) {
  const auto visit = parse_id<VisitId>(call.variables.at(0));
  if (!visit) return fail(ErrorKind::not_found, "there is no such session");
  return *visit;
}

std::vector<std::string> read_tags(ObjectReader& root, std::string_view key) {
  auto tags = root.texts(key, people::tag_chars_max, people::tags_max).value_or(std::vector<std::string>{});
  if (std::ranges::any_of(tags, &std::string::empty)) root.refuse(key, "should hold no empty tag");
  return tags;
}

/// What the body adds to an act of this kind.
people::Act read_act(people::ActKind kind, ObjectReader& root) {
  people::Act act;
  act.kind = kind;
  switch (kind) {
    case people::ActKind::note: act.note = root.text("text", limits::note_chars_max, Need::required).value_or(""); break;
    case people::ActKind::tag:
      act.tags_added = read_tags(root, "add");
      act.tags_removed = read_tags(root, "remove");
      if (act.tags_added.empty() && act.tags_removed.empty()) root.refuse("add", "is required, or remove");
      break;
    case people::ActKind::follow:
      if (!root.boolean("on").value_or(true)) act.kind = people::ActKind::unfollow;
      break;
    case people::ActKind::snooze: {
      const std::int64_t minutes = root.integer("minutes", 0, snooze_minutes_max, Need::required).value_or(0);
      if (minutes == 0) act.kind = people::ActKind::wake;
      act.snooze_for = std::chrono::minutes(minutes);
      break;
    }
    default: break;
  }
  return act;
}

Task<net::Response> act_on_person(Service& service, Call& call, people::ActKind kind) {
  auto document = JsonDocument::parse(call.request.body.empty() ? "{}" : call.request.body);
  if (!document) co_return problem(document.error());
  const auto visit = visit_of(call);
  if (!visit) co_return problem(visit.error());
  auto root = document->root();
  store::ActOnPerson command;
  command.visit = *visit;
  command.scope = &call.caller.scope;
  command.act = read_act(kind, root);
  command.act.by = {call.caller.staff_id, call.caller.staff_name};
  if (auto problems = document->problems()) co_return problem(*problems);
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().key("staff");
    write_marks(json, &verdict->marks, call.caller.staff_id);
    json.end_object();
  });
}

}  // namespace

Task<net::Response> claim(Service& service, Call& call) {
  return act_on_person(service, call, people::ActKind::claim);
}
Task<net::Response> release(Service& service, Call& call) {
  return act_on_person(service, call, people::ActKind::release);
}
Task<net::Response> note(Service& service, Call& call) {
  return act_on_person(service, call, people::ActKind::note);
}
Task<net::Response> tag(Service& service, Call& call) {
  return act_on_person(service, call, people::ActKind::tag);
}
Task<net::Response> follow(Service& service, Call& call) {
  return act_on_person(service, call, people::ActKind::follow);
}
Task<net::Response> snooze(Service& service, Call& call) {
  return act_on_person(service, call, people::ActKind::snooze);
}
Task<net::Response> done(Service& service, Call& call) {
  return act_on_person(service, call, people::ActKind::done);
}

Task<net::Response> acts(Service& service, Call& call) {
  auto visit = co_await service.fresh_visit(call.variables.at(0), call.caller.scope);
  if (!visit) co_return problem(visit.error());
  auto log = co_await service.ask([&](store::Reader& reader) { return reader.person_log(visit->visit.id); });
  if (!log) co_return problem(log.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().key("staff");
    write_marks(json, &log->marks, call.caller.staff_id);
    write_acts(json, log->newest_first);
    json.end_object();
  });
}

Task<net::Response> put_in_lane(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body);
  if (!document) co_return problem(document.error());
  const auto visit = visit_of(call);
  if (!visit) co_return problem(visit.error());
  auto root = document->root();
  const auto lane = visits::lane_of(root.text("lane", 20, Need::required).value_or(""));
  if (!lane) root.refuse("lane", "should be people or bots");
  if (auto problems = document->problems()) co_return problem(*problems);
  store::PutInLane command{.visit = *visit, .scope = &call.caller.scope, .lane = *lane, .by = call.caller.staff_name};
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().member("lane", name_of(*lane));
    json.member("lane_reason", fmt::format("moved here by {}", call.caller.staff_name)).end_object();
  });
}

Task<net::Response> unidentify_session(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body.empty() ? "{}" : call.request.body);
  if (!document) co_return problem(document.error());
  const auto visit = visit_of(call);
  if (!visit) co_return problem(visit.error());
  store::Unidentify command{.visit = *visit, .scope = &call.caller.scope, .by = call.caller.staff_name};
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().member("is_anonymous", !verdict->lead).member("lead_id", verdict->lead).end_object();
  });
}

}  // namespace sojourn::api
