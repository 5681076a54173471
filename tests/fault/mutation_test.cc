// A test of the tests: three troubles that the guards of relay and consumer are there for. With the
// guards the checker finds nothing; with one of them taken out of the real processes it must.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/api/uuid.h"
#include "common/events/outbox.h"
#include "common/events/stream.h"
#include "tests/fault/checker.h"
#include "tests/fault/hand.h"

namespace mainstay::faults {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

class Trouble {
 public:
  explicit Trouble(const std::string& mutation)
      : suite_(mutation.empty() ? "" : absl::StrCat("mutation.", mutation, "=error")) {}

  // Redis forgets what was received: all of it comes again.
  void RedisForgets() {
    hand_.CreateAccount("Known to all");
    AwaitSettled();
    suite_.FlushRedis();
    hand_.CreateAccount("After that");
    suite_.KeepFor(absl::Seconds(2));
  }

  // One entry of three is lost on its way.
  void AnEntryIsLost() {
    suite_.Kill(Part::kEngagement, absl::InfiniteDuration());
    const std::string account = hand_.CreateAccount("First");
    for (const char* name : {"Second", "Third"}) {
      EXPECT_TRUE(hand_.Rename(account, name).ok());
    }
    const std::string id = account.substr(account.find('/') + 1);
    const std::string key = events::StreamKey("accounts", events::PartitionOf(id));
    redis::Connection redis(suite_.redis());
    std::string second;
    for (int i = 0; i < 6000 && second.empty(); ++i) {
      suite_.KeepFor(absl::Milliseconds(20));
      const auto entries = redis.Command({"XREVRANGE", key, "+", "-", "COUNT", "3"});
      int of_account = 0;
      for (const redis::Reply& entry : entries.value().items) {
        if (entry.items[1].items[1].text.find(id) == std::string::npos) continue;
        if (++of_account == 2) second = entry.items[0].text;
      }
      if (of_account < 3) second.clear();
    }
    EXPECT_TRUE(redis.Command({"XDEL", key, second}).ok());
    suite_.Kill(Part::kEngagement);
    suite_.AwaitReady();
  }

  // A slow transaction commits after one whose event was written later and is published by then.
  void ASlowWriter() {
    const std::string slow = hand_.CreateAccount("Slow"), quick = hand_.CreateAccount("Quick");
    AwaitSettled();
    // The write's last statement waits for us, who have claimed its request id.
    const std::string request_id = api::NewUuid(absl::Now());
    pg::Session session({.dsn = suite_.dsn(Part::kAccounts)});
    std::thread writer;
    const absl::Status status = session.Write({}, [&](pg::Tx& tx) -> absl::Status {
      tx.Exec(
          "INSERT INTO idempotency (principal, request_id, method, request_hash, create_time) "
          "VALUES ('writer-0', $1, '', '', now())",
          {pg::ToParam(request_id)});
      writer = std::thread([&] { EXPECT_TRUE(hand_.Rename(slow, "Slower", request_id).ok()); });
      suite_.KeepFor(absl::Seconds(1));
      EXPECT_TRUE(hand_.Rename(quick, "Quicker").ok());
      AwaitSettled();
      return absl::CancelledError("it may have the id");
    });
    EXPECT_TRUE(absl::IsCancelled(status)) << status;
    writer.join();
  }

  std::vector<std::string> Verdict(absl::Duration patience) {
    AwaitSettled(patience);
    return checker_.Problems(hand_.writes());
  }
  // The first problems that there are: what comes a second time may take its time.
  std::vector<std::string> AwaitProblems() {
    std::vector<std::string> problems;
    for (int i = 0; i < 60 && problems.empty(); ++i) {
      suite_.KeepFor(absl::Seconds(1));
      problems = Verdict(absl::Seconds(4));
    }
    return problems;
  }

 private:
  // In less time than a call has.
  void AwaitSettled(absl::Duration patience = absl::Seconds(20)) {
    checker_.Settle(suite_, absl::Now() + patience);
  }

  Suite suite_;
  Checker checker_{suite_};
  Hand hand_{suite_};
};

TEST(MutationTest, WithEveryGuardTheCheckerFindsNothing) {
  Trouble trouble("");
  trouble.RedisForgets();
  trouble.AnEntryIsLost();
  trouble.ASlowWriter();
  EXPECT_EQ(absl::StrJoin(trouble.Verdict(absl::Minutes(3)), "\n"), "");
}

struct Mutation {
  const char* name;
  void (Trouble::*trouble)();
};

class WithoutTest : public ::testing::TestWithParam<Mutation> {};

TEST_P(WithoutTest, TheCheckerFindsIt) {
  Trouble trouble(GetParam().name);
  (trouble.*GetParam().trouble)();
  const std::vector<std::string> problems = trouble.AwaitProblems();
  EXPECT_THAT(problems, Not(IsEmpty()));
  std::cout << absl::StrJoin(problems, "\n") << "\n";
}

INSTANTIATE_TEST_SUITE_P(Mutation, WithoutTest,
                         ::testing::Values(Mutation{"consumer_no_inbox", &Trouble::RedisForgets},
                                           Mutation{"consumer_no_versions",
                                                    &Trouble::AnEntryIsLost},
                                           Mutation{"relay_watermark", &Trouble::ASlowWriter}),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace mainstay::faults
