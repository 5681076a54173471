// What a relay does when Redis, or the relay itself, is lost.
#include <memory>

#include "absl/strings/str_cat.h"
#include "common/events/events_test_kit.h"
#include "common/events/publisher.h"
#include "common/events/stream.h"

namespace mainstay::events {
namespace {

class RelayLossTest : public EventsTest {
 protected:
  void SetUp() override {
    ASSERT_TRUE(TakesAll(*publisher_));
    Commit({Event(one_, 1), Event(one_, 2), Event(two_, 1)});
    ASSERT_EQ(PublishAll(*publisher_), absl::OkStatus());
  }
  // With what it was told to save. The first command over an old connection fails.
  void StartRedis() {
    redis_->Start();
    publisher_->Look().IgnoreError();
    connection_.Command({"PING"}).IgnoreError();
  }

  std::unique_ptr<Publisher> publisher_ = std::make_unique<Publisher>(Relaying());
};

TEST_F(RelayLossTest, AFlushIsNoticedWhileNothingHappens) {
  Redis({"FLUSHALL"});
  ASSERT_EQ(publisher_->Look(), absl::OkStatus());
  EXPECT_EQ(Unpublished(), "3");
  ASSERT_EQ(PublishAll(*publisher_), absl::OkStatus());
  EXPECT_EQ(Versions(one_), "1 2");
  EXPECT_EQ(Versions(two_), "1");
  EXPECT_EQ(Unpublished(), "0");
}

TEST_F(RelayLossTest, NothingNewComesBeforeWhatAFlushTookAway) {
  Redis({"FLUSHALL"});
  Commit({Event(one_, 3)});
  ASSERT_EQ(PublishAll(*publisher_), absl::OkStatus());
  EXPECT_EQ(Versions(one_), "1 2 3");
  EXPECT_EQ(Versions(two_), "");  // a partition is looked after when it is its turn
  ASSERT_EQ(publisher_->Look(), absl::OkStatus());
  ASSERT_EQ(PublishAll(*publisher_), absl::OkStatus());
  EXPECT_EQ(Versions(two_), "1");
}

TEST_F(RelayLossTest, ARestartWithAnEmptyFolder) {
  redis_->Stop();
  Commit({Event(one_, 3)});
  EXPECT_TRUE(absl::IsUnavailable(publisher_->Publish().status()));
  StartRedis();
  ASSERT_EQ(PublishAll(*publisher_), absl::OkStatus());
  EXPECT_EQ(Versions(one_), "1 2 3");
}

TEST_F(RelayLossTest, AnOlderSnapshot) {
  Redis({"SAVE"});
  Commit({Event(one_, 3), Event(one_, 4)});
  ASSERT_EQ(PublishAll(*publisher_), absl::OkStatus());
  redis_->Stop();
  StartRedis();
  EXPECT_EQ(Versions(one_), "1 2");
  Commit({Event(one_, 5)});
  ASSERT_EQ(PublishAll(*publisher_), absl::OkStatus());
  EXPECT_EQ(Versions(one_), "1 2 3 4 5");
  EXPECT_EQ(Versions(two_), "1");
}

TEST_F(RelayLossTest, AnotherRelayFindsTheLossToo) {
  publisher_.reset();
  Redis({"FLUSHALL"});
  Commit({Event(one_, 3)});
  publisher_ = std::make_unique<Publisher>(Relaying());
  ASSERT_TRUE(TakesAll(*publisher_));
  ASSERT_EQ(PublishAll(*publisher_), absl::OkStatus());
  EXPECT_EQ(Versions(one_), "1 2 3");
}

TEST_F(RelayLossTest, ALostMarkIsADuplicate) {
  Commit({Event(one_, 3), Event(one_, 4)});
  {
    ScopedFault lost("relay.after_xadd");
    EXPECT_FALSE(publisher_->Publish().ok());
  }
  ASSERT_EQ(PublishAll(*publisher_), absl::OkStatus());
  EXPECT_EQ(Versions(one_), "1 2 3 4 3 4");
  EXPECT_EQ(Unpublished(), "0");
}

TEST_F(RelayLossTest, DyingAnywhereLosesNothingAndKeepsTheOrder) {
  publisher_.reset();
  int64_t version = 2;
  for (const char* point :
       {"relay.before_read", "relay.after_xadd", "relay.before_mark", "relay.after_mark"}) {
    Commit({Event(one_, ++version), Event(one_, ++version)});
    EXPECT_TRUE(DiesAt(point, [&] {
      Publisher publisher(Relaying());
      if (TakesAll(publisher)) publisher.Publish().IgnoreError();
    })) << point;
    // PostgreSQL frees the dead one's locks when it notices.
    publisher_ = std::make_unique<Publisher>(Relaying());
    ASSERT_TRUE(TakesAll(*publisher_));
    ASSERT_EQ(PublishAll(*publisher_), absl::OkStatus());
    publisher_.reset();
  }
  EXPECT_EQ(Unpublished(), "0");
  EXPECT_EQ(Versions(one_), "1 2 3 4 5 6 5 6 7 8 7 8 9 10");
}

TEST_F(RelayLossTest, DyingInARewindLosesNothing) {
  Do(
      absl::StrCat("INSERT INTO outbox (event_id, account_id, aggregate_type, aggregate_id, "
                   "aggregate_version, partition, type, payload, trace, actor, occurred_at) "
                   "SELECT gen_random_uuid(), '",
                   one_, "', 'account', '", one_, "', v, ", PartitionOf(one_),
                   ", 't', '', '', '', now() FROM generate_series(3, 2500) v ORDER BY v"));
  ASSERT_EQ(PublishAll(*publisher_), absl::OkStatus());
  publisher_.reset();
  Redis({"FLUSHALL"});
  Commit({Event(one_, 2501)});
  EXPECT_TRUE(DiesAt("relay.during_rewind", [&] {
    Publisher publisher(Relaying());
    if (TakesAll(publisher)) publisher.Publish().IgnoreError();
  }));
  // What another one had done, which died after its first step.
  ASSERT_EQ(db_.Write({},
                      [&](pg::Tx& tx) {
                        EXPECT_EQ(UnpublishAfter(tx, PartitionOf(one_), {}, 1000), 1000);
                        return absl::OkStatus();
                      }),
            absl::OkStatus());
  publisher_ = std::make_unique<Publisher>(Relaying());
  ASSERT_TRUE(TakesAll(*publisher_));
  ASSERT_EQ(PublishAll(*publisher_), absl::OkStatus());
  const auto events = Streams();
  int64_t expected = 0;
  for (const v1::Event& event : events) {
    if (event.account_id() == one_) {
      EXPECT_EQ(event.aggregate_version(), ++expected);
    }
  }
  EXPECT_EQ(expected, 2501);
}

}  // namespace
}  // namespace mainstay::events
