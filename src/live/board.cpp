#include "live/board.hpp"

#include "live/site_board.hpp"

namespace sojourn::live {
namespace {

constexpr std::size_t departures_max = 10'000;

}  // namespace

bool Query::has_filter() const {
  return category || is_anonymous || !city.empty() || !device_type.empty() || !text.empty();
}

Board::Board(const visits::Rulebook& rules) : rules_(rules), dictionary_(std::make_unique<Dictionary>()) {
  SystemRandom random;
  epoch_ = fmt::format("{:016x}", random.next_u64());
}

Board::~Board() = default;

Board::SiteBoard& Board::site_board(const SiteId& site) {
  auto& board = sites_[site];
  if (!board) board = std::make_unique<SiteBoard>(site, *dictionary_);
  return *board;
}

void Board::apply(std::span<const store::VisitChange> changes, Instant now) {
  const std::scoped_lock lock(mutex_);
  for (const store::VisitChange& change : changes) {
    if (change.visit.device.type == "bot") continue;
    SiteBoard& board = site_board(change.visit.site);
    board.age(now);
    if (change.kind == store::VisitChange::Kind::ended) {
      board.remove(change.visit.id);
      remember(change);
    } else {
      board.put(change.visit, score_of(change.visit, rules_.of(change.visit.site)->rules));
    }
  }
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
  SiteBoard& board = site_board(site);
  board.age(now);
  Panel panel;
  panel.visits = board.top(query, now);
  panel.counts = board.counts(query, now);
  panel.sequence = board.sequence();
  return panel;
}

Counts Board::counts(const SiteId& site, Milliseconds within, Instant now) {
  Query query;
  query.within = within;
  const std::scoped_lock lock(mutex_);
  SiteBoard& board = site_board(site);
  board.age(now);
  return board.counts(query, now);
}

std::uint64_t Board::sequence(const SiteId& site) const {
  const std::scoped_lock lock(mutex_);
  const auto found = sites_.find(site);
  return found == sites_.end() ? 0 : found->second->sequence();
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
  for (const auto& [site, board] : sites_) sum += board->size();
  return sum;
}

std::size_t Board::memory_bytes() const {
  const std::scoped_lock lock(mutex_);
  std::size_t sum = 0;
  for (const auto& [site, board] : sites_) sum += board->memory_bytes();
  return sum;
}

}  // namespace sojourn::live
