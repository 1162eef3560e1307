// Rules of scoring: what is in force, drafts, rehearsal on the past, publishing; and how often "hot" was true.

#include "api/handlers.hpp"
#include "api/service.hpp"
#include "api/visit_json.hpp"
#include "base/limits.hpp"

namespace sojourn::api {
namespace {

constexpr std::size_t rehearsal_examples_max = 50;
constexpr std::int64_t rehearsal_days_max = 92;
constexpr std::int64_t precision_weeks_max = 104;

/// Rules in a body or in the record.
Result<visits::ScoreRules> parse_rules(std::string_view json) {
  auto document = JsonDocument::parse(json);
  if (!document) return std::unexpected(document.error());
  visits::ScoreRules rules = visits::read_score_rules(document->root());
  if (auto problems = document->problems()) return std::unexpected(*problems);
  return rules;
}

std::string to_json(const visits::ScoreRules& rules) {
  std::string text;
  JsonWriter json(text);
  write_score_rules(json, rules);
  return text;
}

bool has_enquired(const visits::Visit& visit) {
  return visit.figures.count(visits::EventType::inquiry) + visit.figures.count(visits::EventType::tour_request) > 0;
}

/// How visits would be judged by one set of rules.
struct Judgement {
  std::array<std::uint64_t, 3> by_category{};
  std::uint64_t enquired_of_hot = 0;

  void add(visits::ScoreCategory category, bool enquired) {
    ++by_category[static_cast<std::size_t>(category)];
    if (enquired && category == visits::ScoreCategory::hot) ++enquired_of_hot;
  }
};

void write_judgement(JsonWriter& json, std::string_view name, const Judgement& judgement) {
  json.key(name).begin_object().member("hot", judgement.by_category[2]).member("warm", judgement.by_category[1]);
  json.member("cold", judgement.by_category[0]).member("enquired_of_hot", judgement.enquired_of_hot).end_object();
}

/// A visit that changes sides.
struct Example {
  VisitId visit;
  std::string lead_email;
  int score_now = 0;
  int score_then = 0;
  bool enquired = false;
};

void write_examples(JsonWriter& json, std::string_view name, const std::vector<Example>& examples) {
  json.key(name).begin_array();
  for (const Example& example : examples) {
    json.begin_object().member("session_id", example.visit).member_or_null("lead_email", example.lead_email);
    json.member("score_now", example.score_now).member("score_then", example.score_then);
    json.member("enquired", example.enquired).end_object();
  }
  json.end_array();
}

struct Rehearsal {
  std::uint64_t visits = 0;
  std::uint64_t events = 0;
  Judgement now, then;
  std::uint64_t became_hot_count = 0;
  std::uint64_t no_longer_hot_count = 0;
  std::vector<Example> became_hot, no_longer_hot;

  void add(const visits::Visit& visit, const visits::ScoreRules& rules_now, const visits::ScoreRules& rules_then) {
    if (visit.device.type == "bot") return;
    ++visits;
    for (const std::uint32_t count : visit.figures.counts) events += count;
    const int score_now = score_of(visit, rules_now);
    const int score_then = score_of(visit, rules_then);
    const bool enquired = has_enquired(visit);
    const auto category_now = visits::category_of(score_now);
    const auto category_then = visits::category_of(score_then);
    now.add(category_now, enquired);
    then.add(category_then, enquired);
    if (category_now == category_then) return;
    const auto note = [&](std::uint64_t& count, std::vector<Example>& examples) {
      ++count;
      if (examples.size() < rehearsal_examples_max)
        examples.push_back({visit.id, visit.known_as ? visit.known_as->email : "", score_now, score_then, enquired});
    };
    if (category_then == visits::ScoreCategory::hot) note(became_hot_count, became_hot);
    if (category_now == visits::ScoreCategory::hot) note(no_longer_hot_count, no_longer_hot);
  }
};

}  // namespace

Task<net::Response> score_rules(Service& service, Call& call) {
  const auto site = service.site_variable(call);
  if (!site) co_return problem(site.error());
  auto history = co_await service.ask([&](store::Reader& reader) { return reader.score_rules(*site); });
  if (!history) co_return problem(history.error());
  const auto published = service.rules().of(*site);
  co_return json_response(200, [&](JsonWriter& json) {
    const auto& versions = history->newest_first;
    json.begin_object().key("published").begin_object().member("version", published->version).key("rules");
    write_score_rules(json, published->rules);
    json.key("published_at");
    versions.empty() ? json.null() : json.value(versions.front().published_at);
    json.member_or_null("by", versions.empty() ? "" : versions.front().by).end_object();
    json.key("draft");
    history->draft.empty() ? json.null() : json.raw(history->draft);
    json.key("versions").begin_array();
    for (const store::ScoreRulesVersion& version : versions) {
      json.begin_object().member("version", version.version).member("published_at", version.published_at);
      json.member("by", version.by).key("rules").raw(version.rules).end_object();
    }
    json.end_array().end_object();
  });
}

Task<net::Response> put_score_draft(Service& service, Call& call) {
  const auto rules = parse_rules(call.request.body);
  if (!rules) co_return problem(rules.error());
  const auto site = service.site_variable(call);
  if (!site) co_return problem(site.error());
  store::PutScoreDraft command{*site, to_json(*rules), call.caller.staff_name};
  const std::string stored = command.rules;
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  co_return json_response(200, [&](JsonWriter& json) { json.begin_object().key("draft").raw(stored).end_object(); });
}

Task<net::Response> drop_score_draft(Service& service, Call& call) {
  const auto site = service.site_variable(call);
  if (!site) co_return problem(site.error());
  store::PutScoreDraft command{*site, "", call.caller.staff_name};
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  co_return json_response(200, [&](JsonWriter& json) { json.begin_object().key("draft").null().end_object(); });
}

Task<net::Response> publish_score_rules(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body.empty() ? "{}" : call.request.body);
  if (!document) co_return problem(document.error());
  const auto site = service.site_variable(call);
  if (!site) co_return problem(site.error());
  store::PublishScoreRules command{*site, call.caller.staff_name};
  auto published = co_await service.commit(std::move(command));
  if (!published) co_return problem(published.error());
  // The visits that are there follow in small steps, between which everybody else's work goes on.
  std::uint64_t rescored = 0;
  for (store::Rescore step{.site = *site};;) {
    store::Rescore next = step;
    auto done = co_await service.commit(std::move(next));
    if (!done) co_return problem(done.error());
    rescored += done->changed;
    step.after_key = done->last_key;
    if (done->is_done) break;
  }
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().member("version", published->version).member("rescored", rescored).end_object();
  });
}

Task<net::Response> rehearse_score_rules(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body.empty() ? "{}" : call.request.body);
  if (!document) co_return problem(document.error());
  const auto site = service.site_variable(call);
  if (!site) co_return problem(site.error());
  auto root = document->root();
  const std::int64_t days = root.integer("days", 1, rehearsal_days_max).value_or(7);
  std::optional<visits::ScoreRules> given;
  if (auto rules = root.object("rules")) given = visits::read_score_rules(*rules);
  if (auto problems = document->problems()) co_return problem(*problems);

  const auto began = std::chrono::steady_clock::now();
  const auto published = service.rules().of(*site);
  auto rehearsal = co_await service.ask([&](store::Reader& reader) -> Result<Rehearsal> {
    if (!given) {
      auto history = reader.score_rules(*site);
      if (!history) return std::unexpected(history.error());
      if (history->draft.empty()) return invalid("/rules", "is required, or a draft");
      auto draft = parse_rules(history->draft);
      if (!draft) return std::unexpected(draft.error());
      given = std::move(*draft);
    }
    Rehearsal played;
    auto seen = reader.for_each_visit(*site, call.received - std::chrono::days(days), call.received + Milliseconds(1),
                                      [&](const visits::Visit& visit) { played.add(visit, published->rules, *given); });
    if (!seen) return std::unexpected(seen.error());
    return played;
  });
  if (!rehearsal) co_return problem(rehearsal.error());
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().member("days", days).member("visits", rehearsal->visits).member("events", rehearsal->events);
    write_judgement(json, "now", rehearsal->now);
    write_judgement(json, "then", rehearsal->then);
    json.member("became_hot_count", rehearsal->became_hot_count).member("no_longer_hot_count", rehearsal->no_longer_hot_count);
    write_examples(json, "became_hot", rehearsal->became_hot);
    write_examples(json, "no_longer_hot", rehearsal->no_longer_hot);
    json.member("seconds", took.count()).end_object();
  });
}

Task<net::Response> score_precision(Service& service, Call& call) {
  const auto query = net::QueryParameters::parse(call.request.query);
  if (!query) co_return problem(query.error());
  const auto site = service.site_of(call, *query);
  if (!site) co_return problem(site.error());
  const auto weeks = integer_parameter(*query, "weeks", 12, 1, precision_weeks_max);
  if (!weeks) co_return problem(weeks.error());
  // Weeks begin on Monday; 1970-01-01 was a Thursday.
  const std::int64_t today = call.received.seconds() / 86'400;
  const std::int64_t this_monday = today - (today + 3) % 7;
  const Instant from = Instant::from_seconds((this_monday - 7 * (*weeks - 1)) * 86'400);
  struct Week {
    std::int64_t hot_leads = 0;
    std::uint64_t real = 0;
    std::uint64_t not_real = 0;
  };
  auto found = co_await service.ask([&](store::Reader& reader) -> Result<std::vector<Week>> {
    auto said = reader.feedback(*site, from, call.received + Milliseconds(1));
    if (!said) return std::unexpected(said.error());
    auto hot = reader.hot_leads_by_week(*site, from, static_cast<std::size_t>(*weeks));
    if (!hot) return std::unexpected(hot.error());
    std::vector<Week> by_week(static_cast<std::size_t>(*weeks));
    for (std::size_t i = 0; i < by_week.size(); ++i) by_week[i].hot_leads = (*hot)[i];
    for (const store::Feedback& feedback : *said) {
      if (visits::category_of(feedback.score) != visits::ScoreCategory::hot) continue;
      Week& week = by_week.at(static_cast<std::size_t>((feedback.at - from).count() / (7 * 86'400'000LL)));
      ++(feedback.is_real ? week.real : week.not_real);
    }
    return by_week;
  });
  if (!found) co_return problem(found.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().key("weeks").begin_array();
    for (std::size_t i = 0; i < found->size(); ++i) {
      const Week& week = (*found)[i];
      const std::uint64_t judged = week.real + week.not_real;
      json.begin_object().member("week", date_of(from + std::chrono::days(7 * i))).member("hot_leads", week.hot_leads);
      json.member("real", week.real).member("not_real", week.not_real).key("precision");
      judged > 0 ? json.value(static_cast<double>(week.real) / static_cast<double>(judged)) : json.null();
      json.end_object();
    }
    json.end_array().end_object();
  });
}

}  // namespace sojourn::api
