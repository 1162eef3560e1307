#include "journal/journal.hpp"

#include <spdlog/spdlog.h>

namespace sojourn::journal {

Journal::Journal(store::Store& store, feed::Feed& feed, const Clock& clock, Settings settings, std::function<void()> on_failure)
    : store_(store), feed_(feed), clock_(clock), settings_(settings), on_failure_(std::move(on_failure)) {}

Journal::~Journal() {
  stop();
}

Result<void> Journal::start() {
  std::vector<store::VisitChange> open;
  const auto publish = [&] {
    arm(open);
    feed_.publish(open);
    open.clear();
  };
  auto seen = store_.for_each_open_visit([&](store::VisitChange change) {
    open.push_back(std::move(change));
    if (open.size() == 1'000) publish();
  });
  if (!seen) return seen;
  publish();
  is_open_ = true;
  thread_ = std::thread([this] { run(); });
  return {};
}

void Journal::stop() {
  {
    const std::scoped_lock lock(mutex_);
    is_open_ = false;
  }
  work_came_.notify_all();
  if (!thread_.joinable()) return;
  thread_.join();
  if (is_failed_) return;
  if (auto flushed = store_.flush(clock_.now()); !flushed)
    spdlog::error("journal: writing back at the end: {}", flushed.error().message);
}

bool Journal::push(Waiting waiting) {
  {
    const std::scoped_lock lock(mutex_);
    if (!is_open_ || is_failed_ || queue_weight_ >= settings_.queue_weight_max) {
      ++figures_.refused;
      return false;
    }
    queue_weight_ += waiting.weight;
    queue_.push_back(waiting);
    if (queue_.size() > 1) return true;  // The thread was told of the first one.
  }
  work_came_.notify_one();
  return true;
}

Error Journal::refusal() const {
  return Error{.kind = ErrorKind::unavailable,
               .message = is_failed_ ? "the storage failed" : "too much work is waiting",
               .fields = {},
               .retry_after = Seconds(1)};
}

void Journal::nudge() {
  is_upkeep_wanted_ = true;
  look_again();
}

void Journal::look_again() {
  {
    const std::scoped_lock lock(mutex_);
    is_nudged_ = true;
  }
  work_came_.notify_one();
}

void Journal::run() {
  next_upkeep_ = std::chrono::steady_clock::now() + settings_.upkeep_period;
  std::vector<Waiting> taken;
  while (wait_for_work(taken)) carry_out_group(taken);
}

/// False once the journal is closed and its queue empty.
bool Journal::wait_for_work(std::vector<Waiting>& taken) {
  std::unique_lock lock(mutex_);
  const auto until_upkeep = next_upkeep_ - std::chrono::steady_clock::now();
  const auto longest = std::chrono::duration_cast<Milliseconds>(until_upkeep) + Milliseconds(1);
  work_came_.wait_for(lock, std::clamp(longest, Milliseconds(1), settings_.agenda_period),
                      [&] { return !queue_.empty() || !is_open_ || is_nudged_; });
  is_nudged_ = false;
  std::size_t weight = 0;
  while (!queue_.empty() && (taken.empty() || weight + queue_.front().weight <= settings_.group_weight_max)) {
    weight += queue_.front().weight;
    taken.push_back(queue_.front());
    queue_.pop_front();
  }
  queue_weight_ -= weight;
  return !taken.empty() || is_open_;
}

void Journal::carry_out_group(std::vector<Waiting>& taken) {
  const Instant now = clock_.now();
  store::Piece<store::CloseIdleVisits> closing;
  closing.command.visits = agenda_.take_due(now, settings_.idle_closings_per_group);
  const bool has_upkeep = is_upkeep_due();
  if (taken.empty() && closing.command.visits.empty() && !has_upkeep) return;

  std::vector<store::Work> group;
  group.reserve(taken.size() + 1);
  // Timeouts first: what comes in this group finds the visits as they stand.
  if (!closing.command.visits.empty()) group.emplace_back(&closing);
  std::size_t weight = 0;
  for (const Waiting& waiting : taken) {
    group.push_back(waiting.work);
    weight += waiting.weight;
  }

  // Last, since it is not what anybody waits for.
  store::Piece<store::Upkeep> upkeep;
  if (has_upkeep) group.emplace_back(&upkeep);

  changes_.clear();
  const auto began = std::chrono::steady_clock::now();
  const store::GroupOutcome outcome = is_failed_ ? store::GroupOutcome::failed : store_.commit(group, now, changes_);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  {
    const std::scoped_lock lock(mutex_);
    ++figures_.groups;
    figures_.pieces += taken.size();
    figures_.events += weight - taken.size();
    figures_.commit_seconds += took.count();
  }
  if (outcome == store::GroupOutcome::failed) {
    const bool is_first = !is_failed_.exchange(true);
    // A group may have become durable just before the storage failed: it says so then, as its verdicts do; others are refused.
    for (const Waiting& waiting : taken) {
      std::visit(
          [&](auto* piece) {
            if (!piece->verdict) piece->verdict = std::unexpected(refusal());
          },
          waiting.work);
    }
    answer(taken);
    if (is_first) {
      spdlog::critical("journal: the storage failed; nothing is acknowledged any more");
      on_failure_();
    }
    return;
  }
  arm(changes_);
  if (upkeep.verdict && *upkeep.verdict && (*upkeep.verdict)->has_more) {
    next_upkeep_ = std::chrono::steady_clock::now() + settings_.upkeep_pause;
  }
  // Where more came due than one group may close, the next group follows at once.
  if (closing.command.visits.size() == settings_.idle_closings_per_group) look_again();
  const auto& closed = closing.verdict;
  if (closed && *closed) {
    for (const auto& still : (*closed)->still_active) agenda_.arm(still.visit, still.times_out_at);
  } else {
    for (const VisitId& visit : closing.command.visits) agenda_.arm(visit, now + Seconds(1));
  }
  if (!changes_.empty()) feed_.publish(changes_);
  answer(taken);
}

bool Journal::is_upkeep_due() {
  const auto now = std::chrono::steady_clock::now();
  if (!is_upkeep_wanted_.exchange(false) && now < next_upkeep_) return false;
  next_upkeep_ = now + settings_.upkeep_period;
  return true;
}

void Journal::arm(const std::vector<store::VisitChange>& changes) {
  for (const store::VisitChange& change : changes) {
    if (change.kind == store::VisitChange::Kind::started) agenda_.arm(change.visit.id, times_out_at(change.visit));
  }
}

/// Lets everybody know, with one post for each executor that somebody waits at.
void Journal::answer(std::vector<Waiting>& taken) {
  std::vector<std::pair<Executor*, std::vector<std::coroutine_handle<>>>> homes;
  for (const Waiting& waiting : taken) {
    auto home = std::ranges::find(homes, waiting.home, &std::pair<Executor*, std::vector<std::coroutine_handle<>>>::first);
    if (home == homes.end()) home = homes.insert(home, {waiting.home, {}});
    home->second.push_back(waiting.waiter);
  }
  for (auto& [home, waiters] : homes) {
    home->post([resumed = std::move(waiters)] {
      for (const std::coroutine_handle<>& waiter : resumed) waiter.resume();
    });
  }
  taken.clear();
}

Figures Journal::figures() const {
  const std::scoped_lock lock(mutex_);
  Figures figures = figures_;
  figures.queue_weight = queue_weight_;
  return figures;
}

}  // namespace sojourn::journal
