#include "net/loop.hpp"

#include <gtest/gtest.h>
#include <string>
#include <thread>

namespace sojourn::net {
namespace {

using std::chrono::milliseconds;

TEST(Loop, RunsPostedWorkInOrderOnItsThread) {
  Loop loop;
  std::string order;
  loop.post([&] {
    EXPECT_EQ(Loop::current(), &loop);
    order += "a";
    loop.post([&] { order += "c"; });
    loop.post([&] { loop.stop(); });
  });
  loop.post([&] { order += "b"; });
  EXPECT_EQ(Loop::current(), nullptr);
  loop.run();
  EXPECT_EQ(order, "abc");
  EXPECT_EQ(Loop::current(), nullptr);
}

TEST(Loop, TakesWorkFromManyThreads) {
  Loop loop;
  std::size_t done = 0;
  std::jthread running([&] { loop.run(); });
  {
    std::vector<std::jthread> posting;
    for (int thread = 0; thread < 4; ++thread) {
      posting.emplace_back([&] {
        for (int i = 0; i < 10'000; ++i) loop.post([&done] { ++done; });
      });
    }
  }
  loop.stop();
  running.join();
  EXPECT_EQ(done, 40'000U);
}

TEST(Loop, FiresTimersInTheirOrder) {
  Loop loop;
  std::string order;
  const Timer late = loop.after(milliseconds(2), [&] {
    order += "late";
    loop.stop();
  });
  const Timer early = loop.after(milliseconds(1), [&] { order += "early "; });
  loop.run();
  EXPECT_EQ(order, "early late");
}

TEST(Loop, FiresNoTimerThatWasCancelledOrDropped) {
  Loop loop;
  bool fired = false;
  Timer cancelled = loop.after(milliseconds(0), [&] { fired = true; });
  {
    const Timer dropped = loop.after(milliseconds(0), [&] { fired = true; });
  }
  Timer replaced = loop.after(milliseconds(0), [&] { fired = true; });
  replaced = loop.after(milliseconds(1), [&] { loop.stop(); });
  cancelled.cancel();
  loop.run();
  EXPECT_FALSE(fired);
}

}  // namespace
}  // namespace sojourn::net
