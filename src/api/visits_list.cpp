// The list of a site's visits by what they are like: where every figure's link leads.

#include "api/handlers.hpp"
#include "api/visit_filter.hpp"
#include "api/visit_json.hpp"
#include "base/limits.hpp"

namespace sojourn::api {

Task<net::Response> list_sessions(Service& service, Call& call) {
  const auto query = net::QueryParameters::parse(call.request.query);
  if (!query) co_return problem(query.error());
  const auto site = service.site_of(call, *query);
  if (!site) co_return problem(site.error());
  const auto filter = visit_filter(*query, *site, service.zone_of(*site), call.received);
  if (!filter) co_return problem(filter.error());
  const auto limit = integer_parameter(*query, "limit", 50, 1, limits::list_limit_max);
  if (!limit) co_return problem(limit.error());
  const std::string cursor(query->find("cursor").value_or(""));
  auto found = co_await service.ask(
      [&](store::Reader& reader) { return reader.find_visits(*filter, static_cast<std::size_t>(*limit), cursor); });
  if (!found) co_return problem(found.error());
  const auto scope = store::Scope::only(*site);
  auto fresh = co_await service.refreshed(std::move(found->page.visits), scope);
  if (!fresh) co_return problem(fresh.error());
  const Instant now = service.now();
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().key("sessions").begin_array();
    for (const store::StoredVisit& stored : *fresh) write_session(json, stored.visit, service.rules(), now);
    json.end_array().member("total_count", found->total).member_or_null("next_cursor", found->page.next_cursor).end_object();
  });
}

}  // namespace sojourn::api
