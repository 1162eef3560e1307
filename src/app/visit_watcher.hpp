#pragma once

// Watches the committed changes for what colleagues want to know at once: somebody became hot, somebody they follow is back,
// somebody struggles. Deciding whether they are told is the store's business (RaiseAlert), so that no alert is lost or doubled by a
// crash: after a restart all open visits come by again.

#include "accounts/directory.hpp"
#include "journal/journal.hpp"
#include "live/board.hpp"
#include "store/store.hpp"
#include "visits/behaviour.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <unordered_set>

namespace sojourn::app {

class VisitWatcher {
 public:
  static constexpr std::size_t visits_waiting_max =
      20'000;  ///< Past it a change is passed over; the visit's next one is looked at.
  static constexpr std::size_t visits_per_look = 200;

  /// Called on the watcher's thread with each alert that colleagues are told of.
  using Tell = std::function<void(const store::Alert&)>;

  /// All outlive it.
  VisitWatcher(journal::Journal& journal, live::Board& board, accounts::Accounts& accounts, const visits::Rulebook& rules,
               const Clock& clock, Tell tell);
  ~VisitWatcher() { stop(); }

  /// `reader` is its own.
  void start(std::unique_ptr<store::Reader> reader);
  void stop();

  /// On the journal's thread, with every group; only notes what is worth a look.
  void see(std::span<const store::VisitChange> changes);

 private:
  /// What is known of a visit that was worth a look.
  struct Known {
    bool is_hot = false;
    bool was_greeted = false;
    std::uint64_t signs = 0;  ///< How much of what may be a struggle had happened.
  };
  struct Task {
    SiteId site;
    VisitId visit;
    bool became_hot = false;
    bool returned = false;
    bool may_struggle = false;
    bool is_snoozed = false;
    int score = 0;
    std::string who;
    std::string page;
  };

  std::optional<Task> worth_a_look(const store::VisitChange& change);
  void run();
  void look(std::span<Task> tasks);
  std::vector<visits::Struggle> struggles_of(const store::StoredVisit& stored);
  void raise(const Task& task, people::AlertKind kind, std::string title, std::string text);

  journal::Journal& journal_;
  live::Board& board_;
  accounts::Accounts& accounts_;
  const visits::Rulebook& rules_;
  const Clock& clock_;
  const Tell tell_;
  std::unique_ptr<store::Reader> reader_;
  std::thread thread_;

  std::unordered_map<VisitId, Known> known_;  ///< The journal thread's.

  std::mutex mutex_;
  std::condition_variable task_came_;
  std::deque<Task> tasks_;
  bool is_stopping_ = false;
};

}  // namespace sojourn::app
