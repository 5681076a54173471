// What a consumer does when it, Redis or a connection is lost.
#include <memory>

#include "absl/strings/str_cat.h"
#include "common/events/consumer.h"
#include "common/events/events_test_kit.h"
#include "common/events/publisher.h"
#include "common/events/relay.h"
#include "common/events/stream.h"

namespace mainstay::events {
namespace {

class ConsumerLossTest : public EventsTest {
 protected:
  void KillConnections() {
    Do("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
       "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }
};

TEST_F(ConsumerLossTest, DyingAnywhereHasEveryEffectOnce) {
  int version = 0;
  std::string versions;
  for (const char* point : {"consumer.after_read", "consumer.after_effect", "consumer.after_commit",
                            "consumer.before_ack", "consumer.after_ack"}) {
    for (int i = 0; i < 3; ++i) {
      Commit({Event(one_, ++version)});
      absl::StrAppend(&versions, version == 1 ? "" : " ", version);
    }
    {
      Relay relay(Relaying());
      ASSERT_TRUE(Eventually([&] { return Unpublished() == "0"; }));
    }
    EXPECT_TRUE(DiesAt(point, [&] {
      Consumer consumer(Consuming());
      absl::SleepFor(absl::Seconds(20));
    })) << point;
    // What was delivered to the dead one is the next one's.
    Consumer consumer(Consuming());
    EXPECT_TRUE(Eventually([&] { return Effects(one_) == versions; }))
        << point << " " << Effects(one_);
  }
  EXPECT_EQ(Ask("SELECT count(*) FROM inbox"), absl::StrCat(version));
}

TEST_F(ConsumerLossTest, AnotherOneTakesOver) {
  Relay relay(Relaying());
  auto first = std::make_unique<Consumer>(Consuming());
  Commit({Event(one_, 1)});
  EXPECT_TRUE(Eventually([&] { return Effects(one_) == "1"; }));
  Consumer second(Consuming());
  Commit({Event(one_, 2)});
  EXPECT_TRUE(Eventually([&] { return Effects(one_) == "1 2"; }));
  first.reset();
  Commit({Event(one_, 3)});
  EXPECT_TRUE(Eventually([&] { return Effects(one_) == "1 2 3"; }));
}

TEST_F(ConsumerLossTest, DuplicatesFromAStumblingRelayAreNothing) {
  Publisher publisher(Relaying());
  ASSERT_TRUE(TakesAll(publisher));
  Commit({Event(one_, 1), Event(one_, 2), Event(two_, 1)});
  for (int i = 0; i < 3; ++i) {
    ScopedFault lost("relay.before_mark");
    EXPECT_FALSE(publisher.Publish().ok());
  }
  ASSERT_TRUE(publisher.Publish().ok());
  EXPECT_EQ(Versions(one_), "1 2 1 2 1 2 1 2");
  Consumer consumer(Consuming());
  Commit({Event(one_, 3)});
  ASSERT_TRUE(publisher.Publish().ok());
  EXPECT_TRUE(Eventually([&] { return Effects(one_) == "1 2 3" && Effects(two_) == "1"; }));
}

TEST_F(ConsumerLossTest, AHoleInTheStreamIsFilledAgain) {
  {
    Publisher publisher(Relaying());
    ASSERT_TRUE(TakesAll(publisher));
    Commit({Event(one_, 1), Event(one_, 2), Event(one_, 3), Event(one_, 4)});
    ASSERT_TRUE(publisher.Publish().ok());
  }
  const std::string key = StreamKey("accounts", PartitionOf(one_));
  const redis::Reply entries = Redis({"XRANGE", key, "-", "+"});
  Redis({"XDEL", key, entries.items[1].items[0].text});
  Relay relay(Relaying());
  Consumer consumer(Consuming());
  EXPECT_TRUE(Eventually([&] { return Effects(one_) == "1 2 3 4"; }));
}

TEST_F(ConsumerLossTest, AnEmptiedOrRestartedRedis) {
  Relay relay(Relaying());
  Consumer consumer(Consuming());
  std::string versions;
  for (int i = 1; i <= 6; ++i) {
    Commit({Event(one_, i)});
    absl::StrAppend(&versions, i == 1 ? "" : " ", i);
    if (i % 2 == 0) {
      EXPECT_TRUE(Eventually([&] { return Effects(one_) == versions; }));
    }
    if (i == 2 || i == 3) Redis({"FLUSHALL"});
    if (i == 4 || i == 5) {
      redis_->Stop();
      redis_->Start();
      connection_.Command({"PING"}).IgnoreError();
    }
  }
  EXPECT_EQ(Ask("SELECT count(*) FROM effects"), "6");
}

TEST_F(ConsumerLossTest, LosingItsConnectionsToPostgres) {
  Relay relay(Relaying());
  Consumer consumer(Consuming());
  std::string versions;
  for (int i = 1; i <= 20; ++i) {
    Commit({Event(one_, i)});
    absl::StrAppend(&versions, i == 1 ? "" : " ", i);
    if (i % 5 == 0) KillConnections();
  }
  EXPECT_TRUE(Eventually([&] { return Effects(one_) == versions; }));
}

// A consumer whose connection is gone may still have a read under way, and so be given entries
// after the next one has claimed all.
TEST_F(ConsumerLossTest, WhatWasDeliveredToOneThatHadLostThePartition) {
  const std::string key = StreamKey("accounts", PartitionOf(one_));
  StreamReader reader(Redis(), "engagement", {{"accounts", PartitionOf(one_)}});
  reader.Add({0});
  const auto read = [&] { return reader.Read(absl::Milliseconds(1)).value(); };
  EXPECT_EQ(read().size(), 0u);
  EXPECT_EQ(read().size(), 0u);
  Publisher publisher(Relaying());
  ASSERT_TRUE(TakesAll(publisher));
  Commit({Event(one_, 1)});
  ASSERT_TRUE(publisher.Publish().ok());
  Redis({"XREADGROUP", "GROUP", "engagement", "engagement", "STREAMS", key, ">"});
  EXPECT_EQ(read().size(), 0u);
  const auto lags = reader.Measure();
  ASSERT_EQ(lags->size(), 1u);
  EXPECT_GT((*lags)[0].oldest_pending, absl::ZeroDuration());
  EXPECT_EQ(read().size(), 1u);
}

}  // namespace
}  // namespace mainstay::events
