#include "services/gateway/limit/rate_limiter.h"

#include <functional>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/metrics/metrics.h"
#include "common/testing/redis.h"

namespace mainstay::gateway {
namespace {

int CountAllowed(RateLimiter& limiter, std::string_view principal, int calls) {
  int allowed = 0;
  for (int i = 0; i < calls; ++i) allowed += limiter.Take(principal).allowed;
  return allowed;
}

// Commands and probes that Redis refused or did not answer, in this process.
double Failures() {
  return metrics::Counter("mainstay_gateway_rate_limit_redis_failures_total",
                          "Commands and probes that Redis did not answer.")
      .Value();
}

bool Eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 3000; ++i) {
    if (condition()) return true;
    absl::SleepFor(absl::Milliseconds(20));
  }
  return false;
}

class RateLimiterTest : public ::testing::Test {
 protected:
  // With patience: a Redis that a busy machine delays has not gone.
  RateLimiterOptions Options(int per_second, int burst) const {
    return {.quota = {per_second, burst},
            .redis = {.address = server_->address(),
                      .connect_timeout = absl::Seconds(20),
                      .command_timeout = absl::Seconds(20)}};
  }
  static void AwaitRedis(const RateLimiter& limiter) {
    ASSERT_TRUE(Eventually([&] { return limiter.redis_up(); }));
  }

  const std::unique_ptr<testing::TestRedis> server_ = testing::NewRedis();
};

TEST_F(RateLimiterTest, TheBurstThenRefusalWithADelay) {
  RateLimiter limiter(Options(1, 5));
  AwaitRedis(limiter);
  EXPECT_EQ(CountAllowed(limiter, "ada", 5), 5);
  const auto refused = limiter.Take("ada");
  EXPECT_FALSE(refused.allowed);
  EXPECT_GT(refused.retry_after, absl::ZeroDuration());
  EXPECT_LE(refused.retry_after, absl::Seconds(1));
  EXPECT_TRUE(limiter.Take("bob").allowed);  // each principal by itself
}

TEST_F(RateLimiterTest, RefusalEnds) {
  RateLimiter limiter(Options(20, 2));
  AwaitRedis(limiter);
  const absl::Time start = absl::Now();
  const int allowed = CountAllowed(limiter, "ada", 20);
  EXPECT_LE(allowed, 4 + 20 * absl::ToDoubleSeconds(absl::Now() - start));
  EXPECT_TRUE(Eventually([&] { return limiter.Take("ada").allowed; }));
}

TEST_F(RateLimiterTest, GatewaysShareTheQuota) {
  for (const int per_second : {1, 20}) {  // charged afterwards, and by leases
    RateLimiter one(Options(per_second, 100)), two(Options(per_second, 100));
    AwaitRedis(one);
    AwaitRedis(two);
    const std::string principal = absl::StrCat("ada", per_second);
    const absl::Time start = absl::Now();
    int allowed = CountAllowed(one, principal, 100);
    // One call through the other gateway, which learns of the rest.
    ASSERT_TRUE(Eventually([&] {
      allowed += two.Take(principal).allowed;
      return !two.Take(principal).allowed;
    }));
    allowed += CountAllowed(two, principal, 100);
    const double earned = per_second * absl::ToDoubleSeconds(absl::Now() - start);
    EXPECT_LE(allowed, 100 + 20 + earned) << per_second;
  }
}

TEST_F(RateLimiterTest, WhatWasLetThroughBeforeRedisSpokeIsCharged) {
  RateLimiter one(Options(1, 10)), two(Options(1, 10));
  AwaitRedis(one);
  AwaitRedis(two);
  EXPECT_EQ(CountAllowed(one, "ada", 10), 10);
  absl::SleepFor(absl::Milliseconds(100));  // for the charge to arrive
  (void)two.Take("ada");
  EXPECT_TRUE(Eventually([&] { return !two.Take("ada").allowed; }));
}

TEST_F(RateLimiterTest, WorksAloneWithoutRedis) {
  RateLimiter limiter({.quota = {1, 5}, .redis = {.address = ""}});
  EXPECT_EQ(CountAllowed(limiter, "ada", 20), 5);
  EXPECT_FALSE(limiter.redis_up());
}

TEST_F(RateLimiterTest, GoesOnAloneWhileRedisIsAwayAndComesBack) {
  RateLimiter limiter(Options(1, 5));
  AwaitRedis(limiter);
  EXPECT_TRUE(limiter.Take("ada").allowed);
  server_->Stop();
  EXPECT_EQ(CountAllowed(limiter, "bob", 20), 5);
  EXPECT_TRUE(Eventually([&] { return !limiter.redis_up(); }));
  server_->Start();
  AwaitRedis(limiter);
  EXPECT_TRUE(limiter.Take("carl").allowed);
}

// One timeout after the other they took 25 seconds.
TEST_F(RateLimiterTest, NobodyWaitsForARedisThatHangs) {
  RateLimiterOptions options = Options(100, 10);
  options.redis.command_timeout = absl::Milliseconds(500);
  RateLimiter limiter(options);
  AwaitRedis(limiter);
  server_->Pause();
  const absl::Time start = absl::Now();
  for (int i = 0; i < 50; ++i) {
    const absl::Time first = absl::Now();
    const int allowed = CountAllowed(limiter, absl::StrCat("principal ", i), 11);
    EXPECT_GE(allowed, 10) << i;
    EXPECT_LE(allowed, 10 + 100 * absl::ToDoubleSeconds(absl::Now() - first)) << i;
  }
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
  EXPECT_TRUE(Eventually([&] { return !limiter.redis_up(); }));
  EXPECT_TRUE(limiter.Take("late").allowed);  // the circuit is open, the quota still holds
  server_->Resume();
  AwaitRedis(limiter);
}

TEST(RateLimiterPasswordTest, RedisMayAskForOne) {
  const auto server = testing::NewRedis("s3cret");
  RateLimiter right(
      {.quota = {1, 5}, .redis = {.address = server->address(), .password = "s3cret"}});
  RateLimiter wrong({.quota = {1, 5}, .redis = {.address = server->address()}});
  EXPECT_TRUE(Eventually([&] { return right.redis_up(); }));
  const double failures = Failures();
  EXPECT_TRUE(Eventually([&] { return Failures() > failures; }));
  EXPECT_FALSE(wrong.redis_up());
}

TEST_F(RateLimiterTest, TheCircuitStaysOpenForARedisThatRefusesScripts) {
  redis::Connection admin({.address = server_->address()});
  ASSERT_TRUE(admin.Command({"ACL", "SETUSER", "weak", "on", ">pw", "~*", "+ping"}).ok());
  RateLimiterOptions options = Options(1000, 1000);
  options.redis.user = "weak";
  options.redis.password = "pw";
  const double failures = Failures();
  RateLimiter limiter(options);
  ASSERT_TRUE(Eventually([&] { return Failures() > failures; }));
  const absl::Time start = absl::Now();
  while (absl::Now() < start + absl::Seconds(2)) {
    EXPECT_TRUE(limiter.Take(absl::StrCat("principal ", absl::ToUnixMillis(absl::Now()))).allowed);
    EXPECT_FALSE(limiter.redis_up());
    absl::SleepFor(absl::Milliseconds(5));
  }
  // Probes, one a second, and one or two before the start.
  EXPECT_LE(Failures() - failures, 3 + absl::ToDoubleSeconds(absl::Now() - start));
}

}  // namespace
}  // namespace mainstay::gateway
