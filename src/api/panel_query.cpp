#include "api/panel_query.hpp"

#include "api/service.hpp"

namespace sojourn::api {
namespace {

constexpr std::int64_t panel_limit_max = 500;

std::optional<live::Sort> sort_of(std::string_view name) {
  if (name == "started") return live::Sort::started;
  if (name == "score") return live::Sort::score;
  if (name == "activity") return live::Sort::activity;
  return std::nullopt;
}

std::optional<visits::ScoreCategory> category_named(std::string_view name) {
  for (const auto category : {visits::ScoreCategory::cold, visits::ScoreCategory::warm, visits::ScoreCategory::hot}) {
    if (name_of(category) == name) return category;
  }
  return std::nullopt;
}

}  // namespace

Result<live::Query> panel_query(const net::QueryParameters& query) {
  live::Query wanted;
  const auto limit = integer_parameter(query, "limit", 5, 1, panel_limit_max);
  if (!limit) return std::unexpected(limit.error());
  wanted.limit = static_cast<std::size_t>(*limit);
  const auto within = span_parameter(query, "within", wanted.within);
  if (!within) return std::unexpected(within.error());
  wanted.within = *within;
  if (const auto name = query.find("sort")) {
    const auto sort = sort_of(*name);
    if (!sort) return invalid("sort", "should be started, score or activity");
    wanted.sort = *sort;
  }
  if (const auto name = query.find("category"); name && !name->empty()) {
    wanted.category = category_named(*name);
    if (!wanted.category) return invalid("category", "should be hot, warm or cold");
  }
  if (const auto flag = query.find("anonymous"); flag && !flag->empty()) {
    if (*flag != "true" && *flag != "false") return invalid("anonymous", "should be true or false");
    wanted.is_anonymous = *flag == "true";
  }
  wanted.city = query.find("city").value_or("");
  wanted.device_type = query.find("device").value_or("");
  wanted.text = query.find("q").value_or("");
  return wanted;
}

live::Query panel_query(ObjectReader& filter) {
  live::Query wanted;
  wanted.limit = static_cast<std::size_t>(filter.integer("limit", 1, panel_limit_max).value_or(50));
  if (const auto seconds = filter.integer("within", 1, 366 * 86'400)) wanted.within = Seconds(*seconds);
  if (const auto name = filter.text("sort", 20)) {
    const auto sort = sort_of(*name);
    sort ? void(wanted.sort = *sort) : filter.refuse("sort", "should be started, score or activity");
  }
  if (const auto name = filter.text("category", 20)) {
    wanted.category = category_named(*name);
    if (!wanted.category) filter.refuse("category", "should be hot, warm or cold");
  }
  wanted.is_anonymous = filter.boolean("anonymous");
  wanted.city = filter.text_or_empty("city", 200);
  wanted.device_type = filter.text_or_empty("device", 20);
  wanted.text = filter.text_or_empty("q", 200);
  return wanted;
}

}  // namespace sojourn::api
