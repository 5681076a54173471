#include "common/events/relay.h"

#include <atomic>
#include <memory>

#include <gmock/gmock.h>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/events/events_test_kit.h"

namespace mainstay::events {
namespace {

class RelayTest : public EventsTest {};

TEST_F(RelayTest, PublishesByItself) {
  Relay relay(Relaying());
  for (int i = 1; i <= 3; ++i) {
    Commit({Event(one_, i)});
    relay.Wake();
    EXPECT_TRUE(Eventually([&] { return Streams().size() == static_cast<size_t>(i); }));
  }
  Commit({Event(two_, 1)});  // nobody wakes it
  EXPECT_TRUE(Eventually([&] { return Streams().size() == 4; }));
}

TEST_F(RelayTest, WhatComesOneAfterTheOtherGoesTogether) {
  Relay relay(Relaying());
  Commit({Event(one_, 1)});
  relay.Wake();
  EXPECT_TRUE(Eventually([&] { return Streams().size() == 1; }));
  const absl::Time begun = absl::Now();
  for (int i = 2; i <= 20; ++i) {
    Commit({Event(one_, i)});
    relay.Wake();
    absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_TRUE(Eventually([&] { return Unpublished() == "0"; }));
  int rounds = 0;
  ASSERT_TRUE(absl::SimpleAtoi(Ask("SELECT count(DISTINCT published_at) FROM outbox"), &rounds));
  EXPECT_LE(rounds, 2 + (absl::Now() - begun) / absl::Milliseconds(100));
}

TEST_F(RelayTest, ASessionWakesIt) {
  std::unique_ptr<Relay> relay = std::make_unique<Relay>(Relaying());
  pg::Session session({.dsn = database_->owner_dsn(), .on_commit = [&] { relay->Wake(); }});
  ASSERT_EQ(session.Write({},
                          [&](pg::Tx& tx) {
                            Append(tx, Event(one_, 1));
                            return absl::OkStatus();
                          }),
            absl::OkStatus());
  EXPECT_TRUE(Eventually([&] { return Versions(one_) == "1"; }));
}

TEST_F(RelayTest, SurvivesAnOutageOfRedisAndOfItsConnection) {
  Relay relay(Relaying());
  Commit({Event(one_, 1)});
  EXPECT_TRUE(Eventually([&] { return Versions(one_) == "1"; }));
  redis_->Stop();
  Commit({Event(one_, 2)});
  absl::SleepFor(absl::Milliseconds(300));
  redis_->Start();
  connection_.Command({"PING"}).IgnoreError();
  EXPECT_TRUE(Eventually([&] { return Versions(one_) == "1 2"; }));
  Do("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
     "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  Commit({Event(one_, 3)});
  // What it had put into the stream and not marked yet comes again, in order.
  EXPECT_TRUE(Eventually([&] { return absl::EndsWith(Versions(one_), "3"); }));
  EXPECT_THAT(Versions(one_), ::testing::AnyOf("1 2 3", "1 2 2 3", "1 2 1 2 3"));
}

TEST_F(RelayTest, TwoShareTheWorkAndOneTakesOver) {
  auto first = std::make_unique<Relay>(Relaying());
  Relay second(Relaying());
  std::vector<OutboxEvent> events;
  for (int i = 1; i <= 500; ++i) events.push_back(Event(i % 2 ? one_ : two_, (i + 1) / 2));
  Commit(events);
  EXPECT_TRUE(Eventually([&] { return Streams().size() >= 100; }));
  first.reset();
  Commit({Event(one_, 251)});
  EXPECT_TRUE(Eventually([&] { return Unpublished() == "0"; }));
  EXPECT_EQ(Streams().size(), 501u);
}

}  // namespace
}  // namespace mainstay::events
