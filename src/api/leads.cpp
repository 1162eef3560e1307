// Leads: a person over all their visits, their score with its receipt, and whether staff found them to be real.

#include "api/handlers.hpp"
#include "api/lead_history.hpp"
#include "api/service.hpp"
#include "api/visit_json.hpp"
#include "base/limits.hpp"
#include "visits/patterns.hpp"

namespace sojourn::api {
namespace {

void write_lead(JsonWriter& json, const store::Lead& lead) {
  json.member("lead_id", lead.id).member_or_null("email", lead.email).member_or_null("name", lead.name);
  json.member_or_null("phone", lead.phone).member_or_null("user_id", lead.user_id);
  json.member("first_seen", lead.first_seen).member("last_seen", lead.last_seen);
}

/// Properties that a person has looked at, over all visits.
struct PersonInterest {
  std::uint32_t views = 0;
  std::uint32_t saves = 0;
  std::uint32_t visits = 0;
};

void write_interest(JsonWriter& json, const LeadHistory& history, const catalogue::Catalogue& catalogue) {
  std::map<std::string, PersonInterest> by_id;
  for (const store::StoredVisit& stored : history.visits) {
    for (const visits::PropertyInterest& interest : stored.visit.figures.properties) {
      PersonInterest& sum = by_id[interest.id];
      sum.views += interest.views;
      sum.saves += interest.saves;
      ++sum.visits;
    }
  }
  std::vector<std::pair<std::string, PersonInterest>> order(by_id.begin(), by_id.end());
  std::ranges::sort(order, std::greater(),
                    [](const auto& one) { return std::tuple(one.second.visits, one.second.saves, one.second.views); });
  json.key("properties").begin_array();
  for (const auto& [id, interest] : order) {
    json.begin_object().key("property");
    write_property(json, history.lead.site, id, catalogue);
    json.member("views", interest.views).member("saves", interest.saves).member("visits", interest.visits).end_object();
  }
  json.end_array();
}

void write_devices(JsonWriter& json, const LeadHistory& history) {
  std::map<std::tuple<std::string, std::string, std::string>, int> devices;
  for (const store::StoredVisit& stored : history.visits) {
    const visits::Device& device = stored.visit.device;
    ++devices[{device.type, device.browser, device.os}];
  }
  json.key("devices").begin_array();
  for (const auto& [device, visits] : devices) {
    const auto& [type, browser, os] = device;
    json.begin_object().member_or_null("type", type).member_or_null("browser", browser).member_or_null("os", os);
    json.member("visits", visits).end_object();
  }
  json.end_array();
}

visits::UserPattern pattern_of(const LeadHistory& history, Instant now) {
  std::vector<visits::PatternVisit> latest;
  for (const store::StoredVisit& stored : history.visits) {
    if (latest.size() == visits::pattern_visits_max) break;
    const visits::Figures& figures = stored.visit.figures;
    latest.push_back({duration_seconds(stored.visit, now), figures.action_count(), figures.error_count()});
  }
  return visits::user_pattern(latest);
}

}  // namespace

Task<net::Response> lead(Service& service, Call& call) {
  auto history = co_await lead_history(service, call);
  if (!history) co_return problem(history.error());
  store::PersonLog log;
  if (!history->visits.empty()) {
    auto found = co_await service.ask([&](store::Reader& reader) { return reader.person_log(history->visits.front().visit.id); });
    if (!found) co_return problem(found.error());
    log = std::move(*found);
  }
  const auto rules = service.rules().of(history->lead.site);
  const Instant now = service.now();
  const visits::Receipt receipt = history->receipt(rules->rules, now);
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().key("lead").begin_object();
    write_lead(json, history->lead);
    json.key("traits").raw(history->lead.traits.empty() ? "{}" : history->lead.traits).key("merged_from").begin_array();
    for (const LeadId& merged : history->lead.merged_from) json.value(merged);
    json.end_array().end_object().key("score").begin_object();
    write_receipt(json, receipt, rules->version);
    json.end_object().key("pattern").begin_object();
    write_user_pattern(json, pattern_of(*history, now));
    json.end_object().key("staff");
    write_marks(json, &log.marks, call.caller.staff_id);
    write_acts(json, log.newest_first);
    json.key("visits").begin_array();
    for (const store::StoredVisit& stored : history->visits) write_session(json, stored.visit, service.rules(), now);
    json.end_array().key("score_trend").begin_array();
    for (auto stored = history->visits.rbegin(); stored != history->visits.rend(); ++stored) {
      json.begin_object().member("session_id", stored->visit.id).member("at", stored->visit.start);
      json.member("score", score_of(stored->visit, rules->rules)).end_object();
    }
    json.end_array();
    write_interest(json, *history, service.catalogue());
    write_devices(json, *history);
    json.key("next_cursor").null().end_object();
  });
}

Task<net::Response> leads(Service& service, Call& call) {
  const auto query = net::QueryParameters::parse(call.request.query);
  if (!query) co_return problem(query.error());
  const auto site = service.site_of(call, *query);
  if (!site) co_return problem(site.error());
  const auto limit = integer_parameter(*query, "limit", 50, 1, 200);
  if (!limit) co_return problem(limit.error());
  const std::string_view sort = query->find("sort").value_or("last_seen");
  if (sort != "score" && sort != "last_seen") co_return problem(invalid("sort", "should be score or last_seen").error());
  const std::string_view text = query->find("q").value_or("");
  if (text.size() > limits::short_text_chars_max)
    co_return problem(invalid("q", fmt::format("should have at most {} bytes", limits::short_text_chars_max)).error());
  auto page = co_await service.ask([&](store::Reader& reader) {
    return reader.leads(*site, text, sort == "score" ? store::LeadSort::score : store::LeadSort::last_seen, call.received,
                        static_cast<std::size_t>(*limit), query->find("cursor").value_or(""));
  });
  if (!page) co_return problem(page.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().key("leads").begin_array();
    for (const store::Lead& one : page->leads) {
      json.begin_object();
      write_lead(json, one);
      json.member("score", one.best_score).member("category", name_of(visits::category_of(one.best_score)));
      json.member("visits", one.visits).end_object();
    }
    json.end_array().member_or_null("next_cursor", page->next_cursor).end_object();
  });
}

Task<net::Response> unmerge_lead(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body);
  if (!document) co_return problem(document.error());
  auto root = document->root();
  const auto kept = parse_id<LeadId>(call.variables.at(0));
  const auto merged = parse_id<LeadId>(root.text("lead_id", uuid_text_chars, Need::required).value_or(""));
  if (!merged) root.refuse("lead_id", "should be the id of the lead that was merged");
  if (auto problems = document->problems()) co_return problem(*problems);
  if (!kept) co_return problem(Error{.kind = ErrorKind::not_found, .message = "there is no such lead", .fields = {}});
  store::UnmergeLead command{.kept = *kept, .merged = *merged, .scope = &call.caller.scope, .by = call.caller.staff_name};
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  co_return json_response(200, [&](JsonWriter& json) { json.begin_object().member("lead_id", *merged).end_object(); });
}

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
