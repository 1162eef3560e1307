#include "live/site_board.hpp"

#include "base/check.hpp"

namespace sojourn::live {
namespace {

std::size_t category_index(int score) {
  return static_cast<std::size_t>(visits::category_of(score));
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool contains_ignoring_case(std::string_view text, std::string_view wanted) {
  return std::ranges::search(text, wanted, {}, lower, lower).begin() != text.end();
}

std::uint64_t place_key(const Record& record) {
  return static_cast<std::uint64_t>(record.place[city_text]) << 32 | record.place[country_text];
}

Counts counts_of(const std::array<std::uint64_t, 3>& by_category) {
  return {.total = by_category[0] + by_category[1] + by_category[2],
          .hot = by_category[2],
          .warm = by_category[1],
          .cold = by_category[0]};
}

}  // namespace

void Board::SiteBoard::link(Head& head, Links Record::* links, std::uint32_t index) {
  (slab_[index].*links) = {no_record, head};
  if (head != no_record) (slab_[head].*links).previous = index;
  head = index;
}

void Board::SiteBoard::unlink(Head& head, Links Record::* links, std::uint32_t index) {
  const Links own = slab_[index].*links;
  if (own.previous != no_record) (slab_[own.previous].*links).next = own.next;
  if (own.previous == no_record) head = own.next;
  if (own.next != no_record) (slab_[own.next].*links).previous = own.previous;
}

std::uint32_t Board::SiteBoard::allocate() {
  if (free_.empty()) return slab_.add();
  const std::uint32_t index = free_.back();
  free_.pop_back();
  return index;
}

void Board::SiteBoard::enter_activity(std::uint32_t index) {
  const Record& record = slab_[index];
  Second& second = by_activity_[record.last_activity.seconds()];
  link(second.head, &Record::by_activity, index);
  ++second.counts[category_index(record.score)];
}

void Board::SiteBoard::leave_activity(std::uint32_t index) {
  const Record& record = slab_[index];
  const auto second = by_activity_.find(record.last_activity.seconds());
  SOJOURN_CHECK(second != by_activity_.end());
  unlink(second->second.head, &Record::by_activity, index);
  --second->second.counts[category_index(record.score)];
  if (second->second.head == no_record) by_activity_.erase(second);
}

void Board::SiteBoard::enter_panel(std::uint32_t index) {
  Record& record = slab_[index];
  record.is_in_panel = true;
  link(by_start_.try_emplace(record.start.seconds(), no_record).first->second, &Record::by_start, index);
  link(by_score_[record.score], &Record::by_score, index);
  ++panel_counts_[category_index(record.score)];
}

void Board::SiteBoard::leave_panel(std::uint32_t index) {
  Record& record = slab_[index];
  record.is_in_panel = false;
  const auto started = by_start_.find(record.start.seconds());
  SOJOURN_CHECK(started != by_start_.end());
  unlink(started->second, &Record::by_start, index);
  if (started->second == no_record) by_start_.erase(started);
  unlink(by_score_[record.score], &Record::by_score, index);
  --panel_counts_[category_index(record.score)];
}

Board::SiteBoard::Extra& Board::SiteBoard::extra(std::uint32_t index) {
  slab_[index].has_extra = true;
  return extras_[index];
}

const Board::SiteBoard::Extra* Board::SiteBoard::find_extra(std::uint32_t index) const {
  return slab_[index].has_extra ? &extras_.at(index) : nullptr;
}

void Board::SiteBoard::drop_empty_extra(std::uint32_t index) {
  if (!slab_[index].has_extra || !extras_.at(index).is_empty()) return;
  extras_.erase(index);
  slab_[index].has_extra = false;
}

void Board::SiteBoard::set_presence(const VisitId& visit, Presence presence) {
  const std::uint32_t index = table_.find(visit);
  Record& record = slab_[index];
  if (record.presence == static_cast<std::uint8_t>(presence.state) && record.tabs == presence.tabs) return;
  record.presence = static_cast<std::uint8_t>(presence.state);
  record.tabs = presence.tabs;
  touch(index);
}

void Board::SiteBoard::set_struggles(const VisitId& visit, std::vector<std::string> struggles) {
  const std::uint32_t index = table_.find(visit);
  const Extra* before = find_extra(index);
  if ((before != nullptr ? before->struggles : std::vector<std::string>{}) == struggles) return;
  extra(index).struggles = std::move(struggles);
  drop_empty_extra(index);
  touch(index);
}

void Board::SiteBoard::set_watchers(const VisitId& visit, std::vector<std::string> watchers) {
  const std::uint32_t index = table_.find(visit);
  extra(index).watchers = std::move(watchers);
  drop_empty_extra(index);
  touch(index);
}

void Board::SiteBoard::put(const visits::Visit& visit, int score, std::string_view lane_reason,
                           std::shared_ptr<const people::Marks> marks) {
  ++sequence_;
  std::uint32_t index = table_.find(visit.id);
  const bool is_new = index == no_record;
  if (is_new) {
    index = allocate();
    slab_[index] = Record{};
    slab_[index].visit = visit.id;
    table_.insert(visit.id, index);
  }
  Record& record = slab_[index];
  const visits::Figures& figures = visit.figures;
  const bool moves_second = is_new || record.last_activity.seconds() != figures.last_activity.seconds();
  const bool moves_score = is_new || record.score != score;
  const bool moves_start = is_new || record.start.seconds() != visit.start.seconds();
  const bool belongs_in_panel = figures.last_activity.seconds() >= panel_edge_;
  const bool moves_panel = record.is_in_panel && (moves_score || moves_start || !belongs_in_panel);
  if (moves_panel) leave_panel(index);
  if (!is_new && (moves_second || moves_score)) leave_activity(index);

  record.start = visit.start;
  record.last_activity = figures.last_activity;
  record.score = static_cast<std::uint8_t>(score);
  record.changed_at = sequence_;
  record.is_anonymous = visit.is_anonymous();
  record.page_views = figures.count(visits::EventType::page_view);
  record.property_views = figures.count(visits::EventType::property_view);
  record.property_saves = figures.count(visits::EventType::property_save);
  const std::string_view page =
      figures.current_page.path.moment ? std::string_view(figures.current_page.path.text) : std::string_view(visit.entry.page);
  std::array<std::string_view, own_text_count> own{};
  if (visit.known_as) {
    own[lead_id_text] = {reinterpret_cast<const char*>(visit.known_as->lead.uuid.bytes.data()),
                         visit.known_as->lead.uuid.bytes.size()};
    own[lead_email_text] = visit.known_as->email;
    own[lead_name_text] = visit.known_as->name;
  }
  own[page_text] = page;
  own[property_text] = figures.property_in_view();
  record.texts.assign(own);
  const auto number_of = [&](std::string_view text) { return dictionary_.number_of(text); };
  record.place = {number_of(visit.location.city), number_of(visit.location.state), number_of(visit.location.country)};
  record.profile =
      dictionary_.number_of(Profile{number_of(visit.device.type), number_of(visit.device.browser), number_of(visit.device.os),
                                    number_of(visit.entry.source), number_of(visit.entry.campaign), number_of(lane_reason)});
  record.is_returning = visit.is_returning;
  if (marks || record.has_extra) {
    extra(index).marks = std::move(marks);
    drop_empty_extra(index);
  }
  if (visit.location.coordinates) coordinates_.try_emplace(place_key(record), *visit.location.coordinates);

  if (moves_second || moves_score) enter_activity(index);
  if (!record.is_in_panel && belongs_in_panel) enter_panel(index);
}

void Board::SiteBoard::remove(const VisitId& visit) {
  const std::uint32_t index = table_.find(visit);
  if (index == no_record) return;
  ++sequence_;
  if (slab_[index].is_in_panel) leave_panel(index);
  leave_activity(index);
  table_.erase(visit);
  slab_[index].texts = PackedTexts();
  if (slab_[index].has_extra) extras_.erase(index);
  free_.push_back(index);
}

void Board::SiteBoard::age(Instant now) {
  const std::int64_t edge = (now - panel_span).seconds();
  if (edge <= panel_edge_) return;
  for (auto second = by_activity_.lower_bound(panel_edge_); second != by_activity_.end() && second->first < edge; ++second) {
    for (std::uint32_t index = second->second.head; index != no_record; index = slab_[index].by_activity.next) {
      if (slab_[index].is_in_panel) leave_panel(index);
      ++sequence_;
    }
  }
  panel_edge_ = edge;
}

std::string_view Board::SiteBoard::common_text(const Record& record, CommonText which) const {
  if (which < place_text_count) return dictionary_.text_of(record.place[which]);
  return dictionary_.text_of(dictionary_.profile_of(record.profile)[which - place_text_count]);
}

bool Board::SiteBoard::marks_match(const people::Marks* marks, const Query& query) const {
  const bool is_claimed = marks != nullptr && marks->claimed_by;
  if (query.only_claimed && !is_claimed) return false;
  if (query.only_unclaimed && is_claimed) return false;
  if (!query.claimed_by.empty() && !(is_claimed && marks->claimed_by->id == query.claimed_by)) return false;
  return query.tag.empty() || (marks != nullptr && std::ranges::binary_search(marks->tags, query.tag));
}

bool Board::SiteBoard::matches(std::uint32_t index, const Query& query) const {
  const Record& record = slab_[index];
  const auto is_common = [&](CommonText which, const std::string& wanted) {
    return wanted.empty() || common_text(record, which) == wanted;
  };
  if (query.category && visits::category_of(record.score) != *query.category) return false;
  if (query.is_anonymous && record.is_anonymous != *query.is_anonymous) return false;
  if (query.presence && record.presence != static_cast<std::uint8_t>(*query.presence)) return false;
  if (!is_common(city_text, query.city) || !is_common(state_text, query.state) || !is_common(country_text, query.country))
    return false;
  if (!is_common(device_text, query.device_type) || !is_common(source_text, query.source)) return false;
  if (!query.property.empty() && record.texts.get(property_text) != query.property) return false;
  const Extra* extra = find_extra(index);
  if (query.only_struggling && (extra == nullptr || extra->struggles.empty())) return false;
  if (!marks_match(extra != nullptr ? extra->marks.get() : nullptr, query)) return false;
  if (query.text.empty()) return true;
  return contains_ignoring_case(record.texts.get(lead_email_text), query.text) ||
         contains_ignoring_case(record.texts.get(lead_name_text), query.text) ||
         contains_ignoring_case(record.texts.get(page_text), query.text) ||
         contains_ignoring_case(record.texts.get(property_text), query.text) ||
         contains_ignoring_case(common_text(record, city_text), query.text);
}

/// Every visit of the span that matches.
std::vector<std::uint32_t> Board::SiteBoard::look_through(const Query& query, Instant now) const {
  std::vector<std::uint32_t> found;
  const std::int64_t edge = (now - query.within).seconds();
  for (auto second = by_activity_.rbegin(); second != by_activity_.rend() && second->first >= edge; ++second) {
    for (std::uint32_t index = second->second.head; index != no_record; index = slab_[index].by_activity.next) {
      if (matches(index, query)) found.push_back(index);
    }
  }
  return found;
}

/// Enough visits to hold the first `limit` of the wanted order; those of one second or one score come together.
std::vector<std::uint32_t> Board::SiteBoard::candidates(const Query& query, Instant now) const {
  if (query.has_filter() || query.within != panel_span) return look_through(query, now);
  std::vector<std::uint32_t> found;
  const std::size_t wanted = query.offset + query.limit;
  if (query.sort == Sort::started) {
    for (auto second = by_start_.rbegin(); second != by_start_.rend() && found.size() < wanted; ++second) {
      for (std::uint32_t index = second->second; index != no_record; index = slab_[index].by_start.next) found.push_back(index);
    }
  } else if (query.sort == Sort::activity) {
    for (auto second = by_activity_.rbegin();
         second != by_activity_.rend() && found.size() < wanted && second->first >= panel_edge_; ++second) {
      for (std::uint32_t index = second->second.head; index != no_record; index = slab_[index].by_activity.next)
        found.push_back(index);
    }
  } else {
    // Of the very many that may share a low score, the latest to reach it come first.
    for (std::size_t score = by_score_.size(); score-- > 0 && found.size() < wanted;) {
      for (std::uint32_t index = by_score_[score]; index != no_record && found.size() < wanted; index = slab_[index].by_score.next)
        found.push_back(index);
    }
  }
  return found;
}

std::vector<PanelVisit> Board::SiteBoard::top(const Query& query, Instant now) const {
  std::vector<std::uint32_t> found = candidates(query, now);
  const auto comes_first = [&](std::uint32_t a_index, std::uint32_t b_index) {
    const Record& a = slab_[a_index];
    const Record& b = slab_[b_index];
    switch (query.sort) {
      case Sort::started: return std::tie(a.start, a.visit) > std::tie(b.start, b.visit);
      case Sort::activity: return std::tie(a.last_activity, a.visit) > std::tie(b.last_activity, b.visit);
      case Sort::score: return std::tie(a.score, a.last_activity, a.visit) > std::tie(b.score, b.last_activity, b.visit);
    }
    return false;
  };
  const std::size_t shown = std::min(query.offset + query.limit, found.size());
  std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(shown), comes_first);
  std::vector<PanelVisit> panel;
  for (std::size_t i = query.offset; i < shown; ++i) panel.push_back(panel_visit(found[i]));
  return panel;
}

Counts Board::SiteBoard::counts(const Query& query, Instant now) const {
  std::array<std::uint64_t, 3> sums{};
  if (query.has_filter()) {
    for (const std::uint32_t index : look_through(query, now)) ++sums[category_index(slab_[index].score)];
  } else if (query.within == panel_span) {
    std::ranges::copy(panel_counts_, sums.begin());
  } else {
    const std::int64_t edge = (now - query.within).seconds();
    for (auto second = by_activity_.rbegin(); second != by_activity_.rend() && second->first >= edge; ++second) {
      for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += second->second.counts[i];
    }
  }
  return counts_of(sums);
}

std::vector<PlaceCounts> Board::SiteBoard::places(const Query& query, Instant now) const {
  std::unordered_map<std::uint64_t, PlaceCounts> by_place;
  for (const std::uint32_t index : look_through(query, now)) {
    const Record& record = slab_[index];
    const std::uint64_t key = place_key(record);
    const auto [at, is_new] = by_place.try_emplace(key);
    PlaceCounts& place = at->second;
    if (is_new) {
      place.city = common_text(record, city_text);
      place.state = common_text(record, state_text);
      place.country = common_text(record, country_text);
      if (const auto known = coordinates_.find(key); known != coordinates_.end()) place.coordinates = known->second;
    }
    ++place.counts.total;
    const visits::ScoreCategory category = visits::category_of(record.score);
    ++(category == visits::ScoreCategory::hot    ? place.counts.hot
       : category == visits::ScoreCategory::warm ? place.counts.warm
                                                 : place.counts.cold);
  }
  std::vector<PlaceCounts> found;
  for (auto& [key, place] : by_place) found.push_back(std::move(place));
  std::ranges::sort(found, [](const PlaceCounts& a, const PlaceCounts& b) {
    return std::tuple(b.counts.total, a.country, a.city) < std::tuple(a.counts.total, b.country, b.city);
  });
  return found;
}

std::vector<PropertyInterest> Board::SiteBoard::interest(const Query& query, Instant now) const {
  std::map<std::string, PropertyInterest, std::less<>> by_property;
  for (const std::uint32_t index : look_through(query, now)) {
    const std::string_view property = slab_[index].texts.get(property_text);
    if (property.empty()) continue;
    auto at = by_property.find(property);
    if (at == by_property.end()) at = by_property.emplace(property, PropertyInterest{std::string(property)}).first;
    ++at->second.people;
    if (visits::category_of(slab_[index].score) == visits::ScoreCategory::hot) ++at->second.hot;
  }
  std::vector<PropertyInterest> found;
  for (auto& [id, interest] : by_property) found.push_back(std::move(interest));
  std::ranges::sort(found, std::greater(), [](const PropertyInterest& one) { return std::tuple(one.people, one.hot); });
  return found;
}

PanelVisit Board::SiteBoard::panel_visit(std::uint32_t index) const {
  const Record& record = slab_[index];
  PanelVisit shown;
  shown.visit = record.visit;
  shown.site = site_;
  if (const std::string_view lead = record.texts.get(lead_id_text); !lead.empty()) {
    LeadId id;
    std::memcpy(id.uuid.bytes.data(), lead.data(), id.uuid.bytes.size());
    shown.lead = id;
  }
  shown.lead_email = record.texts.get(lead_email_text);
  shown.lead_name = record.texts.get(lead_name_text);
  shown.is_anonymous = record.is_anonymous;
  shown.city = common_text(record, city_text);
  shown.state = common_text(record, state_text);
  shown.country = common_text(record, country_text);
  shown.score = record.score;
  shown.current_page = record.texts.get(page_text);
  shown.current_property = record.texts.get(property_text);
  shown.page_views = record.page_views;
  shown.property_views = record.property_views;
  shown.property_saves = record.property_saves;
  shown.start = record.start;
  shown.last_activity = record.last_activity;
  shown.device_type = common_text(record, device_text);
  shown.browser = common_text(record, browser_text);
  shown.referrer_source = common_text(record, source_text);
  shown.os = common_text(record, os_text);
  shown.campaign = common_text(record, campaign_text);
  if (const auto known = coordinates_.find(place_key(record)); known != coordinates_.end()) shown.coordinates = known->second;
  shown.is_returning = record.is_returning;
  shown.lane = lane_;
  shown.lane_reason = common_text(record, lane_reason_text);
  shown.presence = {static_cast<TabState>(record.presence), record.tabs};
  if (const Extra* extra = find_extra(index)) {
    shown.struggles = extra->struggles;
    shown.marks = extra->marks;
    shown.watchers = extra->watchers;
  }
  shown.changed_at = record.changed_at;
  return shown;
}

std::size_t Board::SiteBoard::memory_bytes() const {
  std::size_t texts = 0;
  for (std::uint32_t index = 0; index < slab_.size(); ++index) texts += slab_[index].texts.memory_bytes();
  return slab_.memory_bytes() + table_.memory_bytes() + texts + free_.capacity() * sizeof(std::uint32_t);
}

}  // namespace sojourn::live
