#pragma once

// One site's part of the board.

#include "live/board.hpp"
#include "live/record.hpp"

#include <array>
#include <map>

namespace sojourn::live {

/// The span of the panel that is kept in order at all times; other spans are looked through.
inline constexpr Milliseconds panel_span = std::chrono::minutes(15);

/// One lane of it. Guarded by the board's mutex.
class Board::SiteBoard {
 public:
  SiteBoard(const SiteId& site, visits::Lane lane, Dictionary& dictionary)
      : site_(site), lane_(lane), dictionary_(dictionary), table_(slab_) {}

  void put(const visits::Visit& visit, int score, std::string_view lane_reason, std::shared_ptr<const people::Marks> marks);
  bool contains(const VisitId& visit) const { return table_.find(visit) != no_record; }
  PanelVisit find(const VisitId& visit) const { return panel_visit(table_.find(visit)); }
  void set_presence(const VisitId& visit, Presence presence);
  void set_struggles(const VisitId& visit, std::vector<std::string> struggles);
  void set_watchers(const VisitId& visit, std::vector<std::string> watchers);
  void remove(const VisitId& visit);
  /// Takes out of the panel what has not been active for its span.
  void age(Instant now);

  std::vector<PanelVisit> top(const Query& query, Instant now) const;
  Counts counts(const Query& query, Instant now) const;
  std::vector<PlaceCounts> places(const Query& query, Instant now) const;
  std::vector<PropertyInterest> interest(const Query& query, Instant now) const;

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
  bool matches(std::uint32_t index, const Query& query) const;
  std::string_view common_text(const Record& record, CommonText which) const;
  bool marks_match(const people::Marks* marks, const Query& query) const;
  void touch(std::uint32_t index) { slab_[index].changed_at = ++sequence_; }
  std::vector<std::uint32_t> candidates(const Query& query, Instant now) const;
  std::vector<std::uint32_t> look_through(const Query& query, Instant now) const;
  PanelVisit panel_visit(std::uint32_t index) const;

  /// What few visits have.
  struct Extra {
    std::shared_ptr<const people::Marks> marks;
    std::vector<std::string> struggles;
    std::vector<std::string> watchers;
    bool is_empty() const { return !marks && struggles.empty() && watchers.empty(); }
  };
  Extra& extra(std::uint32_t index);
  const Extra* find_extra(std::uint32_t index) const;
  void drop_empty_extra(std::uint32_t index);

  const SiteId site_;
  const visits::Lane lane_;
  Dictionary& dictionary_;
  Slab slab_;
  std::vector<std::uint32_t> free_;
  RecordTable table_;
  std::unordered_map<std::uint32_t, Extra> extras_;
  std::unordered_map<std::uint64_t, visits::Coordinates> coordinates_;  ///< By the numbers of city and country.
  std::map<std::int64_t, Head> by_start_;                               ///< The panel's, by second.
  std::array<Head, 101> by_score_ = filled();                           ///< The panel's.
  std::map<std::int64_t, Second> by_activity_;                          ///< All, by second.
  std::array<std::uint32_t, 3> panel_counts_{};                         ///< By category.
  std::int64_t panel_edge_ = INT64_MIN;                                 ///< Activity in this second or later is in the panel.
  std::uint64_t sequence_ = 0;

  static constexpr std::array<Head, 101> filled() {
    std::array<Head, 101> heads{};
    heads.fill(no_record);
    return heads;
  }
};

}  // namespace sojourn::live
