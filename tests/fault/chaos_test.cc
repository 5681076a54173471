// Two services under writes while everything between them is broken again and again; and the same
// check with a guard taken out, which must then fail.
#include <atomic>
#include <map>
#include <random>
#include <thread>

#include "absl/strings/str_join.h"
#include "common/events/publisher.h"
#include "common/events/stream.h"
#include "tests/fault/two_services_fixture.h"

namespace mainstay::faults {
namespace {

class ChaosTest : public TwoServices {
 protected:
  // A write that is repeated until it has an answer.
  template <class Res, class Req>
  void Insist(std::string_view method, Req request) {
    request.set_request_id(api::NewUuid(absl::Now()));
    absl::Status status;
    EXPECT_TRUE(Eventually([&] {
      status = Call<Res>(method, request).status();
      return status.ok();
    })) << method
        << ": " << status;
  }

  // One writer: accounts of its own, changed in turn until `stop`. The version that each must have
  // come to, since every change was made once.
  std::map<std::string, int> Write(int writer, int accounts, const std::atomic<bool>& stop) {
    std::map<std::string, int> versions;
    for (int i = 0; i < accounts; ++i) {
      v1::CreateAccountRequest request;
      request.mutable_account()->set_display_name(absl::StrCat("writer ", writer, " account ", i));
      request.mutable_account()->set_owner("ada");
      request.set_allow_duplicate(true);
      request.set_request_id(api::NewUuid(absl::Now()));
      absl::StatusOr<v1::Account> account = absl::UnknownError("");
      EXPECT_TRUE(Eventually([&] {
        account = Call<v1::Account>("AccountService/CreateAccount", request);
        return account.ok();
      })) << account.status();
      if (account.ok()) versions[account->name()] = 1;
    }
    for (int i = 0; !stop; ++i) {
      for (auto& [name, version] : versions) {
        Change(name, i);
        ++version;
      }
    }
    return versions;
  }
  void Change(const std::string& name, int i) {
    if (i % 3 == 0) {
      v1::UpdateAccountRequest request;
      request.mutable_account()->set_name(name);
      request.mutable_account()->set_display_name(absl::StrCat("change ", i));
      request.mutable_update_mask()->add_paths("display_name");
      Insist<v1::Account>("AccountService/UpdateAccount", request);
    } else if (i % 3 == 1) {
      v1::CreateTeamMemberRequest request;
      request.set_parent(name);
      request.mutable_team_member()->set_user(absl::StrCat("user", i));
      request.mutable_team_member()->set_role(v1::TEAM_ROLE_SERVICE);
      Insist<v1::TeamMember>("TeamService/CreateTeamMember", request);
    } else {
      v1::DeleteTeamMemberRequest request;
      request.set_name(absl::StrCat(name, "/members/user", i - 1));
      Insist<v1::DeleteTeamMemberResponse>("TeamService/DeleteTeamMember", request);
    }
  }

  static void KillConnections(pg::Session& session) {
    Sql(session,
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND usename = current_user "
        "AND pid <> pg_backend_pid()");
  }

  static constexpr const char* kPoints[] = {"relay.before_read",     "relay.after_xadd",
                                            "relay.before_mark",     "relay.after_mark",
                                            "relay.during_rewind",   "consumer.after_read",
                                            "consumer.after_effect", "consumer.after_commit",
                                            "consumer.before_ack",   "consumer.after_ack"};

  // Breaks something.
  void Break(std::minstd_rand& random) {
    redis::Connection redis(Redis());
    switch (random() % 7) {
      case 0:
        redis.Command({"FLUSHALL"}).IgnoreError();
        break;
      case 1:
        redis_->Stop();
        absl::SleepFor(absl::Milliseconds(random() % 300));
        redis_->Start();
        break;
      case 2:
        KillConnections(service_.db());
        break;
      case 3:
        KillConnections(engagement_);
        break;
      case 4:
        StopRelay();
        StartRelay();
        break;
      case 5:
        StopConsumer();
        StartConsumer();
        break;
      case 6: {
        const char* point = kPoints[random() % std::size(kPoints)];
        fault::Set(point, fault::Action::kError);
        absl::SleepFor(absl::Milliseconds(random() % 400));
        fault::Set(point, fault::Action::kNone);
        break;
      }
    }
  }
};

TEST_F(ChaosTest, NothingIsLostNothingIsDoneTwiceAndTheOrderHolds) {
  const char* given = std::getenv("MAINSTAY_SEED");
  const unsigned seed = given != nullptr ? std::atoi(given) : std::random_device{}();
  std::cout << "MAINSTAY_SEED=" << seed << "\n";
  std::minstd_rand random(seed);
  StartRelay();
  StartConsumer();
  constexpr int kWriters = 2, kAccounts = 10, kFaults = 25;
  std::atomic<bool> stop = false;
  std::map<std::string, int> versions[kWriters];
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([&, i] { versions[i] = Write(i, kAccounts, stop); });
  }
  for (int i = 0; i < kFaults; ++i) {
    Break(random);
    absl::SleepFor(absl::Milliseconds(random() % 400));
  }
  stop = true;
  for (std::thread& writer : writers) writer.join();
  const absl::Time quiet = absl::Now();
  EXPECT_TRUE(Eventually([&] { return Disagreement().empty(); })) << Disagreement();
  std::cout << "converged after " << absl::Now() - quiet << ", "
            << Sql(accounts_, "SELECT count(*) FROM outbox") << " events\n";
  for (const auto& written : versions) {
    for (const auto& [name, version] : written) {
      EXPECT_EQ(Sql(accounts_, absl::StrCat("SELECT version FROM accounts WHERE account_id = '",
                                            IdOf(name), "'")),
                absl::StrCat(version));
    }
  }
  accounts::ExpectAnEventForEveryVersion(accounts_);
}

// Each scenario is right, and the check says so; without its guard the check must find fault.
class MutationTest : public ChaosTest, public ::testing::WithParamInterface<bool> {
 protected:
  bool mutated() const { return GetParam(); }
  void Mutate(const char* point) {
    if (mutated()) fault::Set(point, fault::Action::kError);
    point_ = point;
  }
  ~MutationTest() override { fault::Set(point_, fault::Action::kNone); }
  void ExpectVerdict() {
    const bool agreed =
        Eventually([&] { return Disagreement().empty(); }, absl::Seconds(mutated() ? 4 : 60));
    EXPECT_EQ(agreed, !mutated()) << Disagreement();
  }

  std::string point_;
};

INSTANTIATE_TEST_SUITE_P(All, MutationTest, ::testing::Bool());

TEST_P(MutationTest, RowsAreReadByTheirFlag) {
  Mutate("mutation.relay_watermark");
  StartRelay();
  StartConsumer();
  const v1::Account first = Create("First");
  // A slow transaction: its event gets a lower seq than one that is published before it commits.
  pg::Session slow({.dsn = service_.database().owner_dsn()});
  ASSERT_TRUE(
      slow.Write({},
                 [&](pg::Tx& tx) {
                   tx.Exec(absl::StrCat("UPDATE accounts SET version = 2 WHERE account_id = '",
                                        IdOf(first.name()), "'"));
                   tx.Exec(absl::StrCat(
                       "INSERT INTO outbox (event_id, account_id, aggregate_type, "
                       "aggregate_id, aggregate_version, partition, type, payload, trace, "
                       "actor, occurred_at) SELECT gen_random_uuid(), account_id, "
                       "aggregate_type, aggregate_id, 2, partition, "
                       "'mainstay.accounts.v1.TeamMemberChanged', '', trace, actor, now() "
                       "FROM outbox WHERE account_id = '",
                       IdOf(first.name()), "'"));
                   Create("Second");
                   EXPECT_TRUE(Eventually([&] {
                     return Sql(accounts_,
                                "SELECT count(*) FROM outbox WHERE published_at IS NULL") == "0";
                   }));
                   return absl::OkStatus();
                 })
          .ok());
  ExpectVerdict();
}

TEST_P(MutationTest, VersionsAreChecked) {
  Mutate("mutation.consumer_no_versions");
  const v1::Account account = Create("First");
  ASSERT_EQ(Join(account.name(), "chen.yu"), absl::OkStatus());
  ASSERT_EQ(Leave(account.name(), "chen.yu"), absl::OkStatus());
  StartRelay();
  ASSERT_TRUE(Eventually([&] {
    return Sql(accounts_, "SELECT count(*) FROM outbox WHERE published_at IS NULL") == "0";
  }));
  // Redis loses one entry of three.
  redis::Connection redis(Redis());
  const std::string key = events::StreamKey("accounts", events::PartitionOf(IdOf(account.name())));
  const auto entries = redis.Command({"XRANGE", key, "-", "+"});
  ASSERT_EQ(entries->items.size(), 3u);
  ASSERT_TRUE(redis.Command({"XDEL", key, entries->items[1].items[0].text}).ok());
  StartConsumer();
  ExpectVerdict();
}

TEST_P(MutationTest, TheInboxRemembers) {
  Mutate("mutation.consumer_no_inbox");
  StartRelay();
  StartConsumer();
  Create("First");
  redis::Connection redis(Redis());
  redis.Command({"FLUSHALL"}).IgnoreError();
  Create("Second");
  ExpectVerdict();
}

}  // namespace
}  // namespace mainstay::faults
