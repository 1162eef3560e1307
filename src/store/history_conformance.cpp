// What every store must do with its days, with old visits, and with questions over many of them.

#include "store/conformance.hpp"

#include "base/random.hpp"
#include "visits/daily_share.hpp"

#include <fmt/format.h>
#include <deque>
#include <map>
#include <set>

namespace sojourn::store {
namespace {

constexpr std::int64_t day_seconds = 86'400;

/// The days' figures as the tables have them; the order of the laws below.
std::vector<DayStatistics> days_of(Store& store, const SiteId& site, Lanes lanes) {
  auto reader = store.reader();
  EXPECT_TRUE(reader);
  auto days = (*reader)->daily(site, Day{0}, Day{50'000}, lanes);
  EXPECT_TRUE(days);
  return days.value_or(std::vector<DayStatistics>{});
}

/// The same, counted anew from all visits that have ended: slow and plain.
std::vector<DayStatistics> counted_anew(Store& store, const SiteId& site, const TimeZone& zone, Lanes lanes) {
  struct Sums {
    double visits = 0, seconds = 0, bounces = 0, errors = 0;
    std::set<std::string> people;
    std::map<std::string, int> entries, exits;
  };
  auto reader = store.reader();
  VisitFilter filter{.site = site, .zone = zone, .from = Instant(), .to = Instant::from_seconds(4'000'000'000), .lanes = lanes};
  filter.status = VisitStatus::ended;
  auto page = (*reader)->next_visits(filter, 1'000'000, "");
  EXPECT_TRUE(page);
  std::map<Day, Sums> days;
  for (const StoredVisit& stored : page->visits) {
    const visits::Visit& visit = stored.visit;
    const auto share = visits::daily_share_of(visit, Instant::from_seconds(9'000'000'000));
    Sums& day = days[zone.day_of(visit.start)];
    day.visits += 1;
    day.seconds += static_cast<double>(share->duration_seconds);
    day.bounces += share->is_bounce ? 1 : 0;
    day.errors += share->has_error ? 1 : 0;
    day.people.insert(visit.user_id.empty() ? "v" + visit.visitor_id : "u" + visit.user_id);
    if (!share->entry_page.empty()) ++day.entries[share->entry_page];
    if (!share->exit_page.empty()) ++day.exits[share->exit_page];
  }
  const auto most_common = [](const std::map<std::string, int>& pages) {
    std::string most;
    for (const auto& [name, count] : pages) {
      if (most.empty() || count > pages.at(most)) most = name;
    }
    return most;
  };
  std::vector<DayStatistics> result;
  for (const auto& [day, sums] : days) {
    result.push_back({.date = to_string(day),
                      .total_sessions = static_cast<std::int64_t>(sums.visits),
                      .unique_users = static_cast<std::int64_t>(sums.people.size()),
                      .avg_duration_seconds = sums.seconds / sums.visits,
                      .bounce_rate = sums.bounces / sums.visits,
                      .error_rate = sums.errors / sums.visits,
                      .most_common_entry = most_common(sums.entries),
                      .most_common_exit = most_common(sums.exits)});
  }
  return result;
}

std::string text_of(const std::vector<DayStatistics>& days) {
  std::string text;
  for (const DayStatistics& day : days) {
    text += fmt::format("{} {} {} {} {} {} {} {}\n", day.date, day.total_sessions, day.unique_users, day.avg_duration_seconds,
                        day.bounce_rate, day.error_rate, day.most_common_entry, day.most_common_exit);
  }
  return text;
}

visits::Event page_view(std::string_view id, Instant at, std::string_view page, bool is_error = false) {
  visits::Event event;
  event.id = id;
  event.type = is_error ? visits::EventType::error : visits::EventType::page_view;
  event.type_name = name_of(event.type);
  event.moment = {at, 0, visits::hash_event_id(id)};
  event.page = page;
  return event;
}

}  // namespace

/// Random visits over some days: starts, events (late ones too), ends, identifications, timeouts, imports and their repeats.
class RandomHistory {
 public:
  RandomHistory(std::uint64_t seed, SiteId site, Instant start) : random_(seed), site_(site), now_(start), begin_(start) {}

  Instant now() const { return now_; }

  void step(Store& store) {
    switch (random_.below(10)) {
      case 0: now_ = now_ + Seconds(static_cast<std::int64_t>(random_.below(40'000))); break;
      case 1:
      case 2: start(store); break;
      case 3:
      case 4:
      case 5: send(store); break;
      case 6: end(store); break;
      case 7: close(store); break;
      case 8: import(store); break;
      default: identify(store); break;
    }
  }

 private:
  template <typename Command>
  auto commit(Store& store, Command command) {
    Piece<Command> piece{std::move(command), std::nullopt};
    const Work work[] = {&piece};
    EXPECT_EQ(store.commit(work, now_, changes_), GroupOutcome::committed);
    return *piece.verdict;
  }

  void start(Store& store) {
    const std::string visitor = fmt::format("v{}", random_.below(6));
    StartVisit start;
    start.site = site_;
    start.idle_timeout = Seconds(1800);
    start.key = key_;
    start.visitor_id = visitor;
    start.device.type = random_.below(4) == 0 ? "bot" : "desktop";
    const std::string page = fmt::format("/in{}", random_.below(3));
    if (random_.below(2) == 0) start.entry.page = page;
    const auto verdict = commit(store, start);
    ASSERT_TRUE(verdict);
    visits_.push_back(verdict->visit);
  }

  void send(Store& store) {
    if (visits_.empty()) return;
    const std::string id = fmt::format("e{}", random_.below(1'000'000));
    const std::string page = fmt::format("/p{}", random_.below(4));
    IncomingEvent incoming;
    incoming.event = page_view(id, {}, page, random_.below(5) == 0);
    incoming.claimed = now_ - Seconds(static_cast<std::int64_t>(random_.below(50'000)));
    RecordEvents record;
    record.visit = visits_[random_.below(visits_.size())];
    record.key = key_;
    record.events = std::span(&incoming, 1);
    (void)commit(store, record);
  }

  void end(Store& store) {
    if (visits_.empty()) return;
    EndVisit end;
    end.visit = visits_[random_.below(visits_.size())];
    end.key = key_;
    if (random_.below(2) == 0) end.page = "/bye";
    (void)commit(store, end);
  }

  void close(Store& store) {
    CloseIdleVisits close;
    close.visits = visits_;
    (void)commit(store, close);
  }

  void identify(Store& store) {
    if (visits_.empty()) return;
    Identify identify;
    identify.visit = visits_[random_.below(visits_.size())];
    identify.key = key_;
    identify.by_staff = true;
    const std::string user = fmt::format("u{}", random_.below(3));
    identify.user_id = user;
    (void)commit(store, identify);
  }

  void import(Store& store) {
    // From a small world of lines, so that imports meet, extend and repeat each other.
    const std::string visitor = fmt::format("log{}", random_.below(3));
    std::int64_t second = static_cast<std::int64_t>(random_.below(20)) * 5'000;
    std::deque<std::string> texts;
    std::vector<visits::Event> events;
    for (std::uint64_t i = 0; i <= random_.below(4); ++i) {
      const std::string& id = texts.emplace_back(fmt::format("{}-{}", visitor, second));
      events.push_back(page_view(id, begin_ - Seconds(200'000 - second), texts.emplace_back(fmt::format("/log{}", second % 3))));
      second += 600 * static_cast<std::int64_t>(1 + random_.below(3));
    }
    ImportVisit command;
    command.site = site_;
    command.idle_timeout = Seconds(1800);
    command.visitor_id = visitor;
    command.events = events;
    (void)commit(store, command);
  }

  SeededRandom random_;
  SiteId site_;
  Instant now_;
  Instant begin_;
  SecretHash key_ = hash_secret("the key");
  std::vector<VisitId> visits_;
  std::vector<VisitChange> changes_;
};

TEST_P(StoreConformance, DaysAreTheSameKeptUpRebuiltAndCountedAnew) {
  Site berlin;
  berlin.id = site_;
  berlin.name = "site";
  berlin.time_zone = "Europe/Berlin";
  ASSERT_TRUE(commit(SetSite{berlin}));
  const TimeZone zone = *TimeZone::find(berlin.time_zone);
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    RandomHistory history(seed, site_, start_ + Seconds(static_cast<std::int64_t>(seed) * 10'000'000));
    for (int step = 1; step <= 240; ++step) {
      history.step(*store_);
      now_ = history.now();
      if (step % 60 == 0) reopen_after_crash();
      if (step % 30 != 0) continue;
      for (const Lanes lanes : {Lanes::people, Lanes::bots}) {
        ASSERT_EQ(text_of(days_of(*store_, site_, lanes)), text_of(counted_anew(*store_, site_, zone, lanes))) << step;
      }
    }
    // Rebuilding in tiny steps, between which visits go on, comes to the same.
    const auto before = days_of(*store_, site_, Lanes::people);
    for (const DayStatistics& day : before) {
      const Day the_day = *parse_day(day.date);
      for (bool is_done = false; !is_done; now_ = history.now()) {
        const auto step = commit(RebuildDays{.site = site_, .from = the_day, .to = the_day, .visits_max = 3});
        ASSERT_TRUE(step);
        is_done = step->days == 1;
        history.step(*store_);
      }
    }
    for (const Lanes lanes : {Lanes::people, Lanes::bots}) {
      ASSERT_EQ(text_of(days_of(*store_, site_, lanes)), text_of(counted_anew(*store_, site_, zone, lanes)));
    }
  }
}

TEST_P(StoreConformance, AnotherTimeZoneMovesTheBordersOfDays) {
  RandomHistory history(5, site_, start_);
  for (int step = 0; step < 150; ++step) history.step(*store_);
  now_ = history.now();
  Site moved;
  moved.id = site_;
  moved.name = "site";
  moved.time_zone = "Pacific/Kiritimati";
  ASSERT_TRUE(commit(SetSite{moved}));
  for (int step = 0; step < 40; ++step) history.step(*store_);  // What happens meanwhile is not lost.
  now_ = history.now();
  while (commit(Upkeep{})->has_more) {
  }
  const TimeZone zone = *TimeZone::find(moved.time_zone);
  EXPECT_EQ(text_of(days_of(*store_, site_, Lanes::people)), text_of(counted_anew(*store_, site_, zone, Lanes::people)));
}

TEST_P(StoreConformance, OldVisitsGoAndTheirDaysStay) {
  for (const char* visitor : {"ada", "bob", "cyd"}) {
    const VisitId visit = starts(visitor);
    go_to((now_ - start_).count() / 1000 + 60);
    sends(visit, {{"a", (now_ - start_).count() / 1000}});
    EndVisit end;
    end.visit = visit;
    end.key = key_;
    end.page = "/bye";
    ASSERT_TRUE(commit(end));
  }
  const VisitId open = starts("eve");
  const auto before = days_of(*store_, site_, Lanes::people);
  ASSERT_EQ(before.size(), 1U);
  EXPECT_EQ(before.front().unique_users, 3);

  auto reader = store_->reader();
  const auto old = (*reader)->old_visits(site_, now_ + Seconds(1));
  EXPECT_EQ(old->visits, 3);
  EXPECT_EQ(old->events, 6);  // Each a click and its end.
  EXPECT_GT(old->bytes, 0);

  RemoveOldVisits removal{.site = site_, .before = now_ + Seconds(1), .events_max = 3};
  RemoveOldVisits::Verdict all;
  for (bool is_done = false; !is_done;) {
    const auto step = commit(removal);
    ASSERT_TRUE(step);
    all.visits += step->visits;
    all.events += step->events;
    is_done = step->is_done;
  }
  EXPECT_EQ(all.visits, 3U);
  EXPECT_EQ(all.events, 6U);
  while (commit(Upkeep{})->has_more) {
  }
  EXPECT_EQ(days_of(*store_, site_, Lanes::people), before);
  const Day day = *parse_day(before.front().date);
  EXPECT_EQ(commit(RebuildDays{.site = site_, .from = day, .to = day})->final_days, 1U);
  EXPECT_EQ(days_of(*store_, site_, Lanes::people), before);
  EXPECT_TRUE(standing_of(look(open).visit, now_).is_active);
  reopen_after_crash();
  EXPECT_EQ(days_of(*store_, site_, Lanes::people), before);
  EXPECT_TRUE(standing_of(look(open).visit, now_).is_active);
}

TEST_P(StoreConformance, ARemovedVisitIsNotFoundAndNothingTakesItsPlace) {
  const VisitId visit = starts("ada");
  EndVisit end;
  end.visit = visit;
  end.key = key_;
  ASSERT_TRUE(commit(end));
  go_to(10);
  RemoveOldVisits removal{.site = site_, .before = now_};
  ASSERT_TRUE(commit(removal)->is_done);
  for (int round = 0; round < 2; ++round) {
    EXPECT_TRUE(store_->visits(std::span(&visit, 1), Scope::every_site())->empty());
    Heartbeat beat;
    beat.visit = visit;
    beat.key = key_;
    EXPECT_EQ(commit(beat).error().kind, ErrorKind::not_found);
    reopen_after_crash();
  }
  const VisitId bobs = starts("bob");
  const auto adas = commit(start_of("ada"));
  EXPECT_FALSE(adas->is_resumed);
  EXPECT_NE(adas->visit, bobs);
}

TEST_P(StoreConformance, AVisitWhoseSuccessorWasRemovedGoesOn) {
  const VisitId first = starts("ada");
  EndVisit end;
  end.visit = first;
  end.key = key_;
  go_to(20);
  ASSERT_TRUE(commit(end));
  go_to(30);
  const auto next = sends(first, {{"after", 25}});
  ASSERT_NE(next.visit, first);
  go_to(4'000);
  CloseIdleVisits close;
  close.visits = {next.visit};
  ASSERT_TRUE(commit(close));
  RemoveOldVisits removal{.site = site_, .before = now_};
  ASSERT_TRUE(commit(removal)->is_done);
  RecordEvents record;
  record.visit = first;
  record.key = key_;
  EXPECT_EQ(commit(record).error().kind, ErrorKind::not_found);
}

TEST_P(StoreConformance, UpkeepRemovesWhatASiteKeepsNoLonger) {
  const VisitId visit = starts("ada");
  EndVisit end;
  end.visit = visit;
  end.key = key_;
  ASSERT_TRUE(commit(end));
  while (commit(Upkeep{})->has_more) {
  }
  EXPECT_EQ(store_->visits(std::span(&visit, 1), Scope::every_site())->size(), 1U);
  go_to(30 * day_seconds);
  while (commit(Upkeep{})->has_more) {
  }
  EXPECT_EQ(store_->visits(std::span(&visit, 1), Scope::every_site())->size(), 1U);
  go_to(31 * day_seconds);
  while (commit(Upkeep{})->has_more) {
  }
  EXPECT_TRUE(store_->visits(std::span(&visit, 1), Scope::every_site())->empty());
  EXPECT_EQ(days_of(*store_, site_, Lanes::people).size(), 1U);
}

TEST_P(StoreConformance, ImportingALogAgainAfterItsVisitsWereRemovedCountsNothingTwice) {
  visits::Event event = page_view("a", at(100), "/");
  ImportVisit import;
  import.site = site_;
  import.idle_timeout = Seconds(1800);
  import.visitor_id = "log";
  import.events = std::span(&event, 1);
  go_to(100'000);
  ASSERT_TRUE(commit(import)->is_new);
  const auto before = days_of(*store_, site_, Lanes::people);
  RemoveOldVisits removal{.site = site_, .before = now_};
  ASSERT_TRUE(commit(removal)->is_done);
  ASSERT_TRUE(commit(import)->is_new);
  EXPECT_EQ(days_of(*store_, site_, Lanes::people), before);
}

TEST_P(StoreConformance, FiltersFindWhatTheySay) {
  const auto imports = [&](std::string_view visitor, std::vector<std::pair<std::string, std::int64_t>> pages,
                           bool has_error = false) {
    std::vector<visits::Event> events;
    for (const auto& [page, seconds] : pages) {
      events.push_back(page_view(page, at(seconds), page, has_error && &page == &pages.back().first));
    }
    ImportVisit import;
    import.site = site_;
    import.idle_timeout = Seconds(1800);
    import.visitor_id = visitor;
    import.events = events;
    import.device.type = visitor == "bot" ? "bot" : "desktop";
    EXPECT_TRUE(commit(import));
  };
  go_to(500'000);
  imports("ada", {{"/a", 0}, {"/b", 100}});
  imports("bob", {{"/a", 10}});
  imports("bob", {{"/c", 90'000}, {"/d", 90'700}});
  imports("cyd", {{"/a", 20}, {"/b", 30}, {"/e", 50}}, true);
  imports("bot", {{"/a", 30}});
  auto reader = store_->reader();
  const auto count = [&](auto change) {
    VisitFilter filter{.site = site_, .zone = {}, .from = at(-10), .to = at(400'000)};
    change(filter);
    auto found = (*reader)->find_visits(filter, 2, "");
    EXPECT_TRUE(found);
    std::int64_t seen = 0;
    EXPECT_TRUE((*reader)->for_each_visit(filter, {}, [&](const VisitFacts&) { ++seen; }));
    EXPECT_EQ(seen, found->total);
    EXPECT_EQ(std::min<std::int64_t>(seen, 2), static_cast<std::int64_t>(found->page.visits.size()));
    return found->total;
  };
  EXPECT_EQ(count([](VisitFilter&) {}), 4);
  EXPECT_EQ(count([](VisitFilter& filter) { filter.lanes = Lanes::bots; }), 1);
  EXPECT_EQ(count([](VisitFilter& filter) { filter.lanes = Lanes::both; }), 5);
  EXPECT_EQ(count([](VisitFilter& filter) { filter.entry_page = "/a"; }), 3);
  EXPECT_EQ(count([](VisitFilter& filter) { filter.exit_page = "/b"; }), 2);
  EXPECT_EQ(count([](VisitFilter& filter) { filter.exit_reason = "timeout"; }), 4);
  EXPECT_EQ(count([](VisitFilter& filter) { filter.campaign = ""; }), 4);
  EXPECT_EQ(count([](VisitFilter& filter) { filter.bounced = true; }), 1);
  EXPECT_EQ(count([](VisitFilter& filter) { filter.bounced = false; }), 3);
  EXPECT_EQ(count([](VisitFilter& filter) { filter.has_errors = true; }), 1);
  EXPECT_EQ(count([](VisitFilter& filter) { filter.after_error = true; }), 1);
  EXPECT_EQ(count([](VisitFilter& filter) { filter.is_new = true; }), 3);
  EXPECT_EQ(count([](VisitFilter& filter) { filter.min_duration = 30, filter.max_duration = 100; }), 2);
  EXPECT_EQ(count([&](VisitFilter& filter) { filter.weekday = TimeZone().hour_of(at(90'000)).weekday; }), 1);
  EXPECT_EQ(count([&](VisitFilter& filter) { filter.hour = TimeZone().hour_of(at(0)).hour; }), 3);
  std::int64_t of_levels = 0;
  for (const Level level : {Level::bounced, Level::glanced, Level::engaged, Level::deep}) {
    of_levels += count([&](VisitFilter& filter) { filter.level = level; });
  }
  EXPECT_EQ(of_levels, 4);
}

TEST_P(StoreConformance, WorkflowsAndFeaturesComeOutTheSameInAnyOrder) {
  const auto run = [&](std::string_view visitor, std::vector<int> order) {
    const VisitId visit = starts(visitor);
    const Instant begin = now_;
    now_ = now_ + Seconds(30);
    struct Step {
      visits::EventType type;
      std::int64_t at;
      std::string_view data;
    };
    const Step steps[] = {{visits::EventType::workflow_start, 1, R"({"workflow_id":"tour"})"},
                          {visits::EventType::workflow_complete, 5, R"({"workflow_id":"tour"})"},
                          {visits::EventType::feature_use, 2, R"({"feature":"map"})"},
                          {visits::EventType::search, 3, "{}"}};
    for (const int i : order) {
      const Step& step = steps[i];
      const std::string id = fmt::format("e{}", i);
      IncomingEvent incoming;
      incoming.event.id = id;
      incoming.event.type = step.type;
      incoming.event.type_name = name_of(step.type);
      incoming.event.moment.id_hash = visits::hash_event_id(id);
      incoming.event.data = step.data;
      if (i < 2) incoming.event.workflow_id = "tour";
      incoming.claimed = begin + Seconds(step.at);
      RecordEvents record;
      record.visit = visit;
      record.key = key_;
      record.events = std::span(&incoming, 1);
      ASSERT_TRUE(commit(record));
    }
  };
  go_to(100);
  run("ada", {0, 1, 2, 3});
  run("bob", {3, 1, 0, 2});
  run("cyd", {0, 2});
  auto reader = store_->reader();
  VisitFilter filter{.site = site_, .zone = {}, .from = at(0), .to = at(1'000)};
  std::map<std::string, int> statuses, features;
  ASSERT_TRUE((*reader)->for_each_workflow(filter, [&](const WorkflowFacts& facts) { ++statuses[std::string(facts.status)]; }));
  ASSERT_TRUE((*reader)->for_each_feature(filter, [&](std::int64_t, std::string_view name) { ++features[std::string(name)]; }));
  EXPECT_EQ(statuses, (std::map<std::string, int>{{"completed", 2}, {"started", 1}}));
  EXPECT_EQ(features, (std::map<std::string, int>{{"map", 3}, {"search", 2}}));
  filter.features = {"map", "search"};
  EXPECT_EQ((*reader)->find_visits(filter, 10, "")->total, 2);
  filter.workflow = "tour";
  filter.workflow_status = "started";
  filter.features.clear();
  EXPECT_EQ((*reader)->find_visits(filter, 10, "")->total, 1);
}

}  // namespace sojourn::store
