#pragma once

// The figures of each site's days over their tables (schema_history.hpp). They follow the rows of the visits: whenever a row is
// written, the share it had is taken off and the new one added. What the rows of one group change is added up in memory and written
// once, within the group's transaction. So the tables say at every commit what counting all rows of ended visits would say.
//
// A day of which visits were removed is final: it keeps its figures and takes no more changes.

#include "store/sqlite/database.hpp"
#include "store/work.hpp"
#include "visits/daily_share.hpp"

#include <list>
#include <map>

namespace sojourn::store {

/// Days that are being rebuilt at a time; the oldest rebuild gives way to a further one and begins anew when it is asked for again.
inline constexpr std::size_t rebuilds_max = 4;

class DailyBook {
 public:
  explicit DailyBook(Database& database);

  /// The place of a visit's row in the order of rebuilding.
  struct Place {
    std::int64_t site = 0;
    std::int64_t visitor = 0;
    std::int64_t visit = 0;
  };
  /// The visit's row said `before` and now says `after`.
  void change(const Place& place, const std::optional<visits::DailyShare>& before, const std::optional<visits::DailyShare>& after);
  /// Writes what changed since. Before every commit.
  void flush();
  /// After a group was rolled back.
  void forget();

  TimeZone zone(std::int64_t site);
  /// The site's zone was changed: all its days are to be rebuilt.
  void set_zone(std::int64_t site, TimeZone zone);

  /// One step; see work.hpp. Changes that come between two steps are part of the result.
  RebuildDays::Verdict rebuild(std::int64_t site, Day from, Day to, std::size_t visits_max);
  /// From now on the day keeps its figures.
  void make_final(std::int64_t site, Day day);
  bool is_final(std::int64_t site, Day day);
  /// Removes what a final day needs no more, at most so many rows. False where nothing was left.
  bool trim_final_days(std::size_t rows_max);

 private:
  struct Person {
    std::int64_t visitor = 0;
    std::string user_id;
    auto operator<=>(const Person&) const = default;
  };
  /// A day's figures, or changes to them.
  struct Sums {
    std::int64_t visits = 0;
    std::int64_t duration_seconds = 0;
    std::int64_t bounces = 0;
    std::int64_t with_errors = 0;
    std::map<Person, std::int64_t> people;
    std::map<std::pair<bool, std::string>, std::int64_t> pages;  ///< By whether it is the exit.

    void add(std::int64_t visitor, const visits::DailyShare& share, std::int64_t times);
  };
  struct DayOfSite {
    std::int64_t site = 0;
    Day day;
    auto operator<=>(const DayOfSite&) const = default;
  };
  using Lanes = std::array<Sums, 2>;
  struct Rebuild {
    DayOfSite day;
    Instant begins_at, ends_at;
    std::int64_t start_ms = 0;  ///< All rows up to this start and key were read.
    std::int64_t visit = 0;
    Lanes lanes;
  };

  void add(const Place& place, const visits::DailyShare& share, std::int64_t times);
  void write(const DayOfSite& day, int lane, const Sums& sums);
  /// The first day from `from` on that has visits or figures.
  std::optional<Day> next_day(std::int64_t site, Day from);
  RebuildDays::Verdict rebuild_day(std::int64_t site, Day day, std::size_t visits_max);
  Rebuild& rebuild_of(const DayOfSite& day);
  bool touches_final(std::int64_t site, Day day, Instant begins_at, Instant ends_at);

  Database& database_;
  std::map<DayOfSite, Lanes> changes_;
  std::map<std::int64_t, TimeZone> zones_;
  std::list<Rebuild> rebuilds_;

  Statement select_zone_;
  Statement add_totals_;
  Statement insert_person_;
  Statement update_person_;
  Statement remove_person_;
  Statement add_page_;
  Statement remove_page_;
  Statement remove_totals_;
  Statement clear_totals_;
  Statement clear_people_;
  Statement clear_pages_;
  Statement select_visits_;
  Statement select_next_visit_;
  Statement select_next_day_;
  Statement select_final_;
  Statement select_final_touching_;
  Statement insert_final_;
  Statement select_untrimmed_;
  Statement trim_people_;
  Statement select_top_page_;
  Statement trim_pages_;
  Statement set_trimmed_;
};

}  // namespace sojourn::store
