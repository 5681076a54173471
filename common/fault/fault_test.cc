#include "common/fault/fault.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "absl/time/clock.h"

namespace mainstay::fault {
namespace {

TEST(FaultTest, UnsetPointsDoNothing) { EXPECT_TRUE(Point("a.b").ok()); }

TEST(FaultTest, ErrorsUntilCleared) {
  Set("a.b", Action::kError);
  EXPECT_EQ(Point("a.b").code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(Point("a.c").ok());
  Set("a.b", Action::kNone);
  EXPECT_TRUE(Point("a.b").ok());
}

TEST(FaultTest, Sleeps) {
  Set("a.b", Action::kSleep1s);
  const absl::Time start = absl::Now();
  EXPECT_TRUE(Point("a.b").ok());
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(990));
  Set("a.b", Action::kNone);
}

TEST(FaultTest, HoldsUntilLetGo) {
  Set("a.b", Action::kHold);
  std::atomic<bool> passed = false;
  std::thread held([&] {
    EXPECT_TRUE(Point("a.b").ok());
    passed = true;
  });
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_FALSE(passed);
  Set("a.b", Action::kNone);
  held.join();
}

TEST(FaultDeathTest, ExitsAsIfKilled) {
  EXPECT_EXIT(
      {
        Set("a.b", Action::kExit);
        Point("a.b").IgnoreError();
      },
      testing::ExitedWithCode(137), "");
}

}  // namespace
}  // namespace mainstay::fault
