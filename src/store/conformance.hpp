#pragma once

// What every store must do, as tests: instantiate StoreConformance with a way to open one. The store is reopened in the middle of
// the tests, once as after a crash (nothing was written back) and once as after a stop.

#include "store/store.hpp"

#include <gtest/gtest.h>
#include <functional>
#include <memory>

namespace sojourn::store {

/// Opens the same record again and again; the one before was closed. Removes it when it goes.
class StoreMaker {
 public:
  virtual ~StoreMaker() = default;
  virtual std::unique_ptr<Store> open(Instant now) = 0;
};

struct StoreUnderTest {
  std::string name;
  std::function<std::unique_ptr<StoreMaker>()> make;
};

class StoreConformance : public testing::TestWithParam<StoreUnderTest> {
 protected:
  void SetUp() override;

  void reopen_after_crash();
  void reopen_after_stop();

  /// Carries out one command in a group of its own.
  template <typename Command>
  Result<typename Command::Verdict> commit(Command command) {
    Piece<Command> piece{std::move(command), std::nullopt};
    changes_.clear();
    const Work work[] = {&piece};
    EXPECT_EQ(store_->commit(work, now_, changes_), GroupOutcome::committed);
    return *piece.verdict;
  }

  // A small vocabulary for scenarios. Ids and times are short: at(5) is five seconds after the tests begin.
  Instant at(std::int64_t seconds) const { return start_ + Seconds(seconds); }
  void go_to(std::int64_t seconds) { now_ = at(seconds); }
  StartVisit start_of(std::string_view visitor, std::string_view campaign = "");
  VisitId starts(std::string_view visitor);
  RecordEvents::Verdict sends(const VisitId& visit, std::vector<std::pair<std::string, std::int64_t>> clicks, bool with_key = true);
  StoredVisit look(const VisitId& visit);
  std::vector<std::string> event_ids(const VisitId& visit);

  std::unique_ptr<StoreMaker> maker_;
  std::unique_ptr<Store> store_;
  std::vector<VisitChange> changes_;
  Instant start_ = Instant::from_seconds(1'800'000'000);
  Instant now_ = start_;
  SiteId site_;
  SiteId other_site_;
  SecretHash key_ = hash_secret("the key");
};

}  // namespace sojourn::store
