#include "common/events/applier.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/events/events_test_kit.h"
#include "common/status/status.h"
#include "gmock/gmock.h"

namespace mainstay::events {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class ApplierTest : public EventsTest {
 protected:
  // An event as it comes out of a stream.
  v1::Event Delivered(int64_t seq, const std::string& account, int64_t version,
                      const std::string& payload = "") {
    v1::Event event;
    event.set_seq(seq);
    event.set_event_id(absl::StrFormat("019338a0-0000-7000-8000-%012d", seq));
    event.set_area("accounts");
    event.set_account_id(account);
    event.set_aggregate_type("account");
    event.set_aggregate_id(account);
    event.set_aggregate_version(version);
    event.set_type("mainstay.testing.v1.Happened");
    event.set_payload(payload);
    return event;
  }
  Applied TakeIn(const std::vector<v1::Event>& events) {
    return db_.Write({}, [&](pg::Tx& tx) { return applier_.TakeIn(tx, events, now_); }).value();
  }
  absl::StatusOr<Applied> WorkOff(const std::vector<AccountKey>& accounts, int limit,
                                  int accounts_at_once) {
    return db_.Write({}, [&](pg::Tx& tx) {
      return applier_.WorkOff(tx, accounts, now_, limit, [&] { return --accounts_at_once > 0; });
    });
  }
  Applied WorkOff(const std::string& account, int limit = 64) {
    return WorkOff({{"accounts", account}}, limit, 1).value();
  }
  // The accounts that are due.
  std::vector<std::string> Due() {
    std::vector<std::string> due;
    db_.ReadOne({},
                [&](pg::Tx& tx) {
                  std::vector<AreaPartition> all;
                  for (int i = 0; i < kPartitions; ++i) all.push_back({"accounts", i});
                  for (const AccountKey& key : DueAccounts(tx, all, now_, 10)) {
                    due.push_back(key.account_id);
                  }
                  return absl::OkStatus();
                })
        .IgnoreError();
    return due;
  }
  std::string Backlog() {
    return Ask(
        "SELECT coalesce(string_agg(seq || ':' || state || ':' || attempts, ' ' ORDER BY seq), '') "
        "FROM event_backlog");
  }

  absl::Time now_ = absl::FromUnixSeconds(1767225600);
  const Applier applier_{Subscribing()};
};

TEST_F(ApplierTest, AppliesWhatIsNextOnce) {
  const auto first = Delivered(1, one_, 1), second = Delivered(2, one_, 2);
  EXPECT_THAT(
      TakeIn({first, second, first}).outcomes,
      ElementsAre(Pair(Pair("accounts", "applied"), 2), Pair(Pair("accounts", "duplicate"), 1)));
  EXPECT_THAT(TakeIn({second}).outcomes, ElementsAre(Pair(Pair("accounts", "duplicate"), 1)));
  // Another id, a version that was applied.
  EXPECT_THAT(TakeIn({Delivered(3, one_, 1)}).outcomes,
              ElementsAre(Pair(Pair("accounts", "stale"), 1)));
  EXPECT_EQ(Effects(one_), "1 2");
  EXPECT_EQ(Ask("SELECT count(*) FROM inbox"), "3");
}

TEST_F(ApplierTest, ATypeWithoutAHandlerMovesThePosition) {
  v1::Event other = Delivered(1, one_, 1);
  other.set_type("mainstay.testing.v1.Other");
  TakeIn({other, Delivered(2, one_, 2)});
  EXPECT_EQ(Effects(one_), "2");
}

TEST_F(ApplierTest, AGapWaitsForWhatIsMissing) {
  TakeIn({Delivered(1, one_, 1)});
  const Applied gap = TakeIn({Delivered(4, one_, 4), Delivered(5, one_, 5), Delivered(6, two_, 1)});
  ASSERT_EQ(gap.wishes.size(), 1u);
  EXPECT_EQ(gap.wishes[0].first.partition, PartitionOf(one_));
  EXPECT_EQ(gap.wishes[0].second.ToText(), absl::StrCat("account/", one_, "/2/3"));
  EXPECT_EQ(Backlog(), "4:gap:1 5:waiting:0");
  EXPECT_EQ(Effects(two_), "1");
  EXPECT_THAT(Due(), IsEmpty());
  TakeIn({Delivered(2, one_, 2), Delivered(3, one_, 3)});
  EXPECT_THAT(Due(), ElementsAre(one_));
  WorkOff(one_);
  EXPECT_EQ(Effects(one_), "1 2 3 4 5");
  EXPECT_EQ(Backlog(), "");
}

TEST_F(ApplierTest, HalfOfWhatIsMissingIsNotEnough) {
  TakeIn({Delivered(4, one_, 4)});
  TakeIn({Delivered(1, one_, 1)});
  const Applied again = WorkOff(one_);
  EXPECT_EQ(again.wishes[0].second.ToText(), absl::StrCat("account/", one_, "/2/3"));
  EXPECT_EQ(Backlog(), "4:gap:2");
  EXPECT_EQ(Effects(one_), "1");
}

TEST_F(ApplierTest, WhatIsNotToBeHadIsDoneWithout) {
  TakeIn({Delivered(8, one_, 8), Delivered(9, one_, 9)});
  for (int wish = 2; wish <= kWishes; ++wish) {
    EXPECT_THAT(Due(), IsEmpty());
    now_ += kWishInterval;
    EXPECT_THAT(Due(), ElementsAre(one_));
    EXPECT_EQ(WorkOff(one_).wishes.size(), 1u);
  }
  EXPECT_EQ(Effects(one_), "");
  now_ += kWishInterval;
  EXPECT_EQ((WorkOff(one_).outcomes[{"accounts", "gap_skipped"}]), 1);
  EXPECT_EQ(Effects(one_), "8 9");
  EXPECT_EQ(Backlog(), "");
}

TEST_F(ApplierTest, APoisonEventDiesAndItsAccountWaits) {
  TakeIn({Delivered(1, one_, 1), Delivered(2, one_, 2, "poison"), Delivered(3, two_, 1),
          Delivered(4, one_, 3)});
  EXPECT_EQ(Effects(one_), "1");
  EXPECT_EQ(Effects(two_), "1");
  EXPECT_EQ(Backlog(), "2:retrying:1 4:waiting:0");
  for (int attempt = 2; attempt <= kAttempts; ++attempt) {
    EXPECT_THAT(Due(), IsEmpty());
    now_ += BackoffAfter(attempt - 1);
    EXPECT_THAT(Due(), ElementsAre(one_));
    WorkOff(one_);
  }
  EXPECT_EQ(Backlog(), "2:dead:5 4:waiting:0");
  EXPECT_EQ(Ask("SELECT error FROM event_backlog WHERE seq = 2"),
            "FAILED_PRECONDITION: the handler does not like it");
  now_ += absl::Hours(100);
  EXPECT_THAT(Due(), IsEmpty());
  TakeIn({Delivered(5, one_, 4)});
  EXPECT_EQ(Effects(one_), "1");
  // Replayed once the cause is mended.
  failure_ = absl::StatusCode::kOk;
  Do("UPDATE event_backlog SET state = 'retrying', attempts = 0, next_attempt_time = '2000-01-01', "
     "handled_by = 'ada' WHERE state = 'dead'");
  WorkOff(one_);
  EXPECT_EQ(Effects(one_), "1 2 3 4");
  EXPECT_EQ(Backlog(), "2:replayed:0");
}

TEST_F(ApplierTest, ALongChainGoesInSteps) {
  std::vector<v1::Event> events = {Delivered(1, one_, 1, "poison")};
  for (int i = 2; i <= 10; ++i) events.push_back(Delivered(i, one_, i));
  TakeIn(events);
  failure_ = absl::StatusCode::kOk;
  now_ += BackoffAfter(1);
  WorkOff(one_, 4);
  EXPECT_EQ(Effects(one_), "1 2 3 4");
  EXPECT_THAT(Due(), ElementsAre(one_));
  WorkOff(one_, 4);
  EXPECT_THAT(Due(), ElementsAre(one_));
  WorkOff(one_, 4);
  EXPECT_THAT(Due(), IsEmpty());
  EXPECT_EQ(Effects(one_), "1 2 3 4 5 6 7 8 9 10");
}

TEST_F(ApplierTest, WhatFailsTakesNothingWithIt) {
  // Two accounts' events, more than share a savepoint, with failures all over them.
  std::vector<v1::Event> events;
  for (int i = 1; i <= 40; ++i) {
    events.push_back(Delivered(2 * i - 1, one_, i, i == 30 ? "poison" : ""));
    events.push_back(Delivered(2 * i, two_, i, i == 3 ? "poison" : ""));
  }
  const std::string three = "019338a0-0000-7000-8000-000000000003";
  events.insert(events.begin() + 50, Delivered(100, three, 1, "poison"));
  EXPECT_THAT(TakeIn(events).outcomes, ElementsAre(Pair(Pair("accounts", "applied"), 31),
                                                   Pair(Pair("accounts", "failed"), 3),
                                                   Pair(Pair("accounts", "waiting"), 47)));
  EXPECT_EQ(Effects(two_), "1 2");
  EXPECT_EQ(Ask("SELECT max(version) FROM effects WHERE account_id = '" + one_ + "'"), "29");
  EXPECT_EQ(Ask("SELECT count(*) FROM effects"), "31");
  EXPECT_EQ(Ask("SELECT count(*) FROM event_backlog"), "50");
  EXPECT_EQ(Ask("SELECT count(*) FROM inbox"), "81");
}

TEST_F(ApplierTest, SeveralAccountsAtOnceUntilToldToStop) {
  const std::string three = "019338a0-0000-7000-8000-000000000003";
  TakeIn({Delivered(1, three, 1, "poison"), Delivered(2, one_, 1, "poison"),
          Delivered(3, two_, 1, "poison"), Delivered(4, one_, 2), Delivered(5, two_, 2)});
  now_ += BackoffAfter(1);
  EXPECT_EQ(Due().size(), 3u);
  const std::vector<AccountKey> accounts = {
      {"accounts", three}, {"accounts", two_}, {"accounts", one_}};
  EXPECT_EQ((WorkOff(accounts, 64, 2)->outcomes[{"accounts", "failed"}]), 2);
  EXPECT_EQ(Backlog(), "1:retrying:2 2:retrying:1 3:retrying:2 4:waiting:0 5:waiting:0");
  EXPECT_THAT(Due(), ElementsAre(one_));
  failure_ = absl::StatusCode::kOk;
  now_ += BackoffAfter(2);
  EXPECT_EQ((WorkOff(accounts, 64, 3)->outcomes[{"accounts", "applied"}]), 5);
  EXPECT_EQ(Effects(one_), "1 2");
  EXPECT_EQ(Effects(two_), "1 2");
  EXPECT_EQ(Backlog(), "");
}

TEST_F(ApplierTest, ADamagedRowBecomesADeadLetter) {
  TakeIn({Delivered(1, one_, 1, "poison")});
  Do("UPDATE event_backlog SET event = '\\xff', attempts = 4");
  now_ += BackoffAfter(4);
  WorkOff(one_);
  EXPECT_EQ(Backlog(), "1:dead:5");
}

TEST_F(ApplierTest, FailuresAreTheEventsAndOutagesAreNot) {
  failure_ = absl::StatusCode::kUnavailable;
  EXPECT_TRUE(absl::IsUnavailable(db_.Write({},
                                            [&](pg::Tx& tx) {
                                              return applier_.TakeIn(
                                                  tx, {Delivered(1, one_, 1, "poison")}, now_);
                                            })
                                      .status()));
  EXPECT_EQ(Backlog(), "");
  EXPECT_EQ(Ask("SELECT count(*) FROM inbox"), "0");
  EXPECT_TRUE(IsOutage(status::Error(absl::StatusCode::kUnknown, "COMMIT_IN_DOUBT", "")));
  EXPECT_FALSE(IsOutage(absl::UnknownError("")));
  // In the backlog an outage leaves the row as it was.
  failure_ = absl::StatusCode::kInternal;
  TakeIn({Delivered(1, one_, 1, "poison")});
  failure_ = absl::StatusCode::kUnavailable;
  now_ += BackoffAfter(1);
  EXPECT_TRUE(absl::IsUnavailable(WorkOff({{"accounts", one_}}, 64, 1).status()));
  EXPECT_EQ(Backlog(), "1:retrying:1");
}

TEST_F(ApplierTest, AnOutageOfOneAccountHoldsUpNoOther) {
  TakeIn({Delivered(1, one_, 1, "poison"), Delivered(3, two_, 2), Delivered(5, two_, 4)});
  TakeIn({Delivered(2, two_, 1)});
  failure_ = absl::StatusCode::kAborted;
  now_ += BackoffAfter(1);
  EXPECT_EQ(
      (WorkOff({{"accounts", one_}, {"accounts", two_}}, 64, 2)->outcomes[{"accounts", "applied"}]),
      1);
  EXPECT_EQ(Effects(two_), "1 2");
  EXPECT_EQ(Backlog(), "1:retrying:1 5:gap:1");
  EXPECT_THAT(Due(), ElementsAre(one_));
  TakeIn({Delivered(4, two_, 3)});
  EXPECT_TRUE(WorkOff({{"accounts", two_}, {"accounts", one_}}, 64, 2).ok());
  EXPECT_EQ(Effects(two_), "1 2 3 4");
  EXPECT_TRUE(absl::IsAborted(WorkOff({{"accounts", one_}}, 64, 1).status())) << "nothing is done";
}

TEST_F(ApplierTest, WhatComesBeforeAnOutageStays) {
  TakeIn({Delivered(2, one_, 2), Delivered(3, one_, 3, "poison"), Delivered(4, one_, 4)});
  TakeIn({Delivered(1, one_, 1)});
  failure_ = absl::StatusCode::kUnavailable;
  WorkOff(one_);
  EXPECT_EQ(Effects(one_), "1 2");
  EXPECT_EQ(Backlog(), "3:waiting:0 4:waiting:0");
  EXPECT_THAT(Due(), ElementsAre(one_));
  failure_ = absl::StatusCode::kOk;
  WorkOff(one_);
  EXPECT_EQ(Effects(one_), "1 2 3 4");
}

TEST_F(ApplierTest, AStatementsErrorIsTheEventsToo) {
  Do("ALTER TABLE effects ADD CHECK (version <> 2)");
  TakeIn({Delivered(1, one_, 1), Delivered(2, one_, 2), Delivered(3, two_, 1)});
  EXPECT_EQ(Effects(one_), "1");
  EXPECT_EQ(Effects(two_), "1");
  EXPECT_EQ(Backlog(), "2:retrying:1");
}

// What holds these tests up: without the guards they see something else.
TEST_F(ApplierTest, WithoutVersionsTheOrderIsLost) {
  ScopedFault mutation("mutation.consumer_no_versions");
  TakeIn({Delivered(1, one_, 1), Delivered(3, one_, 3), Delivered(2, one_, 2)});
  EXPECT_EQ(Effects(one_), "1 3 2");
}

TEST_F(ApplierTest, WithoutTheInboxNothingIsRemembered) {
  ScopedFault mutation("mutation.consumer_no_inbox");
  TakeIn({Delivered(1, one_, 1)});
  EXPECT_EQ(Ask("SELECT count(*) FROM inbox"), "0");
}

}  // namespace
}  // namespace mainstay::events
