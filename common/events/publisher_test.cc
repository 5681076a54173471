#include "common/events/publisher.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "common/events/events_test_kit.h"
#include "common/events/stream.h"
#include "gmock/gmock.h"

namespace mainstay::events {
namespace {

class PublisherTest : public EventsTest {};

TEST_F(PublisherTest, CarriesEverythingInOrderOnce) {
  Commit({Event(one_, 1, std::string("\0\xff", 2)), Event(two_, 1), Event(one_, 2)});
  Publisher publisher(Relaying());
  ASSERT_TRUE(TakesAll(publisher));
  ASSERT_EQ(PublishAll(publisher), absl::OkStatus());
  ASSERT_EQ(PublishAll(publisher), absl::OkStatus());
  EXPECT_EQ(Versions(one_), "1 2");
  EXPECT_EQ(Versions(two_), "1");
  EXPECT_EQ(Unpublished(), "0");
  for (const v1::Event& event : Streams()) {
    if (event.account_id() != one_ || event.aggregate_version() != 1) continue;
    EXPECT_EQ(event.payload(), std::string("\0\xff", 2));
    EXPECT_EQ(event.seq(), 1);
    EXPECT_EQ(event.area(), "accounts");
    EXPECT_EQ(event.aggregate_type(), "account");
    EXPECT_EQ(event.type(), "mainstay.testing.v1.Happened");
    EXPECT_EQ(event.actor(), "ada");
    EXPECT_EQ(event.traceparent().size(), 55u);
    EXPECT_EQ(event.event_id(), Ask("SELECT event_id FROM outbox WHERE seq = 1"));
    EXPECT_NEAR(event.occur_time().seconds(), absl::ToUnixSeconds(absl::Now()), 60);
  }
}

TEST_F(PublisherTest, RoundsAreBoundedAndKeepTheOrder) {
  std::vector<OutboxEvent> events;
  std::string versions;
  for (int i = 1; i <= Publisher::kRoundRows + 1; ++i) {
    events.push_back(Event(one_, i));
    absl::StrAppend(&versions, i == 1 ? "" : " ", i);
  }
  Commit(events);
  Publisher publisher(Relaying());
  ASSERT_TRUE(TakesAll(publisher));
  EXPECT_EQ(publisher.Publish().value(), Published::kPartly);
  EXPECT_EQ(Unpublished(), "1");
  EXPECT_EQ(publisher.Publish().value(), Published::kAll);
  EXPECT_EQ(publisher.Publish().value(), Published::kNothing);
  EXPECT_EQ(Versions(one_), versions);
}

TEST_F(PublisherTest, ASlowTransactionWithALowerSeqIsNotSkipped) {
  const auto publish_with_a_slow_one = [&](Publisher& publisher, const std::string& account) {
    pg::Session slow({.dsn = database_->owner_dsn()});
    ASSERT_EQ(slow.Write({},
                         [&](pg::Tx& tx) {
                           Append(tx, Event(account, 1));
                           Commit({Event(account, 1, "", "other")});  // a greater seq
                           EXPECT_EQ(PublishAll(publisher), absl::OkStatus());
                           EXPECT_EQ(Unpublished(), "0");  // of what is committed
                           return absl::OkStatus();
                         }),
              absl::OkStatus());
    ASSERT_EQ(PublishAll(publisher), absl::OkStatus());
  };
  Publisher publisher(Relaying());
  ASSERT_TRUE(TakesAll(publisher));
  publish_with_a_slow_one(publisher, one_);
  EXPECT_EQ(Versions(one_), "1 1");
  EXPECT_EQ(Unpublished(), "0");
  // With a watermark instead of the flag it is lost: this test can fail.
  ScopedFault mutation("mutation.relay_watermark");
  publish_with_a_slow_one(publisher, two_);
  EXPECT_EQ(Versions(two_), "1");
  EXPECT_EQ(Unpublished(), "1");
}

TEST_F(PublisherTest, OneRelaysAPartition) {
  auto first = std::make_unique<Publisher>(Relaying());
  Publisher second(Relaying());
  ASSERT_TRUE(TakesAll(*first));
  ASSERT_EQ(second.TakePartitions(), absl::OkStatus());
  EXPECT_TRUE(first->holds_all());
  EXPECT_FALSE(second.holds_any());
  Commit({Event(one_, 1)});
  ASSERT_EQ(PublishAll(*first), absl::OkStatus());
  first.reset();
  Commit({Event(one_, 2)});
  ASSERT_TRUE(TakesAll(second));
  ASSERT_EQ(PublishAll(second), absl::OkStatus());
  EXPECT_EQ(Versions(one_), "1 2");
}

TEST_F(PublisherTest, ARelayThatLostItsConnectionPublishesNothing) {
  Publisher first(Relaying()), second(Relaying());
  ASSERT_TRUE(TakesAll(first));
  Commit({Event(one_, 1)});
  Do("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
     "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  ASSERT_TRUE(TakesAll(second));
  EXPECT_TRUE(absl::IsAborted(first.Publish().status()));
  EXPECT_FALSE(first.holds_any());
  EXPECT_EQ(Versions(one_), "");
  ASSERT_EQ(PublishAll(second), absl::OkStatus());
  EXPECT_EQ(Versions(one_), "1");
}

TEST_F(PublisherTest, WishesAreGranted) {
  Commit({Event(one_, 1), Event(one_, 2), Event(one_, 3), Event(one_, 4), Event(two_, 1)});
  Publisher publisher(Relaying());
  ASSERT_TRUE(TakesAll(publisher));
  ASSERT_EQ(PublishAll(publisher), absl::OkStatus());
  const std::string key = WantedKey("accounts", PartitionOf(one_));
  Redis({"SADD", key, Wish{"account", one_, 2, 3}.ToText(), "nonsense"});
  ASSERT_EQ(publisher.Look(), absl::OkStatus());
  ASSERT_EQ(PublishAll(publisher), absl::OkStatus());
  EXPECT_EQ(Versions(one_), "1 2 3 4 2 3");
  EXPECT_EQ(Versions(two_), "1");
  EXPECT_EQ(Redis({"EXISTS", key}).integer, 0);
}

TEST_F(PublisherTest, OnlyWhatEveryGroupHasAcknowledgedGoes) {
  RelayOptions options = Relaying();
  options.groups = {"engagement", "feedback"};
  Publisher publisher(options);
  ASSERT_TRUE(TakesAll(publisher));
  Commit({Event(one_, 1), Event(one_, 2), Event(one_, 3)});
  ASSERT_EQ(PublishAll(publisher), absl::OkStatus());
  const std::string key = StreamKey("accounts", PartitionOf(one_));
  const auto length_after_cleaning = [&] {
    EXPECT_EQ(publisher.Clean(), absl::OkStatus());
    return Redis({"XLEN", key}).integer;
  };
  const auto read = [&](const char* group, const char* count) {
    return Redis({"XREADGROUP", "GROUP", group, "c", "COUNT", count, "STREAMS", key, ">"})
        .items[0]
        .items[1]
        .items;
  };
  Redis({"XGROUP", "CREATE", key, "engagement", "0"});
  for (const redis::Reply& entry : read("engagement", "9")) {
    Redis({"XACK", key, "engagement", entry.items[0].text});
  }
  EXPECT_EQ(length_after_cleaning(), 3);  // feedback has yet to come
  Redis({"XGROUP", "CREATE", key, "feedback", "0"});
  EXPECT_EQ(length_after_cleaning(), 3);
  const auto entries = read("feedback", "2");
  EXPECT_EQ(length_after_cleaning(), 3);  // read, not acknowledged
  Redis({"XACK", key, "feedback", entries[0].items[0].text});
  EXPECT_EQ(length_after_cleaning(), 2);
  Redis({"XACK", key, "feedback", entries[1].items[0].text});
  EXPECT_EQ(length_after_cleaning(), 2);               // the last one acknowledged may stay
  EXPECT_EQ(Ask("SELECT count(*) FROM outbox"), "3");  // for a week more
}

TEST_F(PublisherTest, TheOutboxKeepsForAWeekAndUntilAcknowledged) {
  RelayOptions options = Relaying();
  options.retention = absl::ZeroDuration();
  Commit({Event(one_, 1), Event(one_, 2), Event(two_, 1)});
  Publisher publisher(options);
  ASSERT_TRUE(TakesAll(publisher));
  ASSERT_EQ(PublishAll(publisher), absl::OkStatus());
  absl::SleepFor(absl::Milliseconds(5));
  const std::string key = StreamKey("accounts", PartitionOf(one_));
  Redis({"XGROUP", "CREATE", key, "engagement", "0"});
  ASSERT_EQ(publisher.Clean(), absl::OkStatus());
  // Somebody listens to the one and has not acknowledged; nobody to the other.
  EXPECT_EQ(Ask("SELECT string_agg(account_id::text, ' ') FROM outbox"),
            absl::StrCat(one_, " ", one_));
  EXPECT_EQ(Versions(one_), "1 2");
  EXPECT_EQ(Versions(two_), "");
}

}  // namespace
}  // namespace mainstay::events
