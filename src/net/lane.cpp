#include "net/lane.hpp"

#include <spdlog/spdlog.h>
#include <exception>

namespace sojourn::net {
namespace {

constexpr std::size_t free_exchanges_max = 256;
constexpr std::size_t output_bytes_kept = 256 * 1024;

}  // namespace

Link::Link(Lane& lane) : lane_(lane) {
  lane_.add(*this);
}

Link::~Link() {
  lane_.remove(*this);
}

Lane::Lane(const Settings& settings, Application& application, Gate& gate)
    : settings_(settings), application_(application), gate_(gate), sweep_timer_(loop_.impl().context) {}

void Lane::start() {
  sweep_later();
}

void Lane::sweep_later() {
  sweep_timer_.expires_after(limits().sweep_interval);
  sweep_timer_.async_wait([this](error_code error) {
    if (error) return;
    sweep();
    sweep_later();
  });
}

// Looking at one link may end another, so all are held meanwhile.
template <typename Act>
void Lane::for_each_link(Act act) {
  std::vector<std::shared_ptr<Link>> held;
  held.reserve(links_.size());
  for (Link* link : links_) {
    if (auto alive = link->weak_from_this().lock()) held.push_back(std::move(alive));
  }
  for (const auto& link : held) act(*link);
}

void Lane::sweep() {
  now_ = std::chrono::steady_clock::now();
  for (auto& call : at_sweep) call();
  const bool cuts = is_draining_ && now_ - drain_since_ > limits().drain_time_max;
  for_each_link([cuts](Link& link) { cuts ? link.cut() : link.sweep(); });
}

void Lane::drain() {
  is_draining_ = true;
  drain_since_ = std::chrono::steady_clock::now();
  for_each_link([](Link& link) { link.drain(); });
  if (links_.empty()) loop_.stop();
}

void Lane::add(Link& link) {
  link.index_ = links_.size();
  links_.push_back(&link);
}

void Lane::remove(Link& link) {
  links_[link.index_] = links_.back();
  links_[link.index_]->index_ = link.index_;
  links_.pop_back();
  if (is_draining_ && links_.empty()) loop_.stop();
}

std::unique_ptr<Exchange> Lane::take_exchange() {
  if (free_exchanges_.empty()) return std::make_unique<Exchange>();
  auto exchange = std::move(free_exchanges_.back());
  free_exchanges_.pop_back();
  return exchange;
}

void Lane::give_back(std::unique_ptr<Exchange> exchange) {
  if (free_exchanges_.size() == free_exchanges_max) return;
  exchange->response = Response();
  free_exchanges_.push_back(std::move(exchange));
}

std::string& Lane::cleared_output() {
  if (output_.capacity() > output_bytes_kept) output_ = std::string();
  output_.clear();
  return output_;
}

void log_failure(std::string_view who) noexcept {
  try {
    if (!std::current_exception()) {
      spdlog::error("{} failed without a reason", who);
      return;
    }
    throw;
  } catch (const std::exception& exception) {
    spdlog::error("{} failed: {}", who, exception.what());
  } catch (...) {
    spdlog::error("{} failed", who);
  }
}

}  // namespace sojourn::net
