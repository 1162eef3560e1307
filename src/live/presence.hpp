#pragma once

// Which tabs of a visit are open, and how: said by the pages themselves, over their socket, with heartbeats and with the beacon
// that a closing page sends. Kept in memory only: after a restart the pages say it again.

#include "live/board.hpp"

#include <map>

namespace sojourn::live {

/// Any thread.
class PresenceKeeper {
 public:
  static constexpr std::size_t tabs_per_visit_max = 20;
  /// A page that goes is often followed by the next one of the same site: only then nobody has left.
  static constexpr Milliseconds closing_grace{500};

  /// `board` outlives the keeper.
  explicit PresenceKeeper(Board& board) : board_(board) {}

  /// A tab says how it is; TabState::left when it closes. It is believed until `expires` unless it speaks again.
  void say(const SiteId& site, const VisitId& visit, std::string_view tab, TabState state, Instant now, Instant expires);
  /// The visit has ended.
  void forget(const VisitId& visit);
  /// What passes by time alone: closed tabs are gone after the grace, silent ones once they have expired. True where the board has
  /// changed.
  bool pass_time(Instant now);

 private:
  struct Tab {
    std::uint64_t name_hash = 0;
    TabState state = TabState::unknown;
    Instant expires;
  };
  struct Visit {
    SiteId site;
    std::vector<Tab> tabs;
  };

  void show(const VisitId& visit, const Visit& known);

  Board& board_;
  std::mutex mutex_;
  std::unordered_map<VisitId, Visit> visits_;
  std::multimap<Instant, std::pair<VisitId, std::uint64_t>> closing_;
  std::multimap<Instant, VisitId> expiring_;  ///< Lazy: what comes due is looked at, and armed anew where a tab has spoken since.
};

}  // namespace sojourn::live
