// What the visits of a site tell, as routes: each figure with the link to the visits behind it.

#include "api/handlers.hpp"
#include "api/visit_filter.hpp"
#include "insights/questions.hpp"

namespace sojourn::api {
namespace {

constexpr std::int64_t rows_default = 20, rows_max = 200;

/// A question as it came.
struct Question {
  store::VisitFilter filter;
  VisitLinks links;
  std::size_t limit;
};

Result<Question> question_of(const Service& service, const Call& call) {
  const auto query = net::QueryParameters::parse(call.request.query);
  if (!query) return std::unexpected(query.error());
  const auto site = service.site_of(call, *query);
  if (!site) return std::unexpected(site.error());
  const TimeZone zone = service.zone_of(*site);
  auto filter = visit_filter(*query, *site, zone, call.received);
  if (!filter) return std::unexpected(filter.error());
  const auto days = days_parameter(*query, call.received, zone);
  if (!days) return std::unexpected(days.error());
  const auto limit = integer_parameter(*query, "limit", rows_default, 1, rows_max);
  if (!limit) return std::unexpected(limit.error());
  VisitLinks links(*query, *filter, *days);
  return Question{std::move(*filter), std::move(links), static_cast<std::size_t>(*limit)};
}

double share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// Asks on a reader's thread and writes the answer.
template <typename Ask, typename Write>
Task<net::Response> answer(Service& service, Call& call, Ask ask, Write write) {
  const auto question = question_of(service, call);
  if (!question) co_return problem(question.error());
  auto found = co_await service.ask([&](store::Reader& reader) { return ask(reader, *question); });
  if (!found) co_return problem(found.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object();
    write(json, *question, *found);
    json.end_object();
  });
}

void write_counted(JsonWriter& json, std::string_view list, std::string_view label, std::string_view parameter,
                   const std::vector<insights::Counted>& rows, std::int64_t total, const Question& question) {
  json.key(list).begin_array();
  for (const insights::Counted& row : rows) {
    json.begin_object()
        .member_or_null(label, row.name)
        .member("sessions", row.sessions)
        .member("share", share(row.sessions, total));
    json.member("visits", question.links.to({{parameter, row.name}, {"status", "ended"}})).end_object();
  }
  json.end_array();
}

std::string_view text_of(store::Level level) {
  switch (level) {
    case store::Level::bounced: return "left within 30 seconds after at most one action";
    case store::Level::glanced: return "stayed less than a minute and did fewer than three things";
    case store::Level::engaged: return "stayed a minute or did three things";
    case store::Level::deep: return "stayed ten minutes or did twenty things";
  }
  return "";
}

}  // namespace

Task<net::Response> active_hours(Service& service, Call& call) {
  return answer(
      service, call,
      [](store::Reader& reader, const Question& question) { return insights::active_hours(reader, question.filter); },
      [](JsonWriter& json, const Question& question, const insights::ActiveHours& found) {
        json.member("time_zone", question.filter.zone.name()).key("hours").begin_array();
        for (std::size_t i = 0; i < found.hours.size(); ++i) {
          const std::size_t weekday = i / 24 + 1, hour = i % 24;
          json.begin_object().member("weekday", weekday).member("hour", hour).member("sessions", found.hours[i]);
          json.member("visits", question.links.to({{"weekday", fmt::format("{}", weekday)}, {"hour", fmt::format("{}", hour)}}));
          json.end_object();
        }
        json.end_array().member("total", found.total);
      });
}

Task<net::Response> durations(Service& service, Call& call) {
  return answer(
      service, call, [](store::Reader& reader, const Question& question) { return insights::durations(reader, question.filter); },
      [](JsonWriter& json, const Question& question, const insights::Durations& found) {
        json.key("buckets").begin_array();
        for (const insights::Durations::Bucket& bucket : found.buckets) {
          const std::string from = fmt::format("{}", bucket.from);
          const std::string link =
              bucket.to ? question.links.to(
                              {{"min_duration", from}, {"max_duration", fmt::format("{}", *bucket.to - 1)}, {"status", "ended"}})
                        : question.links.to({{"min_duration", from}, {"status", "ended"}});
          json.begin_object().member("from", bucket.from).member("to", bucket.to).member("sessions", bucket.sessions);
          json.member("share", share(bucket.sessions, found.total)).member("visits", link).end_object();
        }
        json.end_array().member("average", found.average).member("median", found.median).member("p90", found.p90);
        json.member("total", found.total).member("visits", question.links.to({{"status", "ended"}}));
      });
}

Task<net::Response> leaving(Service& service, Call& call) {
  return answer(
      service, call,
      [](store::Reader& reader, const Question& question) { return insights::leaving(reader, question.filter, question.limit); },
      [](JsonWriter& json, const Question& question, const insights::Leaving& found) {
        write_counted(json, "exit_pages", "page", "exit_page", found.exit_pages, found.total, question);
        write_counted(json, "reasons", "reason", "exit_reason", found.reasons, found.total, question);
        write_counted(json, "last_actions", "action", "last_action", found.last_actions, found.total, question);
        json.key("after_error").begin_object().member("sessions", found.after_error);
        json.member("share", share(found.after_error, found.total));
        json.member("visits", question.links.to({{"after_error", "true"}, {"status", "ended"}})).end_object();
        json.member("total", found.total);
      });
}

Task<net::Response> features(Service& service, Call& call) {
  return answer(
      service, call,
      [](store::Reader& reader, const Question& question) { return insights::features(reader, question.filter, question.limit); },
      [](JsonWriter& json, const Question& question, const insights::Features& found) {
        json.key("features").begin_array();
        for (const insights::Counted& feature : found.features) {
          json.begin_object().member("name", feature.name).member("sessions", feature.sessions);
          json.member("share", share(feature.sessions, found.sessions));
          json.member("visits", question.links.to({{"feature", feature.name}})).end_object();
        }
        json.end_array().key("pairs").begin_array();
        for (const insights::Features::Pair& pair : found.pairs) {
          json.begin_object().member("a", pair.a).member("b", pair.b).member("sessions", pair.sessions).member("lift", pair.lift);
          json.member("confidence", pair.confidence);
          json.member("visits", question.links.to({{"feature", pair.a}, {"feature", pair.b}})).end_object();
        }
        json.end_array().member("sessions", found.sessions);
      });
}

Task<net::Response> engagement(Service& service, Call& call) {
  return answer(
      service, call, [](store::Reader& reader, const Question& question) { return insights::engagement(reader, question.filter); },
      [](JsonWriter& json, const Question& question, const insights::Engagement& found) {
        json.key("levels").begin_array();
        for (std::size_t i = 0; i < found.levels.size(); ++i) {
          const auto level = static_cast<store::Level>(i);
          json.begin_object().member("level", name_of(level)).member("text", text_of(level)).member("sessions", found.levels[i]);
          json.member("share", share(found.levels[i], found.total));
          json.member("visits", question.links.to({{"level", std::string(name_of(level))}, {"status", "ended"}})).end_object();
        }
        json.end_array().member("total", found.total);
      });
}

Task<net::Response> visitors(Service& service, Call& call) {
  return answer(
      service, call, [](store::Reader& reader, const Question& question) { return insights::visitors(reader, question.filter); },
      [](JsonWriter& json, const Question& question, const insights::Visitors& found) {
        json.member("new", found.first_time).member("returning", found.returning).key("days").begin_array();
        for (const insights::Visitors::OneDay& day : found.days) {
          const std::string date = to_string(day.day);
          json.begin_object().member("date", date).member("new", day.first_time).member("returning", day.returning);
          json.member("new_visits", question.links.to({{"from", date}, {"to", date}, {"new", "true"}}));
          json.member("returning_visits", question.links.to({{"from", date}, {"to", date}, {"new", "false"}})).end_object();
        }
        json.end_array().member("new_visits", question.links.to({{"new", "true"}}));
        json.member("returning_visits", question.links.to({{"new", "false"}}));
      });
}

Task<net::Response> flows(Service& service, Call& call) {
  return answer(
      service, call,
      [](store::Reader& reader, const Question& question) { return insights::flows(reader, question.filter, question.limit); },
      [](JsonWriter& json, const Question& question, const insights::Flows& found) {
        json.key("flows").begin_array();
        for (const insights::Flows::Flow& flow : found.flows) {
          json.begin_object().member_or_null("entry", flow.entry).member_or_null("exit", flow.exit);
          json.member("sessions", flow.sessions).member("share", share(flow.sessions, found.total));
          json.member("visits", question.links.to({{"entry_page", flow.entry}, {"exit_page", flow.exit}, {"status", "ended"}}));
          json.end_object();
        }
        json.end_array().member("total", found.total);
      });
}

Task<net::Response> funnels(Service& service, Call& call) {
  return answer(
      service, call,
      [](store::Reader& reader, const Question& question) { return insights::funnels(reader, question.filter, question.limit); },
      [](JsonWriter& json, const Question& question, const std::vector<insights::Funnel>& found) {
        json.key("workflows").begin_array();
        for (const insights::Funnel& funnel : found) {
          const auto link = [&](std::string status) {
            return question.links.to({{"workflow", funnel.workflow_id}, {"workflow_status", std::move(status)}});
          };
          json.begin_object().member("workflow_id", funnel.workflow_id).member("started", funnel.started);
          json.member("completed", funnel.completed).member("failed", funnel.failed).member("abandoned", funnel.abandoned);
          json.member("completion_rate", share(funnel.completed, funnel.started)).member("median_seconds", funnel.median_seconds);
          json.member("visits", question.links.to({{"workflow", funnel.workflow_id}}))
              .member("completed_visits", link("completed"));
          json.member("failed_visits", link("failed")).member("abandoned_visits", link("abandoned")).end_object();
        }
        json.end_array();
      });
}

Task<net::Response> retention_by_week(Service& service, Call& call) {
  return answer(
      service, call, [](store::Reader& reader, const Question& question) { return insights::retention(reader, question.filter); },
      [](JsonWriter& json, const Question& question, const std::vector<insights::Cohort>& found) {
        json.key("cohorts").begin_array();
        for (const insights::Cohort& cohort : found) {
          // A week may begin before the question does, and end after it.
          const TimeZone& zone = question.filter.zone;
          const Day first = std::max(cohort.week, zone.day_of(question.filter.from));
          const Day last = std::min(cohort.week + 6, zone.day_of(question.filter.to - Milliseconds(1)));
          json.begin_object().member("week", to_string(cohort.week)).member("people", cohort.people);
          json.key("returned").begin_array();
          for (const double part : cohort.returned) json.value(part);
          json.end_array();
          json.member("visits", question.links.to({{"from", to_string(first)}, {"to", to_string(last)}, {"new", "true"}}))
              .end_object();
        }
        json.end_array();
      });
}

}  // namespace sojourn::api
