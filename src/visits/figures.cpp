#include "visits/figures.hpp"

#include <cmath>

namespace sojourn::visits {
namespace {

/// Which names keep a counter of their own must not depend on the order of arrival: it is always the smallest ones, and a name once
/// pushed out can never come back in.
void add_custom(Figures& figures, std::string_view name, std::uint32_t by) {
  auto& counts = figures.custom_counts;
  const auto at =
      std::lower_bound(counts.begin(), counts.end(), name, [](const auto& entry, auto wanted) { return entry.first < wanted; });
  if (at != counts.end() && at->first == name) {
    at->second += by;
    return;
  }
  counts.insert(at, {std::string(name), by});
  if (counts.size() > custom_types_max) {
    figures.other_custom_count += counts.back().second;
    counts.pop_back();
  }
}

std::int64_t weight_of(Instant at, Instant start) {
  const double half_lives = static_cast<double>((at - start).count()) / static_cast<double>(score_half_life.count());
  // A visit of more than 32 half-lives (224 days) would overflow; it weighs as one of that length.
  return std::llround(std::ldexp(std::exp2(std::clamp(half_lives, 0.0, 32.0)), weight_fraction_bits));
}

}  // namespace

void Register::keep_latest(const Moment& at, std::string_view value) {
  if (moment && *moment >= at) return;
  moment = at;
  text = value;
}

void Register::keep_first(const Moment& at, std::string_view value) {
  if (moment && *moment <= at) return;
  moment = at;
  text = value;
}

void PageRegister::keep_latest(const Moment& at, std::string_view page, std::string_view page_title) {
  if (path.moment && *path.moment >= at) return;
  path.keep_latest(at, page);
  title = page_title;
}

std::uint32_t Figures::action_count() const {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < event_type_count; ++i) {
    if (is_action(static_cast<EventType>(i))) sum += counts[i];
  }
  return sum;
}

std::string_view Figures::property_in_view() const {
  if (!current_property.moment) return "";
  if (current_page.path.moment && current_page.path.moment->at > current_property.moment->at) return "";
  return current_property.text;
}

Figures figures_at(Instant start) {
  Figures figures;
  figures.last_activity = start;
  return figures;
}

void fold(Figures& figures, const Event& event, Instant start) {
  const auto type = static_cast<std::size_t>(event.type);
  figures.counts[type] += 1;
  if (event.type == EventType::custom) add_custom(figures, event.type_name, 1);
  if (event.type == EventType::visit_end) return;  // An end is no activity.

  figures.last_activity = std::max(figures.last_activity, event.moment.at);
  if (event.is_scored) figures.scored_weights[type] += weight_of(event.moment.at, start);
  if (is_action(event.type)) {
    figures.last_action.keep_latest(event.moment, event.type == EventType::custom ? event.type_name : name_of(event.type));
  }
  if (event.type == EventType::page_view && !event.page.empty()) {
    figures.first_page.keep_first(event.moment, event.page);
    figures.current_page.keep_latest(event.moment, event.page, event.title);
  }
  if (event.type == EventType::property_view && !event.property_id.empty()) {
    figures.current_property.keep_latest(event.moment, event.property_id);
  }
}

Figures merge(const Figures& a, const Figures& b) {
  Figures sum = a;
  sum.last_activity = std::max(a.last_activity, b.last_activity);
  for (std::size_t i = 0; i < event_type_count; ++i) {
    sum.counts[i] += b.counts[i];
    sum.scored_weights[i] += b.scored_weights[i];
  }
  sum.other_custom_count += b.other_custom_count;
  for (const auto& [name, count] : b.custom_counts) add_custom(sum, name, count);
  if (b.first_page.moment) sum.first_page.keep_first(*b.first_page.moment, b.first_page.text);
  if (b.current_page.path.moment) {
    sum.current_page.keep_latest(*b.current_page.path.moment, b.current_page.path.text, b.current_page.title);
  }
  if (b.current_property.moment) sum.current_property.keep_latest(*b.current_property.moment, b.current_property.text);
  if (b.last_action.moment) sum.last_action.keep_latest(*b.last_action.moment, b.last_action.text);
  return sum;
}

}  // namespace sojourn::visits
