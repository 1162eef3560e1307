#include "visits/behaviour.hpp"

#include "base/limits.hpp"

#include <simdjson.h>
#include <cmath>
#include <map>
#include <set>

namespace sojourn::visits {
namespace {

constexpr std::size_t few_pages = 5;
constexpr std::int64_t power_seconds = 1'800;
constexpr std::size_t power_actions = 50;

bool is_custom(const BehaviourEvent& event, std::string_view name) {
  return event.type == EventType::custom && event.type_name == name;
}

bool is_goal(const BehaviourEvent& event) {
  switch (event.type) {
    case EventType::workflow_complete:
    case EventType::inquiry:
    case EventType::tour_request:
    case EventType::contact_click: return true;
    case EventType::form_submit: return !event.has_failed;
    default: return false;
  }
}

std::string on_target(const BehaviourEvent& event) {
  return event.target.empty() ? "" : fmt::format(" on {}", event.target);
}

std::optional<Struggle> rage_clicks(std::span<const BehaviourEvent> events) {
  std::vector<const BehaviourEvent*> clicks;
  for (const BehaviourEvent& event : events) {
    if (is_custom(event, "rage_click"))
      return Struggle{"rage_clicks", event.at, fmt::format("clicked again and again{}", on_target(event))};
    if (event.type != EventType::click || !event.x || !event.y) continue;
    clicks.push_back(&event);
    if (clicks.size() < rage_clicks_min) continue;
    const auto last = std::span(clicks).last(rage_clicks_min);
    const bool is_near = std::ranges::all_of(
        last, [&](const BehaviourEvent* other) { return std::hypot(*other->x - *event.x, *other->y - *event.y) <= rage_pixels; });
    if (is_near && event.at - last.front()->at <= rage_span)
      return Struggle{"rage_clicks", event.at, fmt::format("{} clicks within a second{}", rage_clicks_min, on_target(event))};
  }
  return std::nullopt;
}

/// The first moment at which `count` events have been of the kind.
template <typename Is>
const BehaviourEvent* nth(std::span<const BehaviourEvent> events, std::size_t count, Is is) {
  for (const BehaviourEvent& event : events) {
    if (is(event) && --count == 0) return &event;
  }
  return nullptr;
}

std::optional<Struggle> dead_clicks(std::span<const BehaviourEvent> events) {
  const auto* found = nth(events, dead_clicks_min, [](const BehaviourEvent& event) { return is_custom(event, "dead_click"); });
  if (found == nullptr) return std::nullopt;
  return Struggle{"dead_clicks", found->at, fmt::format("{} clicks that did nothing{}", dead_clicks_min, on_target(*found))};
}

std::optional<Struggle> back_and_forth(std::span<const BehaviourEvent> events) {
  std::vector<const BehaviourEvent*> pages;
  for (const BehaviourEvent& event : events) {
    if (event.type != EventType::page_view || event.page.empty()) continue;
    if (!pages.empty() && pages.back()->page == event.page) continue;  // A reload is no way forth.
    pages.push_back(&event);
    if (pages.size() < 4) continue;
    const auto last = std::span(pages).last(4);
    if (last[0]->page == last[2]->page && last[1]->page == last[3]->page && event.at - last[0]->at <= back_and_forth_span)
      return Struggle{"back_and_forth", event.at, fmt::format("back and forth between {} and {}", last[0]->page, event.page)};
  }
  return std::nullopt;
}

std::optional<Struggle> empty_searches(std::span<const BehaviourEvent> events) {
  std::size_t in_a_row = 0;
  for (const BehaviourEvent& event : events) {
    if (event.type != EventType::search || !event.results) continue;
    in_a_row = *event.results == 0 ? in_a_row + 1 : 0;
    if (in_a_row == empty_searches_min)
      return Struggle{"empty_searches", event.at, fmt::format("{} searches in a row found nothing", in_a_row)};
  }
  return std::nullopt;
}

std::optional<Struggle> failing_forms(std::span<const BehaviourEvent> events) {
  std::map<std::string, std::size_t> fails;
  for (const BehaviourEvent& event : events) {
    const bool is_fail = is_custom(event, "form_fail") || (event.type == EventType::form_submit && event.has_failed);
    if (is_fail && ++fails[event.form] == failing_forms_min)
      return Struggle{
          "failing_forms", event.at,
          fmt::format("the form {} failed {} times", event.form.empty() ? "on the page" : event.form, failing_forms_min)};
  }
  return std::nullopt;
}

std::optional<Struggle> errors(std::span<const BehaviourEvent> events) {
  std::vector<Instant> at;
  for (const BehaviourEvent& event : events) {
    if (event.type != EventType::error) continue;
    at.push_back(event.at);
    const bool is_burst =
        at.size() >= errors_in_a_minute_min && event.at - at[at.size() - errors_in_a_minute_min] <= std::chrono::minutes(1);
    if (is_burst) return Struggle{"errors", event.at, fmt::format("{} errors within a minute", errors_in_a_minute_min)};
    if (at.size() == errors_in_all_min) return Struggle{"errors", event.at, fmt::format("{} errors", at.size())};
  }
  return std::nullopt;
}

double weight_of(std::string_view struggle) {
  if (struggle == "rage_clicks" || struggle == "failing_forms") return 0.5;
  if (struggle == "dead_clicks") return 0.3;
  return 0.4;
}

/// One of the four patterns being weighed.
struct Candidate {
  std::string_view name;
  double confidence = 0;
  std::vector<Indicator> indicators;
};

Candidate confused(std::span<const BehaviourEvent> events) {
  Candidate found{"confused", 0, {}};
  double doubt = 1;
  for (const Struggle& struggle : struggles_of(events)) {
    doubt *= 1 - weight_of(struggle.name);
    found.indicators.push_back({struggle.name, 1, struggle.text});
  }
  found.confidence = 1 - doubt;
  return found;
}

}  // namespace

struct BehaviourReader::Memory {
  simdjson::dom::parser parser;
};

BehaviourReader::BehaviourReader() : memory_(std::make_unique<Memory>()) {}
BehaviourReader::~BehaviourReader() = default;

BehaviourEvent BehaviourReader::read(std::string_view type_name, Instant at, std::string_view data) {
  BehaviourEvent event;
  event.type = event_type_of(type_name);
  event.type_name = type_name;
  event.at = at;
  simdjson::dom::object object;
  if (data.empty() || memory_->parser.parse(data.data(), data.size(), true).get(object) != simdjson::SUCCESS) return event;
  const auto text = [&](std::string_view key, std::string& into) {
    std::string_view found;
    if (object[key].get(found) == simdjson::SUCCESS) into = found;
  };
  const auto number = [&](std::string_view key, std::optional<double>& into) {
    double found = 0;
    if (object[key].get(found) == simdjson::SUCCESS) into = found;
  };
  text("page", event.page);
  text("target", event.target);
  text("form", event.form);
  number("x", event.x);
  number("y", event.y);
  std::int64_t results = 0;
  if (object["results"].get(results) == simdjson::SUCCESS) event.results = results;
  bool flag = false;
  for (const std::string_view key : {"success", "valid", "ok"}) {
    if (object[key].get(flag) == simdjson::SUCCESS && !flag) event.has_failed = true;
  }
  return event;
}

std::vector<Struggle> struggles_of(std::span<const BehaviourEvent> in_order) {
  std::vector<Struggle> found;
  for (auto* look : {rage_clicks, dead_clicks, back_and_forth, empty_searches, failing_forms, errors}) {
    if (auto struggle = look(in_order)) found.push_back(std::move(*struggle));
  }
  std::ranges::sort(found, {}, [](const Struggle& struggle) { return std::pair(struggle.at, struggle.name); });
  return found;
}

SessionPattern session_pattern(std::span<const BehaviourEvent> in_order, std::int64_t duration_seconds) {
  std::set<std::string_view> pages;
  std::size_t page_views = 0;
  std::size_t actions = 0;
  std::size_t goals = 0;
  std::string_view first_goal;
  for (const BehaviourEvent& event : in_order) {
    if (is_action(event.type)) ++actions;
    if (event.type == EventType::page_view) ++page_views;
    if (event.type == EventType::page_view && !event.page.empty()) pages.insert(event.page);
    if (is_goal(event) && goals++ == 0) first_goal = name_of(event.type);
  }
  const Indicator different_pages{"different_pages", static_cast<double>(pages.size()),
                                  fmt::format("{} different pages", pages.size())};
  const Indicator stayed{"duration_seconds", static_cast<double>(duration_seconds),
                         fmt::format("{} minutes on the site", duration_seconds / 60)};
  const Indicator did{"actions", static_cast<double>(actions), fmt::format("{} actions", actions)};

  std::vector<Candidate> candidates;
  candidates.push_back(confused(in_order));

  const double long_enough = std::min(1.0, static_cast<double>(duration_seconds) / static_cast<double>(power_seconds));
  const double busy_enough = std::min(1.0, static_cast<double>(actions) / static_cast<double>(power_actions));
  const bool is_power = duration_seconds > power_seconds && actions > power_actions;
  candidates.push_back({"power_user", is_power ? 0.9 : 0.5 * long_enough * busy_enough, {stayed, did}});

  if (goals > 0) {
    const double few = pages.size() <= few_pages ? 1.0 : static_cast<double>(few_pages) / static_cast<double>(pages.size());
    candidates.push_back(
        {"task_focused",
         0.4 + 0.4 * few,
         {{"goals_reached", static_cast<double>(goals), fmt::format("reached {} ({})", goals, first_goal)}, different_pages}});
  }
  if (!pages.empty()) {
    const double depth = static_cast<double>(actions - page_views) / static_cast<double>(page_views);
    const double breadth = std::min(1.0, static_cast<double>(pages.size()) / 8.0);
    const double shallow = 1 / (1 + depth);
    candidates.push_back({"explorer",
                          (goals > 0 ? 0.4 : 0.8) * breadth * shallow,
                          {different_pages, {"actions_per_page", depth, fmt::format("{:.1f} actions on a page", depth)}}});
  }
  Candidate best{"explorer", 0, {different_pages, did}};
  for (Candidate& candidate : candidates) {
    if (candidate.confidence > best.confidence) best = std::move(candidate);
  }
  return {best.name, std::round(best.confidence * 100) / 100, std::move(best.indicators)};
}

}  // namespace sojourn::visits
