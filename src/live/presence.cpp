#include "live/presence.hpp"

namespace sojourn::live {

void PresenceKeeper::say(const SiteId& site, const VisitId& visit, std::string_view tab, TabState state, Instant now,
                         Instant expires) {
  const std::scoped_lock lock(mutex_);
  const std::uint64_t name = std::hash<std::string_view>()(tab);
  Visit& known = visits_[visit];
  known.site = site;
  auto at = std::ranges::find(known.tabs, name, &Tab::name_hash);
  if (at == known.tabs.end()) {
    if (known.tabs.size() == tabs_per_visit_max) known.tabs.erase(known.tabs.begin());
    at = known.tabs.insert(known.tabs.end(), {name, TabState::unknown, expires});
    if (known.tabs.size() == 1) expiring_.emplace(expires, visit);
  }
  at->expires = expires;
  at->state = state;
  if (state == TabState::left) {
    closing_.emplace(now + closing_grace, std::pair(visit, name));
    return;
  }
  show(visit, known);
}

void PresenceKeeper::forget(const VisitId& visit) {
  const std::scoped_lock lock(mutex_);
  visits_.erase(visit);
}

void PresenceKeeper::show(const VisitId& visit, const Visit& known) {
  Presence presence{.state = TabState::left, .tabs = 0};
  for (const Tab& tab : known.tabs) {
    presence.state = std::max(presence.state, tab.state);
    if (tab.state != TabState::left) ++presence.tabs;
  }
  board_.set_presence(known.site, visit, presence);
}

bool PresenceKeeper::pass_time(Instant now) {
  const std::scoped_lock lock(mutex_);
  bool has_changed = false;
  for (; !closing_.empty() && closing_.begin()->first <= now; closing_.erase(closing_.begin())) {
    const auto& [visit, name] = closing_.begin()->second;
    const auto known = visits_.find(visit);
    if (known == visits_.end()) continue;
    const std::size_t dropped =
        std::erase_if(known->second.tabs, [&](const Tab& tab) { return tab.name_hash == name && tab.state == TabState::left; });
    if (dropped == 0) continue;
    show(visit, known->second);
    has_changed = true;
  }
  for (; !expiring_.empty() && expiring_.begin()->first <= now; expiring_.erase(expiring_.begin())) {
    const VisitId visit = expiring_.begin()->second;
    const auto known = visits_.find(visit);
    if (known == visits_.end()) continue;
    if (std::erase_if(known->second.tabs, [&](const Tab& tab) { return tab.expires <= now; }) > 0) {
      show(visit, known->second);
      has_changed = true;
    }
    if (known->second.tabs.empty()) {
      visits_.erase(known);
      continue;
    }
    expiring_.emplace(std::ranges::min(known->second.tabs, {}, &Tab::expires).expires, visit);
  }
  return has_changed;
}

}  // namespace sojourn::live
