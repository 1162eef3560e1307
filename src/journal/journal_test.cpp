#include "journal/journal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <set>

namespace sojourn::journal {
namespace {

const Instant start = Instant::from_seconds(1'800'000'000);

/// A store whose groups go as the test orders, and that remembers them.
class FakeStore final : public store::Store {
 public:
  std::atomic<int> fail_after{1'000'000};
  std::atomic<int> commits{0};
  std::atomic<int> upkeep_steps{0};
  std::atomic<bool> is_held{false};
  std::atomic<std::size_t> pieces_begun{0};
  std::vector<std::size_t> group_sizes;
  std::vector<VisitId> closed;
  std::vector<visits::Visit> open;
  bool is_flushed = false;
  visits::Rulebook rulebook;

  store::GroupOutcome commit(std::span<const store::Work> group, Instant now, std::vector<store::VisitChange>&) override {
    pieces_begun += group.size();
    while (is_held) std::this_thread::yield();
    group_sizes.push_back(group.size());
    if (++commits > fail_after) return store::GroupOutcome::failed;
    for (const store::Work& work : group) {
      if (const auto* closing = std::get_if<store::Piece<store::CloseIdleVisits>*>(&work)) {
        store::CloseIdleVisits::Verdict verdict;
        for (const VisitId& visit : (*closing)->command.visits) {
          const auto found = std::ranges::find(open, visit, &visits::Visit::id);
          now < times_out_at(*found) ? verdict.still_active.push_back({visit, times_out_at(*found)}) : closed.push_back(visit);
        }
        (*closing)->verdict = verdict;
      } else if (const auto* upkeep = std::get_if<store::Piece<store::Upkeep>*>(&work)) {
        (*upkeep)->verdict = store::Upkeep::Verdict{.has_more = --upkeep_steps > 0};
      } else if (const auto* property = std::get_if<store::Piece<store::PutProperty>*>(&work)) {
        (*property)->verdict = store::PutProperty::Verdict{};
      }
    }
    return store::GroupOutcome::committed;
  }
  Result<std::vector<store::StoredVisit>> visits(std::span<const VisitId>, const store::Scope&) override { return {}; }
  Result<void> for_each_open_visit(const std::function<void(store::VisitChange)>& see) override {
    for (const visits::Visit& visit : open) see({store::VisitChange::Kind::started, visit});
    return {};
  }
  Result<void> flush(Instant) override {
    is_flushed = true;
    return {};
  }
  const visits::Rulebook& rules() const override { return rulebook; }
  Result<std::unique_ptr<store::Reader>> reader() override { return fail(ErrorKind::unavailable, "none"); }
};

class NoFeed final : public feed::Feed {
 public:
  void publish(std::span<const store::VisitChange>) override {}
};

struct World {
  FakeStore store;
  NoFeed feed;
  MovableClock clock{start, MovableClock::Between::stands};
  std::atomic<int> failures{0};
  Journal journal{store, feed, clock, Settings{.queue_weight_max = 10}, [this] { ++failures; }};
};

TEST(Journal, AnswersWhenItsGroupIsDurable) {
  World world;
  ASSERT_TRUE(world.journal.start());
  EXPECT_TRUE(world.journal.carry_out_blocking(store::PutProperty{}));
  world.journal.stop();
  EXPECT_TRUE(world.store.is_flushed);
}

TEST(Journal, GathersWhatComesWhileAGroupCommits) {
  World world;
  ASSERT_TRUE(world.journal.start());
  world.store.is_held = true;
  std::vector<std::thread> writers;
  for (int i = 0; i < 6; ++i) {
    writers.emplace_back([&] { EXPECT_TRUE(world.journal.carry_out_blocking(store::PutProperty{})); });
  }
  while (world.store.pieces_begun + world.journal.figures().queue_weight < 6) std::this_thread::yield();
  world.store.is_held = false;
  for (std::thread& writer : writers) writer.join();
  world.journal.stop();
  EXPECT_LE(world.store.group_sizes.size(), 3U);
}

TEST(Journal, RefusesWhatIsOverItsQueue) {
  World world;
  ASSERT_TRUE(world.journal.start());
  world.store.is_held = true;
  std::vector<std::thread> writers;
  std::atomic<int> refused{0};
  for (int i = 0; i < 30; ++i) {
    if (i == 1) {
      while (world.store.pieces_begun == 0)
        std::this_thread::yield();  // The first is being carried out; the others fill the queue.
    }
    writers.emplace_back([&] {
      const auto verdict = world.journal.carry_out_blocking(store::PutProperty{});
      if (verdict) return;
      EXPECT_EQ(verdict.error().kind, ErrorKind::unavailable);
      EXPECT_GT(verdict.error().retry_after.count(), 0);
      ++refused;
    });
  }
  while (refused < 19) std::this_thread::yield();
  EXPECT_FALSE(world.journal.has_room());
  world.store.is_held = false;
  for (std::thread& writer : writers) writer.join();
  world.journal.stop();
  EXPECT_EQ(world.journal.figures().refused, static_cast<std::uint64_t>(refused));
}

TEST(Journal, AcknowledgesNothingAfterTheFirstFailure) {
  World world;
  world.store.fail_after = 3;
  ASSERT_TRUE(world.journal.start());
  int acknowledged = 0;
  for (int i = 0; i < 10; ++i) acknowledged += world.journal.carry_out_blocking(store::PutProperty{}).has_value() ? 1 : 0;
  world.journal.stop();
  EXPECT_EQ(acknowledged, 3);
  EXPECT_EQ(world.failures, 1);
  EXPECT_TRUE(world.journal.is_failed());
  EXPECT_FALSE(world.store.is_flushed);
}

TEST(Journal, TakesNothingAfterItsStop) {
  World world;
  ASSERT_TRUE(world.journal.start());
  world.journal.stop();
  EXPECT_FALSE(world.journal.carry_out_blocking(store::PutProperty{}));
}

TEST(Journal, ClosesIdleVisitsWhenTheirTimeHasComeAndNotBefore) {
  World world;
  visits::Visit visit;
  visit.start = start;
  visit.idle_timeout = Seconds(1800);
  visit.figures = visits::figures_at(start);
  world.store.open.push_back(visit);
  ASSERT_TRUE(world.journal.start());
  const auto wait_for_a_group = [&] { EXPECT_TRUE(world.journal.carry_out_blocking(store::PutProperty{})); };
  world.clock.advance(Seconds(1800));
  wait_for_a_group();
  EXPECT_TRUE(world.store.closed.empty());
  world.clock.advance(Seconds(1));
  wait_for_a_group();
  EXPECT_EQ(world.store.closed.size(), 1U);
  world.journal.stop();
}

TEST(Journal, GoesOnWithTheUpkeepUntilNothingIsLeft) {
  World world;
  world.store.upkeep_steps = 3;
  ASSERT_TRUE(world.journal.start());
  world.journal.nudge();
  while (world.store.upkeep_steps > 0) std::this_thread::yield();
  world.journal.stop();
  EXPECT_GE(world.store.group_sizes.size(), 3U);
}

RC_GTEST_PROP(Agenda, FiresEachOnceNeverEarlyAndWithinASecond, ()) {
  Agenda agenda;
  SeededRandom random(*rc::gen::arbitrary<std::uint64_t>());
  std::map<VisitId, Instant> due;
  for (int i = 0; i < 50; ++i) {
    const VisitId visit{make_uuid7(start, random)};
    due[visit] = start + Milliseconds(static_cast<std::int64_t>(random.below(20'000)));
    agenda.arm(visit, due[visit]);
  }
  std::set<VisitId> fired;
  for (Instant now = start; now <= start + Seconds(21); now = now + Milliseconds(100)) {
    for (const VisitId& visit : agenda.take_due(now, 1 + random.below(100))) {
      RC_ASSERT(fired.insert(visit).second);
      RC_ASSERT(now >= due[visit]);
    }
    const auto rest = agenda.take_due(now, 1000);
    for (const VisitId& visit : rest) {
      RC_ASSERT(fired.insert(visit).second);
      RC_ASSERT(now >= due[visit]);
    }
    for (const auto& [visit, at] : due) RC_ASSERT(fired.contains(visit) || now - at < Milliseconds(500));
  }
  RC_ASSERT(agenda.size() == 0U);
}

}  // namespace
}  // namespace sojourn::journal
