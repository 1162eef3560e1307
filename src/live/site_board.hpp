#pragma once

// One site's part of the board.

#include "live/board.hpp"
#include "live/record.hpp"

#include <array>
#include <map>

namespace sojourn::live {

/// The span of the panel that is kept in order at all times; other spans are looked through.
inline constexpr Milliseconds panel_span = std::chrono::minutes(15);

/// Guarded by the board's mutex.
class Board::SiteBoard {
 public:
  SiteBoard(const SiteId& site, Dictionary& dictionary) : site_(site), dictionary_(dictionary), table_(slab_) {}

  void put(const visits::Visit& visit, int score);
  void remove(const VisitId& visit);
  /// Takes out of the panel what has not been active for its span.
  void age(Instant now);

  std::vector<PanelVisit> top(const Query& query, Instant now) const;
  Counts counts(const Query& query, Instant now) const;

  std::uint64_t sequence() const { return sequence_; }
  std::size_t size() const { return table_.size(); }
  std::size_t memory_bytes() const;

 private:
  using Head = std::uint32_t;
  struct Second {
    Head head = no_record;
    std::array<std::uint32_t, 3> counts{};  ///< By category.
  };

  std::uint32_t allocate();
  void link(Head& head, Links Record::* links, std::uint32_t index);
  void unlink(Head& head, Links Record::* links, std::uint32_t index);
  void enter_activity(std::uint32_t index);
  void leave_activity(std::uint32_t index);
  void enter_panel(std::uint32_t index);
  void leave_panel(std::uint32_t index);
  bool matches(const Record& record, const Query& query) const;
  std::vector<std::uint32_t> candidates(const Query& query, Instant now) const;
  std::vector<std::uint32_t> look_through(const Query& query, Instant now) const;
  PanelVisit panel_visit(const Record& record) const;

  const SiteId site_;
  Dictionary& dictionary_;
  Slab slab_;
  std::vector<std::uint32_t> free_;
  RecordTable table_;
  std::map<std::int64_t, Head> by_start_;        ///< The panel's, by second.
  std::array<Head, 101> by_score_ = filled();    ///< The panel's.
  std::map<std::int64_t, Second> by_activity_;   ///< All, by second.
  std::array<std::uint32_t, 3> panel_counts_{};  ///< By category.
  std::int64_t panel_edge_ = INT64_MIN;          ///< Activity in this second or later is in the panel.
  std::uint64_t sequence_ = 0;

  static constexpr std::array<Head, 101> filled() {
    std::array<Head, 101> heads{};
    heads.fill(no_record);
    return heads;
  }
};

}  // namespace sojourn::live
