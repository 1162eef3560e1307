// What a disk can do to us. A workload of groups runs on a disk in memory that loses power or fails at a chosen operation; then the
// record is opened again and held against what the workload knows: acknowledged is stored, stored was sent, nothing is stored
// twice, and every visit's figures are the fold of its stored events. The same check on a store that does not sync must find
// losses, or it would prove nothing.

#include "store/sqlite/fault_disk.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>
#include <filesystem>
#include <set>

namespace sojourn::store {
namespace {

const Instant start = Instant::from_seconds(1'800'000'000);
const SecretHash key = hash_secret("key");

/// Runs groups of work and remembers what was sent and what was acknowledged.
class Workload {
 public:
  explicit Workload(std::uint64_t seed) : random_(seed) { site_.uuid = make_uuid7(start, random_); }

  /// Until the groups are done or the storage has failed. False where it failed.
  bool run(Store& store, int groups) {
    if (!has_site_) {
      Piece<AddSite> site{{.site = {.id = site_, .name = "s", .public_key = "p", .user_token_secret = "u", .origins = {}}},
                          std::nullopt};
      if (!carry_out(store, {&site})) return false;
      has_site_ = site.verdict->has_value();
      if (!has_site_) return true;
    }
    for (int i = 0; i < groups; ++i) {
      if (!run_group(store)) return false;
    }
    return true;
  }

  /// Everything the record must now be true to.
  void check(Store& store) const {
    std::set<std::string> stored;
    auto reader = store.reader();
    ASSERT_TRUE(reader);
    for (const VisitId& visit : visits_) {
      auto found = store.visits(std::span(&visit, 1), Scope::every_site());
      ASSERT_TRUE(found);
      const bool is_acknowledged = acknowledged_visits_.contains(visit);
      ASSERT_TRUE(!is_acknowledged || found->size() == 1) << "an acknowledged visit is lost";
      if (found->empty()) continue;
      auto events = (*reader)->events(found->front());
      ASSERT_TRUE(events);
      visits::Figures folded = visits::figures_at(found->front().visit.start);
      for (const StoredEvent& event : *events) {
        ASSERT_TRUE(stored.insert(event.id).second) << "event " << event.id << " is stored twice";
        ASSERT_TRUE(sent_.contains(event.id)) << "event " << event.id << " was never sent";
        visits::Event fact;
        fact.type = visits::event_type_of(event.type);
        fact.type_name = event.type;
        fact.moment = event.moment;
        fact.is_scored = event.is_scored;
        fold(folded, fact);
      }
      ASSERT_EQ(folded, found->front().visit.figures) << "the figures are not the fold of the events";
    }
    for (const std::string& id : acknowledged_) ASSERT_TRUE(stored.contains(id)) << "the acknowledged event " << id << " is lost";
  }

  std::size_t acknowledged() const { return acknowledged_.size(); }
  Instant now() const { return now_; }

 private:
  bool carry_out(Store& store, std::vector<Work> group) {
    std::vector<VisitChange> changes;
    now_ = now_ + Milliseconds(300);
    return store.commit(group, now_, changes) != GroupOutcome::failed;
  }

  bool run_group(Store& store) {
    if (visits_.empty() || random_.below(4) == 0) {
      Piece<StartVisit> piece;
      piece.command.site = site_;
      piece.command.idle_timeout = Seconds(1800);
      piece.command.key = key;
      piece.command.id = VisitId{make_uuid7(now_, random_)};
      const std::string visitor = fmt::format("v{}", visits_.size());
      piece.command.visitor_id = visitor;
      visits_.push_back(*piece.command.id);
      if (!carry_out(store, {&piece})) return false;
      if (*piece.verdict) acknowledged_visits_.insert(*piece.command.id);
      return true;
    }
    std::vector<std::vector<std::string>> ids(1 + random_.below(3));
    std::vector<std::vector<IncomingEvent>> events(ids.size());
    std::vector<Piece<RecordEvents>> pieces(ids.size());
    std::vector<Work> group;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const std::size_t count = 1 + random_.below(8);
      for (std::size_t n = 0; n < count; ++n) ids[i].push_back(fmt::format("e{}", ++events_));
      for (const std::string& id : ids[i]) {
        sent_.insert(id);
        IncomingEvent incoming;
        incoming.event.id = id;
        incoming.event.type = visits::EventType::click;
        incoming.event.type_name = "click";
        incoming.event.moment.id_hash = visits::hash_event_id(id);
        incoming.event.data =
            R"({"padding":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"})";
        events[i].push_back(incoming);
      }
      pieces[i].command.visit = visits_[random_.below(visits_.size())];
      pieces[i].command.key = key;
      pieces[i].command.events = events[i];
      group.emplace_back(&pieces[i]);
    }
    if (!carry_out(store, group)) return false;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (*pieces[i].verdict) acknowledged_.insert(ids[i].begin(), ids[i].end());
    }
    return true;
  }

  SeededRandom random_;
  SiteId site_;
  bool has_site_ = false;
  Instant now_ = start;
  std::vector<VisitId> visits_;
  std::set<VisitId> acknowledged_visits_;
  std::set<std::string> sent_;
  std::set<std::string> acknowledged_;
  int events_ = 0;
};

class Faults : public testing::Test {
 protected:
  Faults() {
    std::string pattern = std::filesystem::temp_directory_path() / "sojourn-test-XXXXXX";
    path_ = ::mkdtemp(pattern.data());
    folder_.emplace(DataFolder::open(path_).value());
    settings_.vfs = disk_.vfs_name();
    settings_.checkpoint_pages = 20;
    settings_.book.write_back_after = Milliseconds(600);
    settings_.book.visits_max = 8;
  }
  ~Faults() override { std::filesystem::remove_all(path_); }

  std::unique_ptr<SqliteStore> open(Instant now) {
    auto store = SqliteStore::open(*folder_, settings_, random_, now);
    return store ? std::move(*store) : nullptr;
  }

  /// Operations of a whole run without faults.
  void count_reference_run() {
    disk_.plan(DiskFault::none, 0);
    Workload workload(1);
    auto store = open(start);
    ASSERT_NE(store, nullptr);
    ASSERT_TRUE(workload.run(*store, groups_));
  }

  static constexpr int groups_ = 25;
  FaultDisk disk_;
  std::string path_;
  std::optional<DataFolder> folder_;
  SqliteSettings settings_;
  SeededRandom random_{3};
};

/// Loses power at a random operation, with a random image afterwards. False where the record was not true to the workload.
bool survives_power_cut(FaultDisk& disk, const DataFolder& folder, const SqliteSettings& settings, std::uint64_t seed,
                        std::uint64_t operations, int groups) {
  SeededRandom random(seed);
  Workload workload(seed);
  disk.plan(DiskFault::power_cut, 1 + random.below(operations));
  if (auto store = SqliteStore::open(folder, settings, random, start)) static_cast<void>(workload.run(**store, groups));
  disk.restart_after_power_cut(random, random.below(2) == 0 ? 512 : 4096);
  auto store = SqliteStore::open(folder, settings, random, workload.now());
  if (!store) {
    ADD_FAILURE() << "seed " << seed << ": " << store.error().message;
    return false;
  }
  workload.check(**store);
  // And it goes on from there.
  EXPECT_TRUE(workload.run(**store, 3));
  workload.check(**store);
  return !testing::Test::HasFatalFailure();
}

std::uint64_t images_wanted() {
  const char* wanted = std::getenv("SOJOURN_POWER_CUTS");
  return wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 2'000;
}

TEST_F(Faults, PowerCutsLoseNothingThatWasAcknowledged) {
  count_reference_run();
  const std::uint64_t operations = disk_.operations() + 50;
  for (std::uint64_t seed = 1; seed <= images_wanted(); ++seed) {
    FaultDisk disk;
    SqliteSettings settings = settings_;
    settings.vfs = disk.vfs_name();
    ASSERT_TRUE(survives_power_cut(disk, *folder_, settings, seed, operations, groups_)) << "repeat with seed " << seed;
  }
}

TEST_F(Faults, AStoreThatDoesNotSyncIsCaught) {
  count_reference_run();
  const std::uint64_t operations = disk_.operations();
  int caught = 0;
  for (std::uint64_t seed = 1; seed <= 30 && caught == 0; ++seed) {
    FaultDisk disk;
    SqliteSettings settings = settings_;
    settings.vfs = disk.vfs_name();
    settings.synchronous = "OFF";
    SeededRandom random(seed);
    Workload workload(seed);
    disk.plan(DiskFault::power_cut, operations / 2 + random.below(operations / 2));
    if (auto store = SqliteStore::open(*folder_, settings, random, start)) static_cast<void>(workload.run(**store, groups_));
    disk.restart_after_power_cut(random, 512);
    testing::TestPartResultArray results;
    {
      const testing::ScopedFakeTestPartResultReporter reporter(
          testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &results);
      auto store = SqliteStore::open(*folder_, settings, random, workload.now());
      if (!store) {
        ++caught;
        continue;
      }
      workload.check(**store);
    }
    if (results.size() > 0) ++caught;
  }
  EXPECT_GT(caught, 0);
}

/// Strikes every n-th operation of a kind in turn, until a run gets by without it.
void strike_each(DiskFault fault, const DataFolder& folder, const SqliteSettings& base, int groups, bool must_fail) {
  for (std::uint64_t n = 1;; ++n) {
    FaultDisk disk;
    SqliteSettings settings = base;
    settings.vfs = disk.vfs_name();
    SeededRandom random(n);
    Workload workload(1);
    disk.plan(fault, n);
    bool went_through = false;
    {
      auto store = SqliteStore::open(folder, settings, random, start);
      if (store) went_through = workload.run(**store, groups);
      // After the first failed sync or write nothing may be acknowledged: the group that met it says so.
      if (store && must_fail && disk.has_struck()) ASSERT_FALSE(went_through) << "operation " << n << " failed unseen";
    }
    const bool has_struck = disk.has_struck();
    disk.plan(DiskFault::none, 0);
    disk.make_room();
    auto store = SqliteStore::open(folder, settings, random, workload.now());
    ASSERT_TRUE(store) << "operation " << n << ": " << store.error().message;
    workload.check(**store);
    if (testing::Test::HasFatalFailure()) FAIL() << "operation " << n;
    if (!has_struck) return;
  }
}

TEST_F(Faults, EveryFailedSyncEndsAcknowledging) {
  strike_each(DiskFault::sync_fails, *folder_, settings_, groups_, true);
}
TEST_F(Faults, EveryFailedWriteEndsAcknowledging) {
  strike_each(DiskFault::write_fails, *folder_, settings_, groups_, true);
}
TEST_F(Faults, AFullDiskRefusesAndLosesNothing) {
  strike_each(DiskFault::disk_full, *folder_, settings_, groups_, false);
}

TEST_F(Faults, AfterAFullDiskHasRoomAgainWorkGoesOn) {
  auto store = open(start);
  ASSERT_NE(store, nullptr);
  Workload workload(1);
  ASSERT_TRUE(workload.run(*store, 5));
  disk_.plan(DiskFault::disk_full, 1);
  ASSERT_TRUE(workload.run(*store, 40));
  const std::size_t before = workload.acknowledged();
  disk_.make_room();
  disk_.plan(DiskFault::none, 0);
  ASSERT_TRUE(workload.run(*store, 20));
  EXPECT_GT(workload.acknowledged(), before);
  workload.check(*store);
}

}  // namespace
}  // namespace sojourn::store
