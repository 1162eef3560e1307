#include "live/board.hpp"

#include "live/site_board.hpp"

namespace sojourn::live {
namespace {

constexpr std::size_t departures_max = 10'000;

}  // namespace

std::string_view name_of(TabState state) {
  switch (state) {
    case TabState::unknown: return "unknown";
    case TabState::left: return "left";
    case TabState::hidden: return "hidden";
    case TabState::idle: return "idle";
    case TabState::visible: return "visible";
  }
  return "unknown";
}

std::optional<TabState> tab_state_of(std::string_view name) {
  for (const TabState state : {TabState::left, TabState::hidden, TabState::idle, TabState::visible}) {
    if (name_of(state) == name) return state;
  }
  return std::nullopt;
}

PanelVisit panel_visit_of(const visits::Visit& visit, int score, const visits::LaneReason& lane) {
  const visits::Figures& figures = visit.figures;
  PanelVisit shown;
  shown.visit = visit.id;
  shown.site = visit.site;
  if (visit.known_as) {
    shown.lead = visit.known_as->lead;
    shown.lead_email = visit.known_as->email;
    shown.lead_name = visit.known_as->name;
  }
  shown.is_anonymous = visit.is_anonymous();
  shown.city = visit.location.city;
  shown.state = visit.location.state;
  shown.country = visit.location.country;
  shown.coordinates = visit.location.coordinates;
  shown.score = score;
  shown.current_page = figures.current_page.path.moment ? figures.current_page.path.text : visit.entry.page;
  shown.current_property = figures.property_in_view();
  shown.page_views = figures.count(visits::EventType::page_view);
  shown.property_views = figures.count(visits::EventType::property_view);
  shown.property_saves = figures.count(visits::EventType::property_save);
  shown.start = visit.start;
  shown.last_activity = figures.last_activity;
  shown.device_type = visit.device.type;
  shown.browser = visit.device.browser;
  shown.os = visit.device.os;
  shown.referrer_source = visit.entry.source;
  shown.campaign = visit.entry.campaign;
  shown.is_returning = visit.is_returning;
  shown.lane = lane.lane;
  shown.lane_reason = lane.reason;
  return shown;
}

bool Query::has_filter() const {
  return category || is_anonymous || presence || only_struggling || only_claimed || only_unclaimed || !city.empty() ||
         !state.empty() || !country.empty() || !device_type.empty() || !source.empty() || !property.empty() || !tag.empty() ||
         !claimed_by.empty() || !text.empty();
}

Board::Board(const visits::Rulebook& rules) : rules_(rules), dictionary_(std::make_unique<Dictionary>()) {
  SystemRandom random;
  epoch_ = fmt::format("{:016x}", random.next_u64());
}

Board::~Board() = default;

Board::SiteBoard& Board::site_board(const SiteId& site, visits::Lane lane) {
  Lanes& lanes = sites_[site];
  auto& board = lane == visits::Lane::bots ? lanes.bots : lanes.people;
  if (!board) board = std::make_unique<SiteBoard>(site, lane, *dictionary_);
  return *board;
}

Board::SiteBoard* Board::holder_of(const SiteId& site, const VisitId& visit) {
  const auto lanes = sites_.find(site);
  if (lanes == sites_.end()) return nullptr;
  for (SiteBoard* board : {lanes->second.people.get(), lanes->second.bots.get()}) {
    if (board != nullptr && board->contains(visit)) return board;
  }
  return nullptr;
}

void Board::apply(std::span<const store::VisitChange> changes, Instant now) {
  const std::scoped_lock lock(mutex_);
  for (const store::VisitChange& change : changes) {
    const visits::Visit& visit = change.visit;
    if (change.kind == store::VisitChange::Kind::ended) {
      for (const visits::Lane lane : {visits::Lane::people, visits::Lane::bots}) {
        SiteBoard& board = site_board(visit.site, lane);
        board.age(now);
        board.remove(visit.id);
      }
      remember(change);
      continue;
    }
    const visits::LaneReason lane = lane_of(visit);
    SiteBoard& other = site_board(visit.site, lane.lane == visits::Lane::bots ? visits::Lane::people : visits::Lane::bots);
    other.remove(visit.id);
    SiteBoard& board = site_board(visit.site, lane.lane);
    board.age(now);
    board.put(visit, score_of(visit, rules_.of(visit.site)->rules), lane.reason, change.marks);
  }
}

void Board::set_presence(const SiteId& site, const VisitId& visit, Presence presence) {
  const std::scoped_lock lock(mutex_);
  if (SiteBoard* board = holder_of(site, visit)) board->set_presence(visit, presence);
}

void Board::set_struggles(const SiteId& site, const VisitId& visit, std::vector<std::string> struggles) {
  const std::scoped_lock lock(mutex_);
  if (SiteBoard* board = holder_of(site, visit)) board->set_struggles(visit, std::move(struggles));
}

void Board::set_watchers(const SiteId& site, const VisitId& visit, std::vector<std::string> watchers) {
  const std::scoped_lock lock(mutex_);
  if (SiteBoard* board = holder_of(site, visit)) board->set_watchers(visit, std::move(watchers));
}

std::optional<PanelVisit> Board::find(const SiteId& site, const VisitId& visit, Instant now) {
  const std::scoped_lock lock(mutex_);
  SiteBoard* board = holder_of(site, visit);
  if (board == nullptr) return std::nullopt;
  board->age(now);
  return board->find(visit);
}

std::vector<PlaceCounts> Board::places(const SiteId& site, const Query& query, Instant now) {
  const std::scoped_lock lock(mutex_);
  SiteBoard& board = site_board(site, query.lane);
  board.age(now);
  return board.places(query, now);
}

std::vector<PropertyInterest> Board::interest(const SiteId& site, const Query& query, Instant now) {
  const std::scoped_lock lock(mutex_);
  SiteBoard& board = site_board(site, query.lane);
  board.age(now);
  return board.interest(query, now);
}

void Board::remember(const store::VisitChange& change) {
  const visits::Standing standing = standing_of(change.visit, Instant::from_ms(INT64_MAX / 2));
  if (departure_order_.size() < departures_max) {
    departure_order_.push_back(change.visit.id);
  } else {
    departures_.erase(departure_order_[next_departure_]);
    departure_order_[next_departure_] = change.visit.id;
    next_departure_ = (next_departure_ + 1) % departures_max;
  }
  departures_[change.visit.id] = {change.visit.id, standing.reason, standing.ended_at};
}

Panel Board::query(const SiteId& site, const Query& query, Instant now) {
  const std::scoped_lock lock(mutex_);
  SiteBoard& board = site_board(site, query.lane);
  board.age(now);
  Panel panel;
  panel.visits = board.top(query, now);
  panel.counts = board.counts(query, now);
  panel.sequence = sequence_of(site);
  return panel;
}

Counts Board::counts(const SiteId& site, Milliseconds within, Instant now) {
  Query query;
  query.within = within;
  const std::scoped_lock lock(mutex_);
  SiteBoard& board = site_board(site, visits::Lane::people);
  board.age(now);
  return board.counts(query, now);
}

std::uint64_t Board::sequence(const SiteId& site) const {
  const std::scoped_lock lock(mutex_);
  return sequence_of(site);
}

std::uint64_t Board::sequence_of(const SiteId& site) const {
  const auto found = sites_.find(site);
  if (found == sites_.end()) return 0;
  const Lanes& lanes = found->second;
  return (lanes.people ? lanes.people->sequence() : 0) + (lanes.bots ? lanes.bots->sequence() : 0);
}

std::optional<Departure> Board::departure(const VisitId& visit) const {
  const std::scoped_lock lock(mutex_);
  const auto found = departures_.find(visit);
  if (found == departures_.end()) return std::nullopt;
  return found->second;
}

std::size_t Board::size() const {
  const std::scoped_lock lock(mutex_);
  std::size_t sum = 0;
  for (const auto& [site, lanes] : sites_) sum += (lanes.people ? lanes.people->size() : 0) + (lanes.bots ? lanes.bots->size() : 0);
  return sum;
}

std::size_t Board::memory_bytes() const {
  const std::scoped_lock lock(mutex_);
  std::size_t sum = 0;
  for (const auto& [site, lanes] : sites_) {
    for (const SiteBoard* board : {lanes.people.get(), lanes.bots.get()}) sum += board != nullptr ? board->memory_bytes() : 0;
  }
  return sum;
}

}  // namespace sojourn::live
