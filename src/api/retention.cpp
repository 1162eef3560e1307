// What is removed of a site and when, what would be; and the steps in which the command line has days rebuilt and old visits
// removed. The steps are small, so that other work goes on between them; the command line repeats them until they are done.

#include "api/handlers.hpp"
#include "api/service.hpp"
#include "api/site_settings.hpp"
#include "base/json_reader.hpp"

namespace sojourn::api {
namespace {

/// The first day that the site keeps; what began before is old.
Day first_kept_day(const store::Site& site, const TimeZone& zone, Instant now) {
  return zone.day_of(now) - static_cast<int>(site.retention_days);
}

/// The site that a body of the command line names.
std::optional<store::Site> site_in(ObjectReader& root, const accounts::Directory& directory) {
  const auto id = parse_id<SiteId>(root.text("site", uuid_text_chars, Need::required).value_or(""));
  const store::Site* site = id ? directory.site(*id) : nullptr;
  if (site != nullptr) return *site;
  root.refuse("site", "is not a site's id");
  return std::nullopt;
}

std::optional<Day> day_in(ObjectReader& root, std::string_view key) {
  const auto text = root.text(key, 10);
  if (!text) return std::nullopt;
  const auto day = parse_day(*text);
  if (day) return *day;
  root.refuse(key, day.error().message);
  return std::nullopt;
}

Task<Result<bool>> reload_accounts(Service& service) {
  auto reloaded = co_await service.ask([&](store::Reader& reader) -> Result<bool> {
    auto done = service.accounts().reload(reader);
    if (!done) return std::unexpected(done.error());
    return true;
  });
  co_return reloaded;
}

Task<net::Response> answer_dry_run(Service& service, const store::Site& site, Instant now) {
  const TimeZone zone = service.zone_of(site.id);
  const Day before = first_kept_day(site, zone, now);
  auto old = co_await service.ask([&](store::Reader& reader) { return reader.old_visits(site.id, zone.start_of(before)); });
  if (!old) co_return problem(old.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().member("before", to_string(before)).member("visits", old->visits).member("events", old->events);
    json.member("bytes", old->bytes).member("retention_days", site.retention_days).member("kept", "daily statistics").end_object();
  });
}

}  // namespace

Task<net::Response> retention_of_site(Service& service, Call& call) {
  const auto id = parse_id<SiteId>(call.variables[0]);
  const auto directory = service.accounts().directory();
  const store::Site* site = id && call.caller.scope.allows(*id) ? directory->site(*id) : nullptr;
  if (site == nullptr) co_return problem(Error{.kind = ErrorKind::not_found, .message = "there is no such site", .fields = {}});
  auto answer = co_await answer_dry_run(service, *site, call.received);
  co_return answer;
}

Task<net::Response> set_site(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body);
  if (!document) co_return problem(document.error());
  auto root = document->root();
  auto site = site_in(root, *service.accounts().directory());
  if (site) apply_site_settings(root, *site);
  if (auto problems = document->problems()) co_return problem(*problems);
  store::SetSite command{*site};
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  auto reloaded = co_await reload_accounts(service);
  if (!reloaded) co_return problem(reloaded.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().member("site_id", site->id);
    write_site_settings(json, *site);
    json.end_object();
  });
}

Task<net::Response> retention_step(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body);
  if (!document) co_return problem(document.error());
  auto root = document->root();
  const bool is_dry_run = root.boolean("dry_run").value_or(false);
  const auto site = site_in(root, *service.accounts().directory());
  if (auto problems = document->problems()) co_return problem(*problems);
  if (is_dry_run) {
    auto answer = co_await answer_dry_run(service, *site, call.received);
    co_return answer;
  }
  const TimeZone zone = service.zone_of(site->id);
  const Day before = first_kept_day(*site, zone, call.received);
  store::RemoveOldVisits command{.site = site->id, .before = zone.start_of(before)};
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().member("before", to_string(before)).member("done", verdict->is_done).member("visits", verdict->visits);
    json.member("events", verdict->events).end_object();
  });
}

Task<net::Response> rollup_step(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body);
  if (!document) co_return problem(document.error());
  auto root = document->root();
  const auto site = site_in(root, *service.accounts().directory());
  const Day from = day_in(root, "from").value_or(Day{0});
  const Day today = service.zone_of(site ? site->id : SiteId{}).day_of(call.received);
  const Day to = day_in(root, "to").value_or(std::max(from, today));
  if (to < from) root.refuse("to", "should not be before from");
  if (auto problems = document->problems()) co_return problem(*problems);
  store::RebuildDays command{.site = site->id, .from = from, .to = to};
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().member_or_null("next", verdict->next ? to_string(*verdict->next) : "");
    json.member("visits", verdict->visits).member("days", verdict->days).member("kept", verdict->final_days).end_object();
  });
}

}  // namespace sojourn::api
