#pragma once

// The one write path. Requests hand in pieces of work and wait; one thread takes what is there, has the store carry it out in one
// durable transaction, tells the feed, and only then lets everybody know. While one group commits the next gathers by itself, so
// there is no delay to tune. A full queue is refused at once; after the first failure of the storage nothing is acknowledged any
// more.

#include "base/clock.hpp"
#include "base/executor.hpp"
#include "base/task.hpp"
#include "feed/feed.hpp"
#include "journal/agenda.hpp"
#include "store/store.hpp"

#include <atomic>
#include <condition_variable>
#include <coroutine>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace sojourn::journal {

struct Settings {
  std::size_t queue_weight_max = 100'000;  ///< A piece weighs 1, and 1 more for each event it brings.
  std::size_t group_weight_max = 10'000;
  std::size_t idle_closings_per_group = 500;
  Milliseconds upkeep_period{1'000};  ///< How often the store is asked what it has to do by itself,
  Milliseconds upkeep_pause{100};     ///< and how long it pauses between two steps of that, so that work goes on.
  Milliseconds agenda_period{250};    ///< How often the agenda is looked at while no work comes.
};

struct Figures {
  std::uint64_t groups = 0;
  std::uint64_t pieces = 0;
  std::uint64_t events = 0;
  std::uint64_t refused = 0;
  double commit_seconds = 0;
  std::size_t queue_weight = 0;
};

class Journal {
 public:
  /// All three outlive the journal. `on_failure` is called once, on the journal's thread, when the storage has failed.
  Journal(store::Store& store, feed::Feed& feed, const Clock& clock, Settings settings, std::function<void()> on_failure);
  ~Journal();

  /// Arms the agenda for every open visit, tells the feed of them, and begins to take work.
  Result<void> start();
  /// Takes no more work, finishes what was taken, writes everything back. Idempotent.
  void stop();

  /// Whether a piece of work would be taken now. Any thread; ask before spending effort on a request.
  bool has_room() const {
    return queue_weight_.load(std::memory_order_relaxed) < settings_.queue_weight_max &&
           !is_failed_.load(std::memory_order_relaxed);
  }
  bool is_failed() const { return is_failed_.load(); }

  /// `auto verdict = co_await journal.carry_out(std::move(command), executor);` The command lives in the awaiting coroutine; the
  /// coroutine goes on at `home`, after the sync. unavailable with retry_after where the queue is full or the journal is stopping.
  template <typename Command>
  auto carry_out(Command command, Executor& home) {
    return Awaiter<Command>{*this, home, {std::move(command), std::nullopt}};
  }

  /// The same for a thread that may block. Not for the journal's own thread.
  template <typename Command>
  Result<typename Command::Verdict> carry_out_blocking(Command command) {
    return carry_out_later(std::move(command)).get();
  }
  /// Its verdict when it comes: for threads that hand in many pieces at once.
  template <typename Command>
  std::future<Result<typename Command::Verdict>> carry_out_later(Command command) {
    std::promise<Result<typename Command::Verdict>> promise;
    auto future = promise.get_future();
    run_inline(std::move(command), std::move(promise));
    return future;
  }

  /// Looks at the agenda and the upkeep now: after a test moved the clock.
  void nudge();

  Figures figures() const;

 private:
  struct Waiting {
    store::Work work;
    std::coroutine_handle<> waiter;
    Executor* home;
    std::size_t weight;
  };

  template <typename Command>
  struct Awaiter {
    Journal& journal;
    Executor& home;
    store::Piece<Command> piece;

    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> waiter) {
      if (journal.push({&piece, waiter, &home, weight_of(piece.command)})) return true;
      piece.verdict = std::unexpected(journal.refusal());
      return false;
    }
    Result<typename Command::Verdict> await_resume() { return std::move(*piece.verdict); }
  };

  template <typename Command>
  static std::size_t weight_of(const Command& command) {
    if constexpr (requires { command.events.size(); }) return 1 + command.events.size();
    return 1;
  }

  template <typename Command>
  Detached run_inline(Command command, std::promise<Result<typename Command::Verdict>> promise);

  bool push(Waiting waiting);
  Error refusal() const;
  void run();
  bool wait_for_work(std::vector<Waiting>& taken);
  bool is_upkeep_due();
  void look_again();
  void carry_out_group(std::vector<Waiting>& taken);
  void answer(std::vector<Waiting>& taken);
  void arm(const std::vector<store::VisitChange>& changes);

  // Fixed after construction.
  store::Store& store_;
  feed::Feed& feed_;
  const Clock& clock_;
  const Settings settings_;
  const std::function<void()> on_failure_;

  // The journal thread's.
  Agenda agenda_;
  std::chrono::steady_clock::time_point next_upkeep_;
  std::vector<store::VisitChange> changes_;
  std::thread thread_;

  // Guarded by mutex_.
  mutable std::mutex mutex_;
  std::condition_variable work_came_;
  std::deque<Waiting> queue_;
  bool is_open_ = false;
  bool is_nudged_ = false;
  Figures figures_;

  std::atomic<bool> is_upkeep_wanted_{false};
  std::atomic<std::size_t> queue_weight_{0};
  std::atomic<bool> is_failed_{false};
};

template <typename Command>
Detached Journal::run_inline(Command command, std::promise<Result<typename Command::Verdict>> promise) {
  InlineExecutor inline_executor;
  auto verdict = co_await carry_out(std::move(command), inline_executor);
  promise.set_value(std::move(verdict));
}

}  // namespace sojourn::journal
