#include "services/gateway/limit/rate_limiter.h"

#include <gtest/gtest.h>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/testing/redis.h"

namespace mainstay::gateway {
namespace {

RateLimiter::Decision Take(RateLimiter& limiter, std::string_view principal) {
  if (const auto decision = limiter.TryTake(principal)) return *decision;
  absl::Notification decided;
  RateLimiter::Decision decision{};
  limiter.Await(principal, [&](RateLimiter::Decision d) {
    decision = d;
    decided.Notify();
  });
  decided.WaitForNotification();
  return decision;
}

int CountAllowed(RateLimiter& limiter, std::string_view principal, int calls) {
  int allowed = 0;
  for (int i = 0; i < calls; ++i) allowed += Take(limiter, principal).allowed;
  return allowed;
}

TEST(RateLimiterTest, TheBurstThenRefusalWithADelay) {
  const auto server = testing::NewRedis();
  RateLimiter limiter({.quota = {1, 5}, .redis = {.address = server->address()}});
  EXPECT_EQ(CountAllowed(limiter, "ada", 5), 5);
  const auto refused = Take(limiter, "ada");
  EXPECT_FALSE(refused.allowed);
  EXPECT_GT(refused.retry_after, absl::ZeroDuration());
  EXPECT_LE(refused.retry_after, absl::Seconds(1));
  EXPECT_TRUE(Take(limiter, "bob").allowed);  // each principal by itself
}

TEST(RateLimiterTest, RefusalEnds) {
  const auto server = testing::NewRedis();
  RateLimiter limiter({.quota = {20, 2}, .redis = {.address = server->address()}});
  EXPECT_LE(CountAllowed(limiter, "ada", 20), 4);
  absl::SleepFor(absl::Milliseconds(120));
  EXPECT_TRUE(Take(limiter, "ada").allowed);
}

TEST(RateLimiterTest, GatewaysShareTheQuota) {
  const auto server = testing::NewRedis();
  const RateLimiterOptions options{.quota = {10, 100}, .redis = {.address = server->address()}};
  RateLimiter one(options), two(options);
  const int allowed = CountAllowed(one, "ada", 100) + CountAllowed(two, "ada", 100);
  EXPECT_LE(allowed, 103);  // a slow machine may have earned some more
  EXPECT_GE(allowed, 90);
}

TEST(RateLimiterTest, ManyThatWaitAtOnceAreAllDecided) {
  const auto server = testing::NewRedis();
  RateLimiter limiter({.quota = {1, 10}, .redis = {.address = server->address()}});
  std::atomic<int> allowed = 0;
  absl::BlockingCounter decided(50);
  for (int i = 0; i < 50; ++i) {
    limiter.Await("ada", [&](RateLimiter::Decision decision) {
      allowed += decision.allowed;
      decided.DecrementCount();
    });
  }
  decided.Wait();
  EXPECT_EQ(allowed, 10);
}

TEST(RateLimiterTest, WorksAloneWithoutRedis) {
  RateLimiter limiter({.quota = {1, 5}, .redis = {.address = ""}});
  ASSERT_TRUE(limiter.TryTake("ada").has_value());
  EXPECT_EQ(CountAllowed(limiter, "ada", 20), 4);
}

TEST(RateLimiterTest, GoesOnAloneWhileRedisIsAwayAndComesBack) {
  const auto server = testing::NewRedis();
  RateLimiter limiter({.quota = {1, 5}, .redis = {.address = server->address()}});
  EXPECT_TRUE(Take(limiter, "ada").allowed);
  server->Stop();
  EXPECT_EQ(CountAllowed(limiter, "bob", 20), 5);
  ASSERT_TRUE(limiter.TryTake("carl").has_value());  // no waiting for what is away
  server->Start();
  // A decision that only Redis can make: memory has none for a new principal.
  for (int i = 0; i < 100 && limiter.TryTake("dora").has_value(); ++i) {
    absl::SleepFor(absl::Milliseconds(50));
  }
  EXPECT_TRUE(Take(limiter, "erik").allowed);
}

}  // namespace
}  // namespace mainstay::gateway
