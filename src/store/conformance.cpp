#include "store/conformance.hpp"

namespace sojourn::store {

void StoreConformance::SetUp() {
  maker_ = GetParam().make();
  store_ = maker_->open(now_);
  ASSERT_NE(store_, nullptr);
  SeededRandom random(7);
  for (SiteId* id : {&site_, &other_site_}) {
    id->uuid = make_uuid7(now_, random);
    AddSite add;
    add.site.id = *id;
    add.site.name = "site";
    add.site.public_key = to_string(*id);
    add.site.user_token_secret = "secret";
    add.site.origins = {"https://a.example"};
    ASSERT_TRUE(commit(add));
  }
}

void StoreConformance::reopen_after_crash() {
  store_.reset();
  store_ = maker_->open(now_);
  ASSERT_NE(store_, nullptr);
}

void StoreConformance::reopen_after_stop() {
  ASSERT_TRUE(store_->flush(now_));
  reopen_after_crash();
}

StartVisit StoreConformance::start_of(std::string_view visitor, std::string_view campaign) {
  StartVisit start;
  start.site = site_;
  start.idle_timeout = Seconds(1800);
  start.key = key_;
  start.visitor_id = visitor;
  start.entry.campaign = campaign;
  start.device.type = "desktop";
  return start;
}

VisitId StoreConformance::starts(std::string_view visitor) {
  const auto started = commit(start_of(visitor));
  EXPECT_TRUE(started);
  return started->visit;
}

RecordEvents::Verdict StoreConformance::sends(const VisitId& visit, std::vector<std::pair<std::string, std::int64_t>> clicks,
                                              bool with_key) {
  std::vector<IncomingEvent> events;
  for (const auto& [id, seconds] : clicks) {
    IncomingEvent event;
    event.index = static_cast<std::uint32_t>(events.size());
    event.event.id = id;
    event.event.type = visits::EventType::click;
    event.event.type_name = "click";
    event.event.moment.sequence = event.index;
    event.event.moment.id_hash = visits::hash_event_id(id);
    event.event.data = R"({"n":1})";
    event.claimed = at(seconds);
    events.push_back(event);
  }
  RecordEvents record;
  record.visit = visit;
  if (with_key) record.key = key_;
  record.events = events;
  const auto verdict = commit(record);
  EXPECT_TRUE(verdict) << (verdict ? "" : verdict.error().message);
  return verdict.value_or(RecordEvents::Verdict{});
}

StoredVisit StoreConformance::look(const VisitId& visit) {
  auto found = store_->visits(std::span(&visit, 1), Scope::every_site());
  EXPECT_TRUE(found);
  EXPECT_EQ(found->size(), 1U);
  return found->empty() ? StoredVisit{} : found->front();
}

std::vector<std::string> StoreConformance::event_ids(const VisitId& visit) {
  const StoredVisit stored = look(visit);
  auto reader = store_->reader();
  EXPECT_TRUE(reader);
  auto events = (*reader)->events(stored);
  EXPECT_TRUE(events);
  std::vector<std::string> ids;
  for (const StoredEvent& event : *events) ids.push_back(event.id);
  return ids;
}

namespace {

using Ids = std::vector<std::string>;

TEST_P(StoreConformance, EventsAreFoundInTheOrderOfTheirTimes) {
  const VisitId visit = starts("ada");
  go_to(100);
  sends(visit, {{"b", 20}, {"a", 10}});
  sends(visit, {{"c", 15}});
  EXPECT_EQ(event_ids(visit), (Ids{"a", "c", "b"}));
  EXPECT_EQ(look(visit).visit.figures.last_activity, at(20));
}

TEST_P(StoreConformance, AnEventCountsOnceThroughRepeatsAndCrashes) {
  const VisitId visit = starts("ada");
  go_to(10);
  EXPECT_EQ(sends(visit, {{"a", 1}, {"b", 2}, {"a", 1}}).duplicates, 1U);
  reopen_after_crash();
  EXPECT_EQ(sends(visit, {{"a", 1}, {"b", 2}, {"c", 3}}).accepted, 1U);
  reopen_after_stop();
  const auto again = sends(visit, {{"a", 1}, {"b", 2}, {"c", 3}});
  EXPECT_EQ(again.duplicates, 3U);
  EXPECT_EQ(again.visit, visit);
  EXPECT_EQ(event_ids(visit), (Ids{"a", "b", "c"}));
  EXPECT_EQ(look(visit).visit.figures.action_count(), 3U);
}

TEST_P(StoreConformance, FiguresSurviveACrashAndAStopAlike) {
  const VisitId visit = starts("ada");
  go_to(10);
  sends(visit, {{"a", 1}, {"b", 2}});
  const auto before = look(visit).visit.figures;
  reopen_after_crash();
  EXPECT_EQ(look(visit).visit.figures, before);
  reopen_after_stop();
  EXPECT_EQ(look(visit).visit.figures, before);
}

TEST_P(StoreConformance, TheIdsOfOneVisitDoNotSuppressAnothers) {
  const VisitId ada = starts("ada");
  const VisitId bob = starts("bob");
  go_to(5);
  sends(ada, {{"a", 1}});
  EXPECT_EQ(sends(bob, {{"a", 1}}).accepted, 1U);
}

TEST_P(StoreConformance, AStartResumesTheVisitorsLivingVisit) {
  const VisitId visit = starts("ada");
  go_to(1800);
  auto again = start_of("ada");
  again.key = hash_secret("another key");
  const auto resumed = commit(again);
  EXPECT_TRUE(resumed->is_resumed);
  EXPECT_EQ(resumed->visit, visit);
  reopen_after_crash();
  for (const char* key : {"the key", "another key"}) {
    Heartbeat beat;
    beat.visit = visit;
    beat.key = hash_secret(key);
    EXPECT_TRUE(commit(beat)) << key;
  }
}

TEST_P(StoreConformance, AStartAfterTheTimeoutBeginsAnotherVisit) {
  const VisitId visit = starts("ada");
  go_to(1801);
  const auto next = commit(start_of("ada"));
  EXPECT_FALSE(next->is_resumed);
  EXPECT_NE(next->visit, visit);
  EXPECT_TRUE(look(next->visit).visit.is_returning);
}

TEST_P(StoreConformance, AnotherCampaignBeginsAnotherVisit) {
  const VisitId visit = starts("ada");
  go_to(60);
  const auto next = commit(start_of("ada", "spring"));
  EXPECT_NE(next->visit, visit);
  EXPECT_FALSE(standing_of(look(visit).visit, now_).is_active);
  EXPECT_EQ(commit(start_of("ada", "spring"))->visit, next->visit);
  EXPECT_EQ(commit(start_of("ada"))->visit, next->visit);
}

TEST_P(StoreConformance, AStartWithAnIdOfItsOwnCanBeRepeated) {
  SeededRandom random(1);
  auto start = start_of("ada");
  start.id = VisitId{make_uuid7(now_, random)};
  const auto first = commit(start);
  EXPECT_EQ(first->visit, *start.id);
  reopen_after_crash();
  EXPECT_EQ(commit(start)->visit, *start.id);
  start.key = hash_secret("a stranger's");
  EXPECT_EQ(commit(start).error().kind, ErrorKind::not_allowed);
}

TEST_P(StoreConformance, ActivityAfterTheTimeoutOpensAVisitThatTheOldKeyWritesTo) {
  const VisitId visit = starts("ada");
  go_to(4000);
  const auto verdict = sends(visit, {{"a", 10}, {"b", 3000}});
  EXPECT_EQ(verdict.accepted, 2U);
  EXPECT_NE(verdict.visit, visit);
  EXPECT_EQ(event_ids(visit), (Ids{"a"}));
  EXPECT_EQ(event_ids(verdict.visit), (Ids{"b"}));
  reopen_after_crash();
  const auto again = sends(visit, {{"a", 10}, {"b", 3000}});
  EXPECT_EQ(again.duplicates, 2U);
  EXPECT_EQ(again.visit, verdict.visit);
  EXPECT_EQ(sends(verdict.visit, {{"c", 3001}}).accepted, 1U);
}

TEST_P(StoreConformance, ALateEventGoesToTheVisitItBelongsTo) {
  const VisitId visit = starts("ada");
  go_to(5000);
  CloseIdleVisits close;
  close.visits = {visit};
  ASSERT_TRUE(commit(close));
  EXPECT_EQ(look(visit).visit.figures.last_activity, at(0));
  EXPECT_EQ(sends(visit, {{"a", 600}}).visit, visit);
  EXPECT_EQ(standing_of(look(visit).visit, now_).ended_at, at(600));
}

TEST_P(StoreConformance, ALateEventMayBringAVisitBackToLife) {
  const VisitId visit = starts("ada");
  go_to(1900);
  CloseIdleVisits close;
  close.visits = {visit};
  ASSERT_TRUE(commit(close));
  ASSERT_EQ(changes_.size(), 1U);
  EXPECT_EQ(changes_[0].kind, VisitChange::Kind::ended);
  sends(visit, {{"a", 1000}});
  ASSERT_EQ(changes_.size(), 1U);
  EXPECT_EQ(changes_[0].kind, VisitChange::Kind::started);
  EXPECT_TRUE(standing_of(look(visit).visit, now_).is_active);
}

TEST_P(StoreConformance, ABatchIsSplitTheSameInAnyOrder) {
  const VisitId visit = starts("ada");
  go_to(5000);
  sends(visit, {{"late", 3000}, {"early", 1500}});
  EXPECT_EQ(event_ids(visit), (Ids{"early", "late"}));
}

TEST_P(StoreConformance, ADeclaredEndStaysAndAnswersTheSameAgain) {
  const VisitId visit = starts("ada");
  go_to(30);
  EndVisit end;
  end.visit = visit;
  end.key = key_;
  end.reason = visits::ExitReason::logout;
  end.page = "/bye";
  const auto first = commit(end);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->duration_seconds, 30);
  reopen_after_crash();
  go_to(90);
  end.reason = visits::ExitReason::error;
  const auto again = commit(end);
  EXPECT_EQ(again->reason, visits::ExitReason::logout);
  EXPECT_EQ(again->end_time, first->end_time);
  Heartbeat beat;
  beat.visit = visit;
  beat.key = key_;
  EXPECT_EQ(commit(beat).error().kind, ErrorKind::gone);
}

TEST_P(StoreConformance, EventsAfterADeclaredEndOpenAnotherVisit) {
  const VisitId visit = starts("ada");
  go_to(30);
  EndVisit end;
  end.visit = visit;
  end.key = key_;
  ASSERT_TRUE(commit(end));
  go_to(60);
  const auto verdict = sends(visit, {{"before", 20}, {"after", 50}});
  EXPECT_NE(verdict.visit, visit);
  EXPECT_EQ(event_ids(verdict.visit), (Ids{"after"}));
  EXPECT_EQ(look(visit).visit.figures.action_count(), 1U);
}

TEST_P(StoreConformance, TimesAreClampedBetweenStartAndReceipt) {
  go_to(100);
  const VisitId visit = starts("ada");
  go_to(200);
  sends(visit, {{"past", -50'000}, {"future", 999'999}});
  EXPECT_EQ(look(visit).visit.figures.last_activity, at(200));
  EXPECT_EQ(event_ids(visit), (Ids{"past", "future"}));
}

TEST_P(StoreConformance, TheKeyDecidesWhoMayWrite) {
  const VisitId visit = starts("ada");
  Heartbeat beat;
  beat.visit = visit;
  EXPECT_EQ(commit(beat).error().kind, ErrorKind::unauthenticated);
  beat.key = hash_secret("wrong");
  EXPECT_EQ(commit(beat).error().kind, ErrorKind::not_allowed);
  RecordEvents record;
  record.visit = visit;
  record.key = hash_secret("wrong");
  EXPECT_EQ(commit(record).error().kind, ErrorKind::not_allowed);
}

TEST_P(StoreConformance, EventsWithoutTheKeyCountButDoNotScore) {
  const VisitId visit = starts("ada");
  go_to(5);
  sends(visit, {{"a", 1}}, false);
  const auto figures = look(visit).visit.figures;
  EXPECT_EQ(figures.action_count(), 1U);
  EXPECT_EQ(figures.scored_counts[static_cast<std::size_t>(visits::EventType::click)], 0);
}

TEST_P(StoreConformance, AnotherSitesVisitIsNotThere) {
  const VisitId visit = starts("ada");
  const auto foreign = Scope::only(other_site_);
  EXPECT_TRUE(store_->visits(std::span(&visit, 1), foreign)->empty());
  RecordEvents record;
  record.visit = visit;
  record.scope = &foreign;
  EXPECT_EQ(commit(record).error().kind, ErrorKind::not_found);
  RecordEvents from_page;
  from_page.visit = visit;
  from_page.origins = &foreign;
  EXPECT_EQ(commit(from_page).error().kind, ErrorKind::not_allowed);
}

TEST_P(StoreConformance, IdentifyFindsTheSameLeadAgain) {
  const VisitId first = starts("ada");
  const VisitId second = starts("ada's phone");
  Identify identify;
  identify.visit = first;
  identify.key = key_;
  identify.email = "ada@example.com";
  const auto lead = commit(identify);
  ASSERT_TRUE(lead);
  identify.visit = second;
  identify.email = "ADA@example.com";
  identify.name = "Ada";
  EXPECT_EQ(commit(identify)->lead, lead->lead);
  reopen_after_crash();
  EXPECT_EQ(look(second).visit.known_as->name, "Ada");
  go_to(4000);
  EXPECT_EQ(look(starts("ada")).visit.known_as->lead, lead->lead);
}

TEST_P(StoreConformance, AUserWhoIsVouchedForIsAPersonAndALabelIsNot) {
  auto labelled = start_of("ada");
  labelled.user_id = "u-1";
  const auto label = commit(labelled);
  EXPECT_TRUE(look(label->visit).visit.is_anonymous());
  EXPECT_EQ(look(label->visit).visit.user_id, "u-1");
  auto vouched = start_of("bob");
  vouched.user_id = "u-2";
  vouched.is_vouched = true;
  const auto known = commit(vouched);
  EXPECT_FALSE(look(known->visit).visit.is_anonymous());
  auto elsewhere = start_of("bob's phone");
  elsewhere.user_id = "u-2";
  elsewhere.is_vouched = true;
  EXPECT_EQ(look(commit(elsewhere)->visit).visit.known_as->lead, look(known->visit).visit.known_as->lead);
}

TEST_P(StoreConformance, IdleVisitsCloseExactlyOnceTheirTimeHasPassed) {
  const VisitId visit = starts("ada");
  CloseIdleVisits close;
  close.visits = {visit};
  go_to(1800);
  const auto early = commit(close);
  ASSERT_EQ(early->still_active.size(), 1U);
  EXPECT_EQ(early->still_active[0].times_out_at, at(1800) + Milliseconds(1));
  now_ = early->still_active[0].times_out_at;
  EXPECT_TRUE(commit(close)->still_active.empty());
  ASSERT_EQ(changes_.size(), 1U);
  EXPECT_EQ(changes_[0].kind, VisitChange::Kind::ended);
}

TEST_P(StoreConformance, OpenVisitsAreSeenAtStartUpAndEndedOnesAreNot) {
  const VisitId open = starts("ada");
  const VisitId ended = starts("bob");
  EndVisit end;
  end.visit = ended;
  end.key = key_;
  ASSERT_TRUE(commit(end));
  reopen_after_crash();
  std::vector<VisitId> seen;
  ASSERT_TRUE(store_->for_each_open_visit([&](VisitChange open) { seen.push_back(open.visit.id); }));
  EXPECT_EQ(seen, std::vector{open});
}

TEST_P(StoreConformance, AGroupAnswersEachPieceForItself) {
  const VisitId visit = starts("ada");
  Piece<Heartbeat> good{{.visit = visit, .key = key_}, std::nullopt};
  Piece<Heartbeat> bad{{.visit = visit, .key = hash_secret("wrong")}, std::nullopt};
  Piece<AddUser> user{{.id = {}, .email = "a@b.c", .role = Role::agent, .password_hash = "x"}, std::nullopt};
  Piece<AddUser> same_user{{.id = {}, .email = "A@B.C", .role = Role::agent, .password_hash = "x"}, std::nullopt};
  const Work group[] = {&good, &bad, &user, &same_user};
  EXPECT_EQ(store_->commit(group, now_, changes_), GroupOutcome::committed);
  EXPECT_TRUE(*good.verdict);
  EXPECT_EQ(bad.verdict->error().kind, ErrorKind::not_allowed);
  EXPECT_TRUE(*user.verdict);
  EXPECT_EQ(same_user.verdict->error().kind, ErrorKind::conflict);
}

TEST_P(StoreConformance, ImportingTheSameVisitAgainChangesNothing) {
  visits::Event event;
  event.type = visits::EventType::page_view;
  event.type_name = "page_view";
  event.page = "/";
  event.data = R"({"page":"/"})";
  const auto import = [&](std::vector<std::pair<std::string, std::int64_t>> lines) {
    std::vector<visits::Event> events;
    for (const auto& [id, seconds] : lines) {
      event.id = id;
      event.moment = {at(seconds), 0, visits::hash_event_id(id)};
      events.push_back(event);
    }
    ImportVisit command;
    command.site = site_;
    command.idle_timeout = Seconds(1800);
    command.visitor_id = "log";
    command.events = events;
    return *commit(command);
  };
  go_to(1'000'000);
  EXPECT_TRUE(import({{"a", 100}, {"b", 200}}).is_new);
  reopen_after_crash();
  const auto again = import({{"a", 100}, {"b", 200}});
  EXPECT_FALSE(again.is_new);
  EXPECT_EQ(again.duplicates, 2U);
  EXPECT_EQ(import({{"b", 200}, {"c", 300}}).accepted, 1U);
  EXPECT_EQ(import({{"earlier", 50}}).accepted, 1U);
  EXPECT_TRUE(import({{"next", 300 + 1801}}).is_new);
  auto reader = store_->reader();
  const auto days = (*reader)->daily(site_, Day{0}, Day{50'000}, Lanes::people);
  ASSERT_EQ(days->size(), 1U);
  EXPECT_EQ(days->front().total_sessions, 2);
}

TEST_P(StoreConformance, AUsersVisitsArePagedNewestFirst) {
  for (int i = 0; i < 5; ++i) {
    go_to(i * 4000);
    auto start = start_of("ada");
    start.user_id = "u-1";
    ASSERT_TRUE(commit(start));
  }
  ASSERT_TRUE(store_->flush(now_));
  auto reader = store_->reader();
  std::vector<std::int64_t> starts;
  std::string cursor;
  do {
    auto page = (*reader)->visits_of_user(Scope::only(site_), "u-1", 2, cursor);
    ASSERT_TRUE(page);
    for (const StoredVisit& stored : page->visits) starts.push_back((stored.visit.start - start_).count() / 1000);
    cursor = page->next_cursor;
  } while (!cursor.empty());
  EXPECT_EQ(starts, (std::vector<std::int64_t>{16000, 12000, 8000, 4000, 0}));
  EXPECT_TRUE((*reader)->visits_of_user(Scope::only(other_site_), "u-1", 2, "")->visits.empty());
  EXPECT_FALSE((*reader)->visits_of_user(Scope::only(site_), "u-1", 2, "nonsense"));
}

}  // namespace
}  // namespace sojourn::store
