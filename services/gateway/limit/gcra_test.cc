#include "services/gateway/limit/gcra.h"

#include <gtest/gtest.h>

namespace mainstay::gateway {
namespace {

constexpr Quota kQuota{.per_second = 10, .burst = 5};
const absl::Time kStart = absl::FromUnixSeconds(1767225600);

TEST(GcraTest, ABurstThenTheSteadyRate) {
  absl::Time tat = absl::InfinitePast();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(TakeCalls(kQuota, kStart, 1, &tat).calls, 1);
  const Grant refused = TakeCalls(kQuota, kStart, 1, &tat);
  EXPECT_EQ(refused.calls, 0);
  EXPECT_EQ(refused.retry_after, absl::Milliseconds(100));
  EXPECT_EQ(TakeCalls(kQuota, kStart + absl::Milliseconds(99), 1, &tat).calls, 0);
  EXPECT_EQ(TakeCalls(kQuota, kStart + absl::Milliseconds(100), 1, &tat).calls, 1);
  EXPECT_EQ(TakeCalls(kQuota, kStart + absl::Milliseconds(100), 1, &tat).calls, 0);
}

TEST(GcraTest, ManyAtOnceAreTheSameAsOneByOne) {
  absl::Time tat = absl::InfinitePast();
  const Grant grant = TakeCalls(kQuota, kStart, 8, &tat);
  EXPECT_EQ(grant.calls, 5);
  EXPECT_EQ(grant.retry_after, absl::Milliseconds(100));
  EXPECT_EQ(TakeCalls(kQuota, kStart + absl::Milliseconds(250), 8, &tat).calls, 2);
}

TEST(GcraTest, NeverMoreThanRateTimesTimePlusBurst) {
  absl::Time tat = absl::InfinitePast();
  int granted = 0;
  for (int ms = 0; ms < 10000; ms += 7) {
    granted += TakeCalls(kQuota, kStart + absl::Milliseconds(ms), 3, &tat).calls;
  }
  EXPECT_LE(granted, 105);
  EXPECT_GE(granted, 103);
}

TEST(GcraTest, ABurstOfOneIsASteadyTick) {
  constexpr Quota quota{.per_second = 3, .burst = 1};
  absl::Time tat = absl::InfinitePast();
  EXPECT_EQ(TakeCalls(quota, kStart, 2, &tat).calls, 1);
  EXPECT_EQ(TakeCalls(quota, kStart + absl::Milliseconds(333), 1, &tat).calls, 0);
  EXPECT_EQ(TakeCalls(quota, kStart + absl::Milliseconds(334), 1, &tat).calls, 1);
}

}  // namespace
}  // namespace mainstay::gateway
