#include "api/visit_filter.hpp"

#include "base/limits.hpp"

namespace sojourn::api {
namespace {

/// In the order of the document. Not a constant of the file, since the route table is made from it before main begins.
const std::vector<Parameter>& own_parameters() {
  static const std::vector<Parameter> all = {
      {"entry_page", "exactly this one; empty for none, as with all texts"},
      {"exit_page", "exactly this one"},
      {"exit_reason", "logout, timeout, error or navigation"},
      {"last_action", "exactly this one"},
      {"campaign", "exactly this one"},
      {"source", "direct, internal or external"},
      {"device", "desktop, mobile, tablet or bot"},
      {"browser", "exactly this one"},
      {"country", "exactly this one"},
      {"city", "exactly this one"},
      {"category", "hot, warm or cold"},
      {"min_duration", "seconds, inclusive"},
      {"max_duration", "seconds, inclusive"},
      {"has_errors", "true or false"},
      {"after_error", "true: an error came within a minute of the end"},
      {"bounced", "true or false"},
      {"weekday", "1 (Monday) to 7, in the site's time zone"},
      {"hour", "0 to 23, in the site's time zone"},
      {"workflow", "used this workflow"},
      {"workflow_status", "started, completed, failed or abandoned"},
      {"feature", "used this feature (may be repeated)"},
      {"new", "true for the visitor's first visit, false for later ones"},
      {"level", "bounced, glanced, engaged or deep"},
      {"status", "active or ended"},
  };
  return all;
}

struct OneOf {
  std::string_view name;
  std::vector<std::string_view> values;
};

const std::vector<OneOf> closed_texts = {
    {"exit_reason", {"", "logout", "timeout", "error", "navigation"}},
    {"workflow_status", {"started", "completed", "failed", "abandoned"}},
    {"category", {"hot", "warm", "cold"}},
    {"level", {"bounced", "glanced", "engaged", "deep"}},
    {"lane", {"people", "bots", "all"}},
    {"status", {"active", "ended"}},
};

Result<void> check_closed_texts(const net::QueryParameters& query) {
  for (const OneOf& choice : closed_texts) {
    const auto text = query.find(choice.name);
    if (!text || std::ranges::find(choice.values, *text) != choice.values.end()) continue;
    std::string names;
    for (const std::string_view value : choice.values) {
      if (value.empty()) continue;
      names += names.empty() ? "" : value == choice.values.back() ? " or " : ", ";
      names += value;
    }
    return invalid(std::string(choice.name), fmt::format("should be {}", names));
  }
  return {};
}

std::optional<visits::ScoreCategory> category_named(std::string_view name) {
  if (name == "hot") return visits::ScoreCategory::hot;
  return name == "warm" ? visits::ScoreCategory::warm : visits::ScoreCategory::cold;
}

/// A whole number within its borders, or nothing.
Result<std::optional<std::int64_t>> maybe_integer(const net::QueryParameters& query, std::string_view name, std::int64_t least,
                                                  std::int64_t most) {
  if (!query.find(name)) return std::nullopt;
  const auto value = integer_parameter(query, name, least, least, most);
  if (!value) return std::unexpected(value.error());
  return *value;
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          std::string_view("-._~").find(c) != std::string_view::npos;
    encoded += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

}  // namespace

std::vector<Parameter> visit_filter_parameters() {
  std::vector<Parameter> all = {{"site", "the site's id"},
                                {"from", "first day, 2026-11-01"},
                                {"to", "last day, inclusive"},
                                {"lane", "people, bots (which are left out otherwise) or all"}};
  all.insert(all.end(), own_parameters().begin(), own_parameters().end());
  return all;
}

Result<store::VisitFilter> visit_filter(const net::QueryParameters& query, const SiteId& site, const TimeZone& zone, Instant now) {
  const auto days = days_parameter(query, now, zone);
  if (!days) return std::unexpected(days.error());
  if (auto good = check_closed_texts(query); !good) return std::unexpected(good.error());
  store::VisitFilter filter{.site = site, .zone = zone, .from = days->from, .to = days->to};
  const auto text = [&](std::string_view name, std::optional<std::string>& target) {
    if (const auto value = query.find(name)) target = std::string(*value);
  };
  text("entry_page", filter.entry_page);
  text("exit_page", filter.exit_page);
  text("exit_reason", filter.exit_reason);
  text("last_action", filter.last_action);
  text("campaign", filter.campaign);
  text("source", filter.source);
  text("device", filter.device);
  text("browser", filter.browser);
  text("country", filter.country);
  text("city", filter.city);
  text("workflow", filter.workflow);
  text("workflow_status", filter.workflow_status);
  for (const auto& [name, value] : query.all()) {
    if (name == "feature") filter.features.push_back(value);
  }
  if (const auto name = query.find("category")) filter.category = category_named(*name);
  if (const auto name = query.find("level")) filter.level = store::level_of(*name);
  if (query.find("lane") == "bots") filter.lanes = store::Lanes::bots;
  if (query.find("lane") == "all") filter.lanes = store::Lanes::both;
  if (const auto status = query.find("status")) {
    filter.status = *status == "active" ? store::VisitStatus::active : store::VisitStatus::ended;
  }

  std::optional<Error> wrong;
  const auto take = [&](auto value, auto& target) {
    if (value) {
      if (*value) target = **value;
    } else if (!wrong) {
      wrong = value.error();
    }
  };
  take(flag_parameter(query, "has_errors"), filter.has_errors);
  take(flag_parameter(query, "after_error"), filter.after_error);
  take(flag_parameter(query, "bounced"), filter.bounced);
  take(flag_parameter(query, "new"), filter.is_new);
  constexpr std::int64_t century = 100LL * 366 * 86'400;
  take(maybe_integer(query, "min_duration", 0, century), filter.min_duration);
  take(maybe_integer(query, "max_duration", 0, century), filter.max_duration);
  const auto weekday = maybe_integer(query, "weekday", 1, 7);
  if (weekday && *weekday) filter.weekday = static_cast<int>(**weekday);
  const auto hour = maybe_integer(query, "hour", 0, 23);
  if (hour && *hour) filter.hour = static_cast<int>(**hour);
  if (!weekday) wrong = weekday.error();
  if (!hour) wrong = hour.error();
  if (wrong) return std::unexpected(*wrong);
  if (filter.min_duration && filter.max_duration && *filter.max_duration < *filter.min_duration) {
    return invalid("max_duration", "should not be below min_duration");
  }
  return filter;
}

VisitLinks::VisitLinks(const net::QueryParameters& query, const store::VisitFilter& filter, const DayRange& days) {
  base_ = {{"site", to_string(filter.site)}, {"from", to_string(days.first)}, {"to", to_string(days.last)}};
  if (filter.lanes == store::Lanes::bots) base_.emplace_back("lane", "bots");
  if (filter.lanes == store::Lanes::both) base_.emplace_back("lane", "all");
  for (const auto& [name, value] : query.all()) {
    if (std::ranges::find(own_parameters(), name, &Parameter::name) != own_parameters().end()) base_.emplace_back(name, value);
  }
}

std::string VisitLinks::to(std::initializer_list<Narrowing> narrowings) const {
  std::string link = "/api/v1/sessions";
  const auto add = [&](std::string_view name, std::string_view value) {
    link += fmt::format("{}{}={}", link.find('?') == std::string::npos ? '?' : '&', name, percent_encoded(value));
  };
  for (const auto& [name, value] : base_) {
    const bool is_replaced = name != "feature" && std::ranges::find(narrowings, name, &Narrowing::first) != narrowings.end();
    if (!is_replaced) add(name, value);
  }
  for (const auto& [name, value] : narrowings) add(name, value);
  return link;
}

}  // namespace sojourn::api
