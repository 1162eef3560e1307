#pragma once

// The board: every visit that is active now, in memory, ordered so that the panel's questions cost what they return and not what is
// there. A cache of committed truth, fed by the journal; a million visits fit in a few hundred megabytes.

#include "base/uuid.hpp"
#include "people/marks.hpp"
#include "store/work.hpp"
#include "visits/lane.hpp"
#include "visits/rulebook.hpp"
#include "visits/score.hpp"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sojourn::live {

/// What the tabs of a visit's browser last said.
enum class TabState : std::uint8_t { unknown, left, hidden, idle, visible };
std::string_view name_of(TabState state);
std::optional<TabState> tab_state_of(std::string_view name);

struct Presence {
  TabState state = TabState::unknown;  ///< That of the tab most in use; left once all have closed.
  std::uint8_t tabs = 0;               ///< Open ones.
  bool operator==(const Presence&) const = default;
};

/// What the panel shows of one visit.
struct PanelVisit {
  VisitId visit;
  SiteId site;
  std::optional<LeadId> lead;
  std::string lead_email;
  std::string lead_name;
  bool is_anonymous = true;
  std::string city, state, country;
  int score = 0;
  std::string current_page;
  std::string current_property;
  std::uint32_t page_views = 0;
  std::uint32_t property_views = 0;
  std::uint32_t property_saves = 0;
  Instant start;
  Instant last_activity;
  std::string device_type;
  std::string browser;
  std::string os;
  std::string referrer_source;
  std::string campaign;
  std::optional<visits::Coordinates> coordinates;
  bool is_returning = false;
  visits::Lane lane = visits::Lane::people;
  std::string lane_reason;  ///< "" for people about whom nobody wondered.
  Presence presence;
  std::vector<std::string> struggles;
  std::shared_ptr<const people::Marks> marks;  ///< Null where there are none.
  std::vector<std::string> watchers;           ///< Who has this visit's journey open.
  std::uint64_t changed_at = 0;                ///< The board's sequence at its last change.
};

/// The same for a visit that is not on the board, as it stood once.
PanelVisit panel_visit_of(const visits::Visit& visit, int score, const visits::LaneReason& lane);

struct Counts {
  std::uint64_t total = 0;
  std::uint64_t hot = 0;
  std::uint64_t warm = 0;
  std::uint64_t cold = 0;
  bool operator==(const Counts&) const = default;
};

enum class Sort : std::uint8_t { started, score, activity };

/// What a viewer wants to see. Without the filters of the second group an answer costs O(limit); with them the site's visits are
/// looked through.
struct Query {
  std::size_t limit = 5;
  std::size_t offset = 0;
  visits::Lane lane = visits::Lane::people;
  Sort sort = Sort::started;
  Milliseconds within = std::chrono::minutes(15);  ///< Only visits active in this span.

  std::optional<visits::ScoreCategory> category;
  std::optional<bool> is_anonymous;
  std::string city;
  std::string state;
  std::string country;
  std::string device_type;
  std::string source;
  std::string property;  ///< Being looked at.
  std::string tag;
  std::optional<TabState> presence;
  bool only_struggling = false;
  bool only_claimed = false;
  bool only_unclaimed = false;
  std::string claimed_by;  ///< A colleague's id.
  std::string text;        ///< In the e-mail, name, page, property or city, in any case.

  bool has_filter() const;
};

struct Panel {
  std::vector<PanelVisit> visits;
  Counts counts;
  std::uint64_t sequence = 0;
};

/// A visit that left the board lately.
struct Departure {
  VisitId visit;
  visits::ExitReason reason = visits::ExitReason::timeout;
  Instant end_time;
};

/// Visits of one place.
struct PlaceCounts {
  std::string city, state, country;
  std::optional<visits::Coordinates> coordinates;
  Counts counts;
};

/// Who is looking at a property now.
struct PropertyInterest {
  std::string property_id;
  std::uint64_t people = 0;
  std::uint64_t hot = 0;
};

class Dictionary;

/// Any thread; a mutex guards it all, held for microseconds.
class Board {
 public:
  /// `rules` outlives the board.
  explicit Board(const visits::Rulebook& rules);
  ~Board();

  void apply(std::span<const store::VisitChange> changes, Instant now);
  Panel query(const SiteId& site, const Query& query, Instant now);
  Counts counts(const SiteId& site, Milliseconds within, Instant now);

  // What is known of a visit by other ways than its events; nothing happens where it is not on the board.
  void set_presence(const SiteId& site, const VisitId& visit, Presence presence);
  void set_struggles(const SiteId& site, const VisitId& visit, std::vector<std::string> struggles);
  void set_watchers(const SiteId& site, const VisitId& visit, std::vector<std::string> watchers);
  /// The visit as the panel shows it; nothing where it is not on the board.
  std::optional<PanelVisit> find(const SiteId& site, const VisitId& visit, Instant now);

  /// The visits that match by place, and by the property being viewed. Costs a look at each that matches.
  std::vector<PlaceCounts> places(const SiteId& site, const Query& query, Instant now);
  std::vector<PropertyInterest> interest(const SiteId& site, const Query& query, Instant now);

  /// Rises with every change to the site's part of the board.
  std::uint64_t sequence(const SiteId& site) const;
  /// How a visit ended, while it is among the last thousands that did.
  std::optional<Departure> departure(const VisitId& visit) const;
  /// Differs between processes, so that a sequence of another life is not taken for one of this.
  const std::string& epoch() const { return epoch_; }

  std::size_t size() const;
  std::size_t memory_bytes() const;

 private:
  class SiteBoard;
  struct Lanes {
    std::unique_ptr<SiteBoard> people;
    std::unique_ptr<SiteBoard> bots;
  };
  SiteBoard& site_board(const SiteId& site, visits::Lane lane);
  SiteBoard* holder_of(const SiteId& site, const VisitId& visit);
  void remember(const store::VisitChange& change);
  std::uint64_t sequence_of(const SiteId& site) const;

  const visits::Rulebook& rules_;
  std::string epoch_;

  mutable std::mutex mutex_;
  std::unique_ptr<Dictionary> dictionary_;
  std::unordered_map<SiteId, Lanes> sites_;
  std::unordered_map<VisitId, Departure> departures_;
  std::vector<VisitId> departure_order_;  ///< A ring.
  std::size_t next_departure_ = 0;
};

}  // namespace sojourn::live
