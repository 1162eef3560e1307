#include "api/panel_query.hpp"

#include "api/service.hpp"

namespace sojourn::api {
namespace {

constexpr std::int64_t panel_limit_max = 500;
constexpr std::int64_t panel_offset_max = 10'000'000;

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

/// The parameters that are words, wherever they come from.
template <typename Said, typename Refuse>
void read_words(live::Query& wanted, std::string_view viewer_id, Said said, Refuse refuse) {
  if (const std::string_view name = said("sort"); !name.empty()) {
    const auto sort = sort_of(name);
    sort ? void(wanted.sort = *sort) : refuse("sort", "should be started, score or activity");
  }
  if (const std::string_view name = said("category"); !name.empty()) {
    wanted.category = category_named(name);
    if (!wanted.category) refuse("category", "should be hot, warm or cold");
  }
  if (const std::string_view name = said("lane"); !name.empty()) {
    const auto lane = visits::lane_of(name);
    lane ? void(wanted.lane = *lane) : refuse("lane", "should be people or bots");
  }
  if (const std::string_view name = said("presence"); !name.empty()) {
    wanted.presence = live::tab_state_of(name);
    if (!wanted.presence) refuse("presence", "should be visible, idle, hidden or left");
  }
  if (const std::string_view name = said("claimed"); !name.empty()) {
    wanted.only_claimed = name == "anyone";
    wanted.only_unclaimed = name == "none";
    if (name == "mine") wanted.claimed_by = viewer_id;
    if (name != "mine" && name != "none" && name != "anyone") refuse("claimed", "should be mine, none or anyone");
  }
  wanted.city = said("city");
  wanted.state = said("state");
  wanted.country = said("country");
  wanted.device_type = said("device");
  wanted.source = said("source");
  wanted.property = said("property");
  wanted.tag = said("tag");
  wanted.text = said("q");
}

}  // namespace

Result<live::Query> panel_query(const net::QueryParameters& query, std::string_view viewer_id) {
  live::Query wanted;
  const auto limit = integer_parameter(query, "limit", 5, 1, panel_limit_max);
  if (!limit) return std::unexpected(limit.error());
  wanted.limit = static_cast<std::size_t>(*limit);
  const auto offset = integer_parameter(query, "offset", 0, 0, panel_offset_max);
  if (!offset) return std::unexpected(offset.error());
  wanted.offset = static_cast<std::size_t>(*offset);
  const auto within = span_parameter(query, "within", wanted.within);
  if (!within) return std::unexpected(within.error());
  wanted.within = *within;
  std::vector<FieldError> problems;
  const auto said = [&](std::string_view name) { return query.find(name).value_or(""); };
  const auto refuse = [&](std::string_view name, std::string detail) {
    problems.push_back({std::string(name), std::move(detail)});
  };
  read_words(wanted, viewer_id, said, refuse);
  for (const auto& [name, flag] : {std::pair("anonymous", &wanted.is_anonymous)}) {
    const std::string_view text = said(name);
    if (text.empty()) continue;
    if (text != "true" && text != "false") refuse(name, "should be true or false");
    *flag = text == "true";
  }
  const std::string_view struggling = said("struggling");
  if (!struggling.empty() && struggling != "true" && struggling != "false") refuse("struggling", "should be true or false");
  wanted.only_struggling = struggling == "true";
  if (!problems.empty()) return std::unexpected(invalid_fields(std::move(problems)));
  return wanted;
}

live::Query panel_query(ObjectReader& filter, std::string_view viewer_id) {
  live::Query wanted;
  wanted.limit = static_cast<std::size_t>(filter.integer("limit", 1, panel_limit_max).value_or(50));
  wanted.offset = static_cast<std::size_t>(filter.integer("offset", 0, panel_offset_max).value_or(0));
  if (const auto seconds = filter.integer("within", 1, 366 * 86'400)) wanted.within = Seconds(*seconds);
  const auto said = [&](std::string_view name) { return filter.text(name, 200).value_or(""); };
  read_words(wanted, viewer_id, said, [&](std::string_view name, std::string detail) { filter.refuse(name, std::move(detail)); });
  wanted.is_anonymous = filter.boolean("anonymous");
  wanted.only_struggling = filter.boolean("struggling").value_or(false);
  return wanted;
}

}  // namespace sojourn::api
