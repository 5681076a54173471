#include "common/service/event_work.h"

#include <pqxx/pqxx>

#include "absl/time/clock.h"
#include "common/events/outbox.h"
#include "common/redis/redis.h"
#include "common/testing/postgres.h"
#include "common/testing/redis.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::service {
namespace {

using ::testing::HasSubstr;

bool Eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 3000; ++i) {
    if (holds()) return true;
    absl::SleepFor(absl::Milliseconds(20));
  }
  return false;
}

class EventWorkTest : public ::testing::Test {
 protected:
  Definition definition_{.name = "accounts"};
  Settings settings_;
};

TEST_F(EventWorkTest, OnlyServicesWithEventsNeedRedis) {
  EXPECT_TRUE(CheckEvents(settings_, definition_).ok());
  definition_.publishes = true;
  EXPECT_THAT(std::string(CheckEvents(settings_, definition_).message()),
              HasSubstr("--redis-address"));
  definition_.publishes = false;
  definition_.subscriptions = {{.area = "feedback"}};
  EXPECT_FALSE(CheckEvents(settings_, definition_).ok());
  settings_.redis_address = "redis:6379";
  EXPECT_TRUE(CheckEvents(settings_, definition_).ok());
}

TEST_F(EventWorkTest, ThoseWhoReceiveForget) {
  EXPECT_EQ(WithRetention(definition_).size(), 0u);
  definition_.subscriptions = {{.area = "feedback"}};
  EXPECT_EQ(WithRetention(definition_).size(), 2u);
}

TEST_F(EventWorkTest, RelaysAndConsumes) {
  const auto database = testing::NewDatabase("services/accounts/migrations");
  const auto redis = testing::NewRedis();
  settings_.redis_address = redis->address();
  definition_.publishes = true;
  std::atomic<int> received = 0;
  // A service that receives its own events.
  definition_.subscriptions = {
      {.area = "accounts", .handlers = {{"t", [&](pg::Tx&, const events::v1::Event&) {
                                           ++received;
                                           return absl::OkStatus();
                                         }}}}};
  pg::SessionOptions options{.dsn = database->service_dsn()};
  EventWork work(settings_, definition_, options);
  ASSERT_NE(work.on_commit(), nullptr);
  options.on_commit = work.on_commit();
  work.Start(options);
  pg::Session session(options);
  const std::string id = "019338a0-0000-7000-8000-000000000001";
  ASSERT_TRUE(session
                  .Write({},
                         [&](pg::Tx& tx) {
                           events::Append(tx, {.account_id = id,
                                               .aggregate_type = "account",
                                               .aggregate_id = id,
                                               .aggregate_version = 1,
                                               .type = "t",
                                               .actor = "ada",
                                               .trace = trace::NewTrace(),
                                               .occurred_at = absl::Now()});
                           return absl::OkStatus();
                         })
                  .ok());
  EXPECT_TRUE(Eventually([&] { return received == 1; }));
  work.Stop();
}

TEST_F(EventWorkTest, WithoutEventsNothingRuns) {
  EventWork work(settings_, definition_, {});
  EXPECT_EQ(work.on_commit(), nullptr);
  work.Start({});
  work.Stop();
}

}  // namespace
}  // namespace mainstay::service
