#include "common/events/consumer.h"

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/events/events_test_kit.h"
#include "common/events/relay.h"
#include "common/events/stream.h"
#include "common/metrics/metrics.h"
#include "gmock/gmock.h"

namespace mainstay::events {
namespace {

using ::testing::HasSubstr;

class ConsumerTest : public EventsTest {
 protected:
  // As many accounts as a consumer takes at once, with an event in the backlog whose time has come.
  static constexpr int kAtOnce = 16;
  void FillBacklog() {
    std::vector<BacklogRow> rows;
    for (int i = 1; i <= kAtOnce; ++i) {
      v1::Event event;
      event.set_seq(i);
      event.set_event_id(absl::StrFormat("019338a0-0000-7000-8000-%012d", i));
      event.set_area("accounts");
      event.set_account_id(event.event_id());
      event.set_aggregate_type("account");
      event.set_aggregate_id(event.event_id());
      event.set_aggregate_version(1);
      event.set_type("mainstay.testing.v1.Happened");
      rows.push_back(RowOf(event, kRetrying, absl::Now()));
      rows.back().next_attempt_time = absl::Now() - absl::Seconds(1);
    }
    ASSERT_TRUE(db_.Write({},
                          [&](pg::Tx& tx) {
                            InsertBacklog(tx, rows);
                            return absl::OkStatus();
                          })
                    .ok());
  }
  ConsumerOptions Consuming(std::function<void()> handler) {
    ConsumerOptions options = EventsTest::Consuming();
    options.subscriptions[0].handlers["mainstay.testing.v1.Happened"] = [handler](auto&&, auto&&) {
      handler();
      return absl::OkStatus();
    };
    return options;
  }
  using EventsTest::Consuming;
};

TEST_F(ConsumerTest, EveryEffectOnceInTheOrderOfItsAccount) {
  Relay relay(Relaying());
  Consumer consumer(Consuming());
  constexpr int kAccounts = 12, kVersions = 40;
  const auto account_of = [](int i) { return absl::StrFormat("019338a0-0000-7000-8000-%012d", i); };
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 3; ++writer) {
    writers.emplace_back([&, writer] {
      pg::Session session({.dsn = database_->owner_dsn(), .on_commit = [&] { relay.Wake(); }});
      for (int version = 1; version <= kVersions; ++version) {
        for (int i = writer; i < kAccounts; i += 3) {
          EXPECT_TRUE(session
                          .Write({},
                                 [&](pg::Tx& tx) {
                                   Append(tx, Event(account_of(i), version));
                                   return absl::OkStatus();
                                 })
                          .ok());
        }
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  std::string versions;
  for (int i = 1; i <= kVersions; ++i) absl::StrAppend(&versions, i == 1 ? "" : " ", i);
  const std::string all = absl::StrCat(kAccounts * kVersions);
  EXPECT_TRUE(Eventually([&] { return Ask("SELECT count(*) FROM effects") == all; }));
  for (int i = 0; i < kAccounts; ++i) EXPECT_EQ(Effects(account_of(i)), versions);
  EXPECT_EQ(Ask("SELECT count(*) FROM inbox"), all);
  EXPECT_THAT(metrics::Render(), HasSubstr("mainstay_consumer_effect_seconds_count"));
}

TEST_F(ConsumerTest, AcknowledgesWhatItHasDone) {
  Relay relay(Relaying());
  Consumer consumer(Consuming());
  Commit({Event(one_, 1), Event(one_, 2)});
  const std::string key = StreamKey("accounts", PartitionOf(one_));
  EXPECT_TRUE(Eventually([&] {
    const auto pending = connection_.Command({"XPENDING", key, "engagement"});
    return Effects(one_) == "1 2" && pending.ok() && pending->items[0].integer == 0;
  }));
}

TEST_F(ConsumerTest, PoisonHoldsUpNobodyElse) {
  Relay relay(Relaying());
  Consumer consumer(Consuming());
  std::vector<OutboxEvent> events = {Event(one_, 1), Event(one_, 2, "poison"), Event(one_, 3)};
  for (int i = 1; i <= 50; ++i) events.push_back(Event(two_, i));
  Commit(events);
  EXPECT_TRUE(Eventually([&] { return Ask("SELECT count(*) FROM effects") == "51"; }));
  EXPECT_EQ(Effects(one_), "1");
  failure_ = absl::StatusCode::kOk;  // mended before the fifth attempt
  EXPECT_TRUE(Eventually([&] { return Effects(one_) == "1 2 3"; }));
  EXPECT_EQ(Ask("SELECT count(*) FROM event_backlog"), "0");
}

TEST_F(ConsumerTest, AnOutageUsesNoAttempts) {
  failure_ = absl::StatusCode::kUnavailable;
  Relay relay(Relaying());
  Consumer consumer(Consuming());
  Commit({Event(one_, 1, "poison"), Event(one_, 2)});
  absl::SleepFor(absl::Seconds(2));  // many attempts
  EXPECT_EQ(Ask("SELECT count(*) FROM event_backlog"), "0");
  failure_ = absl::StatusCode::kOk;
  EXPECT_TRUE(Eventually([&] { return Effects(one_) == "1 2"; }));
}

TEST_F(ConsumerTest, StopWaitsForOneSlowAccountAtMost) {
  FillBacklog();
  std::atomic<int> handled = 0;
  std::atomic<bool> stopped = false;
  Consumer consumer(Consuming([&] {
    ++handled;
    while (!stopped) absl::SleepFor(absl::Milliseconds(10));
    absl::SleepFor(absl::Milliseconds(200));
  }));
  EXPECT_TRUE(Eventually([&] { return handled > 0; }));
  stopped = true;
  consumer.Stop();
  EXPECT_LT(handled, kAtOnce);
  EXPECT_EQ(Ask("SELECT count(*) FROM event_backlog"), absl::StrCat(kAtOnce - handled));
}

TEST_F(ConsumerTest, ALongBacklogGoesInSteps) {
  FillBacklog();
  pg::Session other({.dsn = database_->owner_dsn()});
  int handled = 0;
  int64_t left = kAtOnce;  // when the last is handled
  std::atomic<bool> done = false;
  Consumer consumer(Consuming([&] {
    absl::SleepFor(absl::Milliseconds(200));
    if (++handled < kAtOnce) return;
    other
        .ReadOne({},
                 [&](pg::Tx& tx) {
                   left = tx.Exec("SELECT count(*) FROM event_backlog")[0][0].as<int64_t>();
                   return absl::OkStatus();
                 })
        .IgnoreError();
    done = true;
  }));
  EXPECT_TRUE(Eventually([&] { return done.load(); }));
  consumer.Stop();
  EXPECT_LT(left, kAtOnce) << "those before it are committed";
}

TEST_F(ConsumerTest, AnEntryThatIsNoEventIsPassedBy) {
  Consumer consumer(Consuming());
  const std::string key = StreamKey("accounts", PartitionOf(one_));
  Redis({"XADD", key, "*", "e", "\xff\xff"});
  Redis({"XADD", key, "*", "other", "x"});
  Relay relay(Relaying());
  Commit({Event(one_, 1)});
  EXPECT_TRUE(Eventually([&] { return Effects(one_) == "1"; }));
}

TEST_F(ConsumerTest, GroupsGetEverythingEach) {
  Relay relay(Relaying());
  Commit({Event(one_, 1), Event(one_, 2)});
  EXPECT_TRUE(Eventually([&] { return Versions(one_) == "1 2"; }));
  Consumer consumer(Consuming());
  EXPECT_TRUE(Eventually([&] { return Effects(one_) == "1 2"; }));
  const std::string key = StreamKey("accounts", PartitionOf(one_));
  Redis({"XGROUP", "CREATE", key, "feedback", "0"});
  EXPECT_EQ(Redis({"XREADGROUP", "GROUP", "feedback", "c", "STREAMS", key, ">"})
                .items[0]
                .items[1]
                .items.size(),
            2u);
}

}  // namespace
}  // namespace mainstay::events
