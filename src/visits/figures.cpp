#include "visits/figures.hpp"

namespace sojourn::visits {
namespace {

/// Which names keep a counter of their own must not depend on the order of arrival: it is always the smallest ones, and a name once
/// pushed out can never come back in.
void add_custom(Figures& figures, std::string_view name, std::uint32_t count, std::uint32_t scored) {
  auto& counts = figures.custom_counts;
  const auto at = std::ranges::lower_bound(counts, name, {}, &CustomCount::name);
  if (at != counts.end() && at->name == name) {
    at->count += count;
    at->scored += scored;
    return;
  }
  counts.insert(at, {std::string(name), count, scored});
  if (counts.size() > custom_types_max) {
    figures.other_custom_count += counts.back().count;
    counts.pop_back();
  }
}

/// As with custom types, it is always the smallest ids that are kept.
void add_property(Figures& figures, std::string_view id, std::uint32_t views, std::uint32_t saves) {
  auto& properties = figures.properties;
  const auto at = std::ranges::lower_bound(properties, id, {}, &PropertyInterest::id);
  if (at != properties.end() && at->id == id) {
    at->views += views;
    at->saves += saves;
    return;
  }
  properties.insert(at, {std::string(id), views, saves});
  if (properties.size() > properties_max) properties.pop_back();
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

std::uint32_t Figures::custom_count(std::string_view name) const {
  const auto at = std::ranges::lower_bound(custom_counts, name, {}, &CustomCount::name);
  return at != custom_counts.end() && at->name == name ? at->count : 0;
}

std::string_view Figures::property_in_view() const {
  if (!current_property.moment) return "";
  if (current_page.path.moment && current_page.path.moment->at > current_property.moment->at) return "";
  return current_property.text;
}

Figures figures_at(Instant start) {
  Figures figures;
  figures.last_activity = start;
  figures.last_scored = start;
  return figures;
}

void fold(Figures& figures, const Event& event) {
  const auto type = static_cast<std::size_t>(event.type);
  const std::uint32_t scored = event.is_scored ? 1 : 0;
  figures.counts[type] += 1;
  figures.scored_counts[type] += scored;
  if (event.type == EventType::custom) add_custom(figures, event.type_name, 1, scored);
  if (event.type == EventType::visit_end) return;  // An end is no activity.

  figures.last_activity = std::max(figures.last_activity, event.moment.at);
  if (event.is_scored) figures.last_scored = std::max(figures.last_scored, event.moment.at);
  if (is_action(event.type)) {
    figures.last_action.keep_latest(event.moment, event.type == EventType::custom ? event.type_name : name_of(event.type));
  }
  if (event.type == EventType::page_view && !event.page.empty()) {
    figures.first_page.keep_first(event.moment, event.page);
    figures.current_page.keep_latest(event.moment, event.page, event.title);
  }
  const bool is_view = event.type == EventType::property_view;
  const bool is_save = event.type == EventType::property_save;
  if ((is_view || is_save) && !event.property_id.empty())
    add_property(figures, event.property_id, is_view ? 1 : 0, is_save ? 1 : 0);
  if (is_view && !event.property_id.empty()) {
    figures.current_property.keep_latest(event.moment, event.property_id);
  }
}

Figures merge(const Figures& a, const Figures& b) {
  Figures sum = a;
  sum.last_activity = std::max(a.last_activity, b.last_activity);
  sum.last_scored = std::max(a.last_scored, b.last_scored);
  for (std::size_t i = 0; i < event_type_count; ++i) {
    sum.counts[i] += b.counts[i];
    sum.scored_counts[i] += b.scored_counts[i];
  }
  sum.other_custom_count += b.other_custom_count;
  for (const CustomCount& custom : b.custom_counts) add_custom(sum, custom.name, custom.count, custom.scored);
  for (const PropertyInterest& property : b.properties) add_property(sum, property.id, property.views, property.saves);
  if (b.first_page.moment) sum.first_page.keep_first(*b.first_page.moment, b.first_page.text);
  if (b.current_page.path.moment) {
    sum.current_page.keep_latest(*b.current_page.path.moment, b.current_page.path.text, b.current_page.title);
  }
  if (b.current_property.moment) sum.current_property.keep_latest(*b.current_property.moment, b.current_property.text);
  if (b.last_action.moment) sum.last_action.keep_latest(*b.last_action.moment, b.last_action.text);
  return sum;
}

}  // namespace sojourn::visits
