#include "store/sqlite/daily_book.hpp"

namespace sojourn::store {
namespace {

constexpr int bots_lane = 1;

void count(auto& counts, const std::string& name, std::int64_t times) {
  const auto known = counts.find(std::string_view(name));
  known != counts.end() ? static_cast<void>(known->second += times) : static_cast<void>(counts.emplace(name, times));
}

/// What changed, in the order of the table, so that neighbours are written together.
template <typename Counts>
auto sorted_changes(const Counts& counts) {
  std::vector<const typename Counts::value_type*> changes;
  for (const auto& counted : counts) {
    if (counted.second != 0) changes.push_back(&counted);
  }
  std::ranges::sort(changes, {}, [](const auto* counted) -> const auto& { return counted->first; });
  return changes;
}

}  // namespace

DailyBook::DailyBook(Database& database)
    : database_(database),
      select_zone_(database.prepare("SELECT time_zone FROM sites WHERE key = ?1")),
      add_totals_(
          database.prepare("INSERT INTO daily_totals (site, day, lane, visits, people, duration_seconds, bounces, with_errors)"
                           " VALUES (?1,?2,?3,?4,?5,?6,?7,?8) ON CONFLICT DO UPDATE SET visits = visits + excluded.visits,"
                           " people = people + excluded.people, duration_seconds = duration_seconds + excluded.duration_seconds,"
                           " bounces = bounces + excluded.bounces, with_errors = with_errors + excluded.with_errors")),
      insert_person_(database.prepare("INSERT INTO daily_people (site, day, lane, person, visits) VALUES (?1,?2,?3,?4,?5)"
                                      " ON CONFLICT DO NOTHING")),
      update_person_(
          database.prepare("UPDATE daily_people SET visits = visits + ?5 WHERE site=?1 AND day=?2 AND lane=?3 AND person=?4")),
      remove_person_(database.prepare("DELETE FROM daily_people WHERE site=?1 AND day=?2 AND lane=?3 AND person=?4 AND visits=0")),
      add_page_(database.prepare("INSERT INTO daily_pages (site, day, lane, is_exit, page, visits) VALUES (?1,?2,?3,?4,?5,?6)"
                                 " ON CONFLICT DO UPDATE SET visits = visits + excluded.visits")),
      remove_page_(
          database.prepare("DELETE FROM daily_pages WHERE site=?1 AND day=?2 AND lane=?3 AND is_exit=?4 AND page=?5 AND visits=0")),
      remove_totals_(database.prepare("DELETE FROM daily_totals WHERE site=?1 AND day=?2 AND lane=?3 AND visits=0")),
      clear_totals_(database.prepare("DELETE FROM daily_totals WHERE site=?1 AND day=?2 AND lane=?3")),
      set_totals_(database.prepare(
          "INSERT OR REPLACE INTO daily_totals (site, day, lane, visits, people, duration_seconds, bounces, with_errors)"
          " VALUES (?1,?2,?3,?4,?5,?6,?7,?8)")),
      select_people_(database.prepare("SELECT person, visits FROM daily_people WHERE site=?1 AND day=?2 AND lane=?3")),
      select_pages_(database.prepare("SELECT is_exit, page, visits FROM daily_pages WHERE site=?1 AND day=?2 AND lane=?3")),
      select_visits_(database.prepare(
          "SELECT start_time, key, visitor, user_id, lane = 1, duration_seconds, action_count, error_count,"
          " coalesce(landing_page, entry_page), exit_page, end_time IS NULL FROM visits"
          " WHERE site = ?1 AND (start_time, key) > (?2, ?3) AND start_time < ?4 ORDER BY start_time, key LIMIT ?5")),
      select_next_visit_(
          database.prepare("SELECT start_time FROM visits WHERE site = ?1 AND start_time >= ?2 ORDER BY start_time LIMIT 1")),
      select_next_day_(database.prepare("SELECT day FROM daily_totals WHERE site = ?1 AND day >= ?2 ORDER BY day LIMIT 1")),
      select_final_(database.prepare("SELECT 1 FROM daily_final WHERE site = ?1 AND day = ?2")),
      select_final_touching_(
          database.prepare("SELECT 1 FROM daily_final WHERE site = ?1 AND day BETWEEN ?2 - 2 AND ?2 + 2 AND begins_at < ?4"
                           " AND ends_at > ?3 LIMIT 1")),
      insert_final_(database.prepare("INSERT OR IGNORE INTO daily_final (site, day, begins_at, ends_at) VALUES (?1, ?2, ?3, ?4)")),
      select_untrimmed_(database.prepare("SELECT site, day FROM daily_final WHERE NOT is_trimmed LIMIT 1")),
      trim_people_(
          database.prepare("DELETE FROM daily_people WHERE (site, day, lane, person) IN"
                           " (SELECT site, day, lane, person FROM daily_people WHERE site=?1 AND day=?2 LIMIT ?3) RETURNING 1")),
      select_top_page_(database.prepare("SELECT page FROM daily_pages WHERE site=?1 AND day=?2 AND lane=?3 AND is_exit=?4"
                                        " ORDER BY visits DESC, page LIMIT 1")),
      trim_pages_(database.prepare("DELETE FROM daily_pages WHERE (site, day, lane, is_exit, page) IN (SELECT site, day, lane, "
                                   "is_exit, page FROM daily_pages"
                                   " WHERE site=?1 AND day=?2 AND lane=?3 AND is_exit=?4 AND page<>?5 LIMIT ?6) RETURNING 1")),
      set_trimmed_(database.prepare("UPDATE daily_final SET is_trimmed = 1 WHERE site = ?1 AND day = ?2")) {}

void DailyBook::Sums::add(std::int64_t visitor, const visits::DailyShare& share, std::int64_t times) {
  visits += times;
  duration_seconds += times * share.duration_seconds;
  bounces += share.is_bounce ? times : 0;
  with_errors += share.has_error ? times : 0;
  if (share.user_id.empty()) {
    visitors[visitor] += times;
  } else {
    count(users, share.user_id, times);
  }
  if (!share.entry_page.empty()) count(pages[0], share.entry_page, times);
  if (!share.exit_page.empty()) count(pages[1], share.exit_page, times);
}

void DailyBook::add(const Place& place, const visits::DailyShare& share, std::int64_t times) {
  const DayOfSite day{place.site, zone(place.site).day_of(share.start)};
  changes_[day][share.is_bot ? bots_lane : 0].add(place.visitor, share, times);
  for (Rebuild& rebuild : rebuilds_) {
    // What was not read yet will be read as it is then.
    const bool was_read = std::pair(share.start.ms(), place.visit) <= std::pair(rebuild.start_ms, rebuild.visit);
    if (rebuild.day == day && was_read) rebuild.lanes[share.is_bot ? bots_lane : 0].add(place.visitor, share, times);
  }
}

void DailyBook::change(const Place& place, const std::optional<visits::DailyShare>& before,
                       const std::optional<visits::DailyShare>& after) {
  if (before == after) return;
  if (before) add(place, *before, -1);
  if (after) add(place, *after, 1);
}

void DailyBook::flush() {
  for (const auto& [day, lanes] : changes_) {
    if (is_final(day.site, day.day)) continue;
    for (int lane = 0; lane < 2; ++lane) write(day, lane, lanes[static_cast<std::size_t>(lane)]);
  }
  changes_.clear();
}

void DailyBook::forget() {
  changes_.clear();
  zones_.clear();
  rebuilds_.clear();
}

void DailyBook::write(const DayOfSite& at, int lane, const Sums& sums) {
  const std::int64_t day = at.day.number;
  std::int64_t people = 0;
  const auto write_person = [&](const auto& person, std::int64_t visits) {
    if (visits > 0) {
      insert_person_.execute(at.site, day, lane, person, visits);
      database_.changed_rows() == 1 ? static_cast<void>(++people) : update_person_.execute(at.site, day, lane, person, visits);
    } else {
      update_person_.execute(at.site, day, lane, person, visits);
      remove_person_.execute(at.site, day, lane, person);
      people -= database_.changed_rows();
    }
  };
  for (const auto* visitor : sorted_changes(sums.visitors)) write_person(visitor->first, visitor->second);
  for (const auto* user : sorted_changes(sums.users)) write_person(user->first, user->second);
  for (const bool is_exit : {false, true}) {
    for (const auto* page : sorted_changes(sums.pages[is_exit ? 1 : 0])) {
      add_page_.execute(at.site, day, lane, is_exit, page->first, page->second);
      if (page->second < 0) remove_page_.execute(at.site, day, lane, is_exit, page->first);
    }
  }
  const bool is_nothing =
      sums.visits == 0 && people == 0 && sums.duration_seconds == 0 && sums.bounces == 0 && sums.with_errors == 0;
  if (is_nothing) return;
  add_totals_.execute(at.site, day, lane, sums.visits, people, sums.duration_seconds, sums.bounces, sums.with_errors);
  if (sums.visits < 0) remove_totals_.execute(at.site, day, lane);
}

/// Writes only what differs: mostly that is nothing.
void DailyBook::replace(const DayOfSite& at, int lane, const Sums& sums) {
  const std::int64_t day = at.day.number;
  Sums change;
  change.visitors = sums.visitors;
  change.users = sums.users;
  change.pages = sums.pages;
  {
    auto rows = select_people_.query(at.site, day, lane);
    while (rows.next()) {
      const std::int64_t visits = rows.integer(1);
      if (rows.is_integer(0)) {
        change.visitors[rows.integer(0)] -= visits;
      } else {
        count(change.users, std::string(rows.text(0)), -visits);
      }
    }
  }
  {
    auto rows = select_pages_.query(at.site, day, lane);
    while (rows.next()) count(change.pages[rows.integer(0) != 0 ? 1 : 0], std::string(rows.text(1)), -rows.integer(2));
  }
  write(at, lane, change);
  // A rebuild adds and takes off: only those who are left are counted.
  const auto is_there = [](const auto& counted) { return counted.second > 0; };
  const auto people = std::ranges::count_if(sums.visitors, is_there) + std::ranges::count_if(sums.users, is_there);
  if (sums.visits == 0) return clear_totals_.execute(at.site, day, lane);
  set_totals_.execute(at.site, day, lane, sums.visits, people, sums.duration_seconds, sums.bounces, sums.with_errors);
}

TimeZone DailyBook::zone(std::int64_t site) {
  const auto known = zones_.find(site);
  if (known != zones_.end()) return known->second;
  auto rows = select_zone_.query(site);
  // A name that this system does not know any more counts as UTC: days must have borders.
  return zones_[site] = rows.next() ? TimeZone::find(rows.text(0)).value_or(TimeZone()) : TimeZone();
}

void DailyBook::set_zone(std::int64_t site, TimeZone zone) {
  flush();
  zones_[site] = zone;
  std::erase_if(rebuilds_, [&](const Rebuild& rebuild) { return rebuild.day.site == site; });
}

DailyBook::Rebuild& DailyBook::rebuild_of(const DayOfSite& day) {
  const auto known = std::ranges::find(rebuilds_, day, &Rebuild::day);
  if (known != rebuilds_.end()) return *known;
  if (rebuilds_.size() == rebuilds_max) rebuilds_.pop_front();
  const TimeZone place = zone(day.site);
  Rebuild& fresh = rebuilds_.emplace_back();
  fresh.day = day;
  fresh.begins_at = place.start_of(day.day);
  fresh.ends_at = place.start_of(day.day + 1);
  fresh.start_ms = fresh.begins_at.ms() - 1;
  fresh.visit = INT64_MAX;
  return fresh;
}

RebuildDays::Verdict DailyBook::rebuild(std::int64_t site, Day from, Day to, std::size_t visits_max) {
  const auto day = next_day(site, from);
  if (!day || *day > to) return {};
  RebuildDays::Verdict verdict = rebuild_day(site, *day, visits_max);
  const bool is_done = verdict.days + verdict.final_days > 0;
  verdict.next = is_done ? *day + 1 : *day;
  return verdict;
}

RebuildDays::Verdict DailyBook::rebuild_day(std::int64_t site, Day day, std::size_t visits_max) {
  RebuildDays::Verdict verdict;
  const TimeZone place = zone(site);
  const Instant begins_at = place.start_of(day), ends_at = place.start_of(day + 1);
  if (is_final(site, day) || touches_final(site, day, begins_at, ends_at)) {
    verdict.final_days = 1;
    return verdict;
  }
  flush();  // What this group changed so far is in the rows that are read next, and must not be added to them again.
  Rebuild& rebuild = rebuild_of({site, day});
  visits::DailyShare share;
  std::uint64_t read = 0;
  {
    auto rows = select_visits_.query(site, rebuild.start_ms, rebuild.visit, ends_at, static_cast<std::int64_t>(visits_max));
    while (rows.next()) {
      ++read;
      rebuild.start_ms = rows.integer(0);
      rebuild.visit = rows.integer(1);
      if (rows.integer(10) != 0) continue;
      share.start = Instant::from_ms(rebuild.start_ms);
      share.user_id = rows.text(3);
      share.is_bot = rows.integer(4) != 0;
      share.duration_seconds = rows.integer(5);
      share.is_bounce = visits::is_bounce(share.duration_seconds, static_cast<std::uint32_t>(rows.integer(6)));
      share.has_error = rows.integer(7) > 0;
      share.entry_page = rows.text(8);
      share.exit_page = rows.text(9);
      rebuild.lanes[share.is_bot ? bots_lane : 0].add(rows.integer(2), share, 1);
    }
  }
  verdict.visits = read;
  if (read == visits_max) return verdict;
  for (int lane = 0; lane < 2; ++lane) replace(rebuild.day, lane, rebuild.lanes[static_cast<std::size_t>(lane)]);
  std::erase_if(rebuilds_, [&](const Rebuild& one) { return &one == &rebuild; });
  verdict.days = 1;
  return verdict;
}

std::optional<Day> DailyBook::next_day(std::int64_t site, Day from) {
  const TimeZone place = zone(site);
  std::optional<Day> next;
  {
    auto rows = select_next_visit_.query(site, place.start_of(from));
    if (rows.next()) next = place.day_of(Instant::from_ms(rows.integer(0)));
  }
  auto rows = select_next_day_.query(site, from.number);
  if (rows.next()) {
    const Day with_figures{static_cast<std::int32_t>(rows.integer(0))};
    next = next ? std::min(*next, with_figures) : with_figures;
  }
  return next;
}

bool DailyBook::is_final(std::int64_t site, Day day) {
  auto rows = select_final_.query(site, day.number);
  return rows.next();
}

/// After a change of time zone a day may lie across the border of days that are final.
bool DailyBook::touches_final(std::int64_t site, Day day, Instant begins_at, Instant ends_at) {
  auto rows = select_final_touching_.query(site, day.number, begins_at, ends_at);
  return rows.next();
}

void DailyBook::make_final(std::int64_t site, Day day) {
  if (is_final(site, day)) return;
  flush();
  const TimeZone place = zone(site);
  insert_final_.execute(site, day.number, place.start_of(day), place.start_of(day + 1));
}

bool DailyBook::trim_final_days(std::size_t rows_max) {
  std::int64_t site = 0, day = 0;
  {
    auto rows = select_untrimmed_.query();
    if (!rows.next()) return false;
    site = rows.integer(0);
    day = rows.integer(1);
  }
  const auto limit = static_cast<std::int64_t>(rows_max);
  const auto count = [](Statement::Rows rows) {
    std::size_t removed = 0;
    while (rows.next()) ++removed;
    return removed;
  };
  std::size_t removed = count(trim_people_.query(site, day, limit));
  for (const bool is_exit : {false, true}) {
    for (int lane = 0; lane < 2; ++lane) {
      std::string top;
      {
        auto rows = select_top_page_.query(site, day, lane, is_exit);
        if (!rows.next()) continue;
        top = rows.text(0);
      }
      removed += count(trim_pages_.query(site, day, lane, is_exit, top, limit));
    }
  }
  if (removed == 0) set_trimmed_.execute(site, day);
  return true;
}

}  // namespace sojourn::store
