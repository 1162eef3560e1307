#include "api/service.hpp"

#include "base/check.hpp"

#include <charconv>

namespace sojourn::api {

Executor& Service::home() {
  net::Loop* loop = net::Loop::current();
  SOJOURN_CHECK(loop != nullptr);
  return *loop;
}

Task<Result<std::vector<store::StoredVisit>>> Service::fresh_visits(std::vector<VisitId> ids, const store::Scope& scope) {
  Result<std::vector<store::StoredVisit>> found;
  store::Inspect inspect{[&](store::Store& store) { found = store.visits(ids, scope); }};
  auto asked = co_await commit(std::move(inspect));
  if (!asked) co_return std::unexpected(asked.error());
  co_return found;
}

Task<Result<store::StoredVisit>> Service::fresh_visit(std::string_view id_text, const store::Scope& scope) {
  const auto id = parse_id<VisitId>(id_text);
  if (!id) co_return fail(ErrorKind::not_found, "there is no such session");
  std::vector<VisitId> ids{*id};
  auto found = co_await fresh_visits(std::move(ids), scope);
  if (!found) co_return std::unexpected(found.error());
  if (found->empty()) co_return fail(ErrorKind::not_found, "there is no such session");
  co_return std::move(found->front());
}

Task<Result<std::vector<store::StoredVisit>>> Service::refreshed(std::vector<store::StoredVisit> found, const store::Scope& scope) {
  const Instant now = this->now();
  std::vector<VisitId> open;
  for (const store::StoredVisit& stored : found) {
    if (standing_of(stored.visit, now).is_active) open.push_back(stored.visit.id);
  }
  if (open.empty()) co_return found;
  auto fresh = co_await fresh_visits(std::move(open), scope);
  if (!fresh) co_return std::unexpected(fresh.error());
  for (store::StoredVisit& stored : *fresh) {
    const auto same =
        std::ranges::find_if(found, [&](const store::StoredVisit& other) { return other.visit.id == stored.visit.id; });
    if (same != found.end()) *same = std::move(stored);
  }
  co_return found;
}

Result<SiteId> Service::site_of(const Call& call, const net::QueryParameters& query) const {
  const auto directory = with_.accounts.directory();
  if (const auto text = query.find("site"); text && !text->empty()) {
    const auto id = parse_id<SiteId>(*text);
    const bool is_known = id && directory->site(*id) != nullptr && call.caller.scope.allows(*id);
    if (!is_known) return fail(ErrorKind::not_found, "there is no such site");
    return *id;
  }
  std::vector<SiteId> allowed;
  for (const store::Site& site : directory->sites()) {
    if (call.caller.scope.allows(site.id)) allowed.push_back(site.id);
  }
  if (allowed.size() == 1) return allowed.front();
  return invalid("site", "is required: name the site by its id");
}

void Service::say_tab(const SiteId& site, const VisitId& visit, std::string_view tab, live::TabState state) {
  const auto directory = with_.accounts.directory();
  const store::Site* known = directory->site(site);
  const Seconds interval(known != nullptr ? known->heartbeat_interval_seconds : 300);
  with_.presence.say(site, visit, tab, state, now(), now() + 2 * interval + Seconds(1));
  with_.nudge_panels();
}

Result<SiteId> Service::site_variable(const Call& call) const {
  const auto id = parse_id<SiteId>(call.variables.at(0));
  const bool is_known = id && with_.accounts.directory()->site(*id) != nullptr && call.caller.scope.allows(*id);
  if (!is_known) return fail(ErrorKind::not_found, "there is no such site");
  return *id;
}

TimeZone Service::zone_of(const SiteId& site) const {
  const auto directory = with_.accounts.directory();
  const store::Site* found = directory->site(site);
  return found != nullptr ? TimeZone::find(found->time_zone).value_or(TimeZone()) : TimeZone();
}

Result<std::int64_t> integer_parameter(const net::QueryParameters& query, std::string_view name, std::int64_t fallback,
                                       std::int64_t least, std::int64_t most) {
  const auto text = query.find(name);
  if (!text) return fallback;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size() || value < least || value > most) {
    return invalid(std::string(name), fmt::format("should be a whole number from {} to {}", least, most));
  }
  return value;
}

Result<std::optional<bool>> flag_parameter(const net::QueryParameters& query, std::string_view name) {
  const auto text = query.find(name);
  if (!text) return std::nullopt;
  if (*text == "true" || *text == "1") return true;
  if (*text == "false" || *text == "0") return false;
  return invalid(std::string(name), "should be true or false");
}

Result<Milliseconds> span_parameter(const net::QueryParameters& query, std::string_view name, Milliseconds fallback) {
  const auto text = query.find(name);
  if (!text) return fallback;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  const std::string_view unit(end, static_cast<std::size_t>(text->data() + text->size() - end));
  const std::int64_t seconds = unit.empty() || unit == "s" ? 1 : unit == "m" ? 60 : unit == "h" ? 3600 : unit == "d" ? 86'400 : 0;
  if (error != std::errc() || seconds == 0 || value < 1 || value > 366 * 86'400 / seconds) {
    return invalid(std::string(name), "should be a span such as 15m, 90s or 2h");
  }
  return Milliseconds(Seconds(value * seconds));
}

Result<DayRange> days_parameter(const net::QueryParameters& query, Instant now, const TimeZone& zone) {
  const auto day_of = [&](std::string_view name, Day fallback) -> Result<Day> {
    const auto text = query.find(name);
    if (!text) return fallback;
    auto day = parse_day(*text);
    if (!day) return invalid(std::string(name), day.error().message);
    return day;
  };
  const Day today = zone.day_of(now);
  const auto last = day_of("to", today);
  if (!last) return std::unexpected(last.error());
  const auto first = day_of("from", *last - 29);
  if (!first) return std::unexpected(first.error());
  if (*last < *first) return invalid("to", "should not be before from");
  return DayRange{*first, *last, zone.start_of(*first), zone.start_of(*last + 1)};
}

}  // namespace sojourn::api
