// Leads: a person over all their visits, their score with its receipt, and whether staff found them to be real.

#include "api/handlers.hpp"
#include "api/lead_history.hpp"
#include "api/service.hpp"
#include "api/visit_json.hpp"
#include "base/limits.hpp"

namespace sojourn::api {

Task<net::Response> lead_score(Service& service, Call& call) {
  auto history = co_await lead_history(service, call);
  if (!history) co_return problem(history.error());
  const auto rules = service.rules().of(history->lead.site);
  const visits::Receipt receipt = history->receipt(rules->rules, service.now());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().member("lead_id", history->lead.id);
    write_receipt(json, receipt, rules->version);
    json.end_object();
  });
}

Task<net::Response> put_lead_feedback(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body);
  if (!document) co_return problem(document.error());
  auto root = document->root();
  const auto is_real = root.boolean("real", Need::required);
  const std::string note = root.text_or_empty("note", limits::note_chars_max);
  if (auto problems = document->problems()) co_return problem(*problems);
  auto history = co_await lead_history(service, call);
  if (!history) co_return problem(history.error());
  const auto rules = service.rules().of(history->lead.site);
  store::PutFeedback command;
  command.site = history->lead.site;
  command.lead = history->lead.id;
  command.is_real = *is_real;
  command.note = note;
  command.by = call.caller.staff_name;
  // What is judged is whether somebody was rightly called hot: by their score over all visits, or by the visit that showed it.
  command.score = history->receipt(rules->rules, service.now()).score;
  for (const store::StoredVisit& stored : history->visits)
    command.score = std::max(command.score, score_of(stored.visit, rules->rules));
  const int score = command.score;
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().member("lead_id", history->lead.id).member("real", *is_real).member("score", score).end_object();
  });
}

}  // namespace sojourn::api
