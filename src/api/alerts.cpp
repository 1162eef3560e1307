// What colleagues were told of, and the settings of a site by which they are.

#include "api/alerts.hpp"

#include "api/handlers.hpp"
#include "api/service.hpp"
#include "api/site_settings.hpp"
#include "base/json_reader.hpp"

namespace sojourn::api {
namespace {

net::Response settings_answer(const store::Site& site) {
  return json_response(200, [&](JsonWriter& json) {
    json.begin_object().member("site_id", site.id).member("public_key", site.public_key);
    write_site_settings(json, site);
    json.end_object();
  });
}

}  // namespace

void write_alert(JsonWriter& json, const store::Alert& alert) {
  json.begin_object().member("alert_id", alert.id).member("kind", name_of(alert.kind)).member("at", alert.at);
  json.member("session_id", alert.visit).member("lead_id", alert.lead).member("title", alert.title).member("text", alert.text);
  json.member("read", alert.read_at.has_value()).member_or_null("suppressed", alert.suppressed).end_object();
}

Task<net::Response> alerts(Service& service, Call& call) {
  const auto query = net::QueryParameters::parse(call.request.query);
  if (!query) co_return problem(query.error());
  const auto site = service.site_of(call, *query);
  if (!site) co_return problem(site.error());
  const auto limit = integer_parameter(*query, "limit", 50, 1, 200);
  if (!limit) co_return problem(limit.error());
  auto page = co_await service.ask([&](store::Reader& reader) {
    return reader.alerts(*site, static_cast<std::size_t>(*limit), query->find("cursor").value_or(""));
  });
  if (!page) co_return problem(page.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().key("alerts").begin_array();
    for (const store::Alert& alert : page->newest_first) write_alert(json, alert);
    json.end_array().member("unread", page->unread).member_or_null("next_cursor", page->next_cursor).end_object();
  });
}

Task<net::Response> read_alerts(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body.empty() ? "{}" : call.request.body);
  if (!document) co_return problem(document.error());
  const auto query = net::QueryParameters::parse(call.request.query);
  if (!query) co_return problem(query.error());
  const auto site = service.site_of(call, *query);
  if (!site) co_return problem(site.error());
  store::ReadAlerts command{.site = *site, .up_to = document->root().time("up_to").value_or(Instant::from_ms(INT64_MAX))};
  if (auto problems = document->problems()) co_return problem(*problems);
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  co_return json_response(200, [&](JsonWriter& json) { json.begin_object().member("unread", 0).end_object(); });
}

Task<net::Response> site_settings(Service& service, Call& call) {
  const auto id = service.site_variable(call);
  if (!id) co_return problem(id.error());
  co_return settings_answer(*service.accounts().directory()->site(*id));
}

Task<net::Response> put_site_settings(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body);
  if (!document) co_return problem(document.error());
  const auto id = service.site_variable(call);
  if (!id) co_return problem(id.error());
  store::Site site = *service.accounts().directory()->site(*id);
  auto root = document->root();
  apply_site_settings(root, site);
  if (auto problems = document->problems()) co_return problem(*problems);
  store::SetSite command{site};
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  auto reloaded = co_await service.ask([&](store::Reader& reader) -> Result<bool> {
    auto done = service.accounts().reload(reader);
    if (!done) return std::unexpected(done.error());
    return true;
  });
  if (!reloaded) co_return problem(reloaded.error());
  co_return settings_answer(site);
}

}  // namespace sojourn::api
