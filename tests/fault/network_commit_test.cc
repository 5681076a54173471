// The answer to COMMIT is lost on the way, and whatever else the network does between a service and
// its database: no write is done twice, and nobody is told what is not so.
#include <google/protobuf/util/message_differencer.h>

#include <atomic>
#include <optional>
#include <random>
#include <thread>

#include "common/metrics/metrics.h"
#include "common/status/status.h"
#include "tests/fault/two_services_fixture.h"
#include "tools/faultproxy/postgres.h"

namespace mainstay::faults {
namespace {

using faultproxy::Direction;
using faultproxy::Moment;
using google::protobuf::util::MessageDifferencer;

double InDoubt() {
  return metrics::Counter("mainstay_pg_transactions_total",
                          "PostgreSQL transactions by how they ended", {{"outcome", "in_doubt"}})
      .Value();
}

// Accounts, whose sessions reach their database through a proxy; the test's own goes around it.
class NetworkCommitTest : public ::testing::Test {
 protected:
  template <class Res>
  absl::StatusOr<Res> Call(std::string_view method, const google::protobuf::Message& request) {
    return service_.Call<Res>(absl::StrCat("mainstay.accounts.v1.", method), request);
  }

  v1::CreateAccountRequest NewAccount() {
    v1::CreateAccountRequest request;
    request.mutable_account()->set_display_name(absl::StrCat("account ", ++names_));
    request.mutable_account()->set_owner("ada");
    request.set_allow_duplicate(true);
    return request;
  }
  v1::UpdateAccountRequest Rename(const v1::Account& account, bool with_etag) {
    v1::UpdateAccountRequest request;
    request.mutable_account()->set_name(account.name());
    request.mutable_account()->set_display_name(absl::StrCat("account ", ++names_));
    if (with_etag) request.mutable_account()->set_etag(account.etag());
    request.mutable_update_mask()->add_paths("display_name");
    return request;
  }

  int64_t Count(const std::string& table) {
    return service_.db()
        .Read({},
              [&](pg::Tx& tx) -> absl::StatusOr<int64_t> {
                return tx.Exec("SELECT count(*) FROM " + table)[0][0].as<int64_t>();
              })
        .value();
  }
  // One for each version of everything that was written.
  int64_t Writes() { return Count("outbox"); }

  // The call, with its COMMIT cut at that moment; it must have come to a COMMIT.
  template <class Res, class Req>
  absl::StatusOr<Res> CallInDoubt(std::string_view method, const Req& request, Moment moment) {
    const double before = InDoubt();
    proxy_->Cut(moment);
    absl::StatusOr<Res> answer = Call<Res>(method, request);
    EXPECT_EQ(InDoubt() - before, 1) << method;
    return answer;
  }
  // The same with a request id: answered as if nothing had been, and done once.
  template <class Res, class Req>
  Res OnceInDoubt(std::string_view method, Req request, Moment moment) {
    const int64_t writes = Writes();
    request.set_request_id(api::NewUuid(absl::Now()));
    const auto answer = CallInDoubt<Res>(method, request, moment);
    EXPECT_TRUE(answer.ok()) << method << ": " << answer.status();
    EXPECT_EQ(Writes() - writes, 1) << method;
    const auto again = Call<Res>(method, request);
    EXPECT_TRUE(again.ok() && answer.ok() && MessageDifferencer::Equals(*again, *answer)) << method;
    EXPECT_EQ(Writes() - writes, 1) << method;
    return answer.value_or(Res());
  }
  // One write of each kind.
  void WriteEachKind(Moment moment) {
    const auto account =
        OnceInDoubt<v1::Account>("AccountService/CreateAccount", NewAccount(), moment);
    const auto renamed = OnceInDoubt<v1::Account>("AccountService/UpdateAccount",
                                                  Rename(account, /*with_etag=*/true), moment);
    OnceInDoubt<v1::Account>("AccountService/UpdateAccount", Rename(renamed, /*with_etag=*/false),
                             moment);
    v1::CreateTeamMemberRequest join;
    join.set_parent(account.name());
    join.mutable_team_member()->set_user("chen.yu");
    join.mutable_team_member()->set_role(v1::TEAM_ROLE_SERVICE);
    const auto member = OnceInDoubt<v1::TeamMember>("TeamService/CreateTeamMember", join, moment);
    v1::DeleteTeamMemberRequest leave;
    leave.set_name(member.name());
    OnceInDoubt<v1::DeleteTeamMemberResponse>("TeamService/DeleteTeamMember", leave, moment);
  }

  int names_ = 0;
  api::PageTokens page_tokens_{"0123456789abcdef0123456789abcdef"};
  accounts::Deps deps_{.page_tokens = &page_tokens_, .hand_over = accounts::HandOver};
  std::optional<faultproxy::PostgresProxy> proxy_;
  testing::ServiceFixture service_{{.migrations = "services/accounts/migrations",
                                    .services = {"mainstay.accounts.v1.AccountService",
                                                 "mainstay.accounts.v1.AttributeSchemaService",
                                                 "mainstay.accounts.v1.TeamService"},
                                    .handlers =
                                        [this](rpc::Router& router) {
                                          accounts::RegisterAccountService(router, deps_);
                                          accounts::RegisterTeamService(router, deps_);
                                        },
                                    .constraint_errors = &accounts::AccountsConstraintErrors(),
                                    .adjust =
                                        [this](rpc::ServerOptions& options) {
                                          proxy_.emplace(options.database.dsn);
                                          options.database.dsn = proxy_->dsn();
                                        }}};
};

TEST_F(NetworkCommitTest, ALostAnswerIsFoundTwoHundredTimes) {
  constexpr int kRounds = 40;  // of five writes
  for (int i = 0; i < kRounds; ++i) WriteEachKind(Moment::kAnswer);
  EXPECT_EQ(proxy_->cuts(), 5 * kRounds);
  accounts::ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(NetworkCommitTest, ACommitThatNeverArrivedIsRepeated) {
  for (int i = 0; i < 10; ++i) WriteEachKind(Moment::kBefore);
  accounts::ExpectAnEventForEveryVersion(service_.db());
}

// The server still commits when its client, which is back over a new connection, asks whether it
// has.
TEST_F(NetworkCommitTest, ACommitThatIsUnderWayIsWaitedFor) {
  for (int i = 0; i < 10; ++i) WriteEachKind(Moment::kSent);
  pg::Session owner({.dsn = service_.database().owner_dsn()});
  ASSERT_TRUE(owner
                  .Write({},
                         [](pg::Tx& tx) {
                           tx.Exec(
                               "CREATE FUNCTION nap() RETURNS trigger LANGUAGE plpgsql AS "
                               "$$ BEGIN PERFORM pg_sleep(0.1); RETURN NULL; END $$");
                           tx.Exec(
                               "CREATE CONSTRAINT TRIGGER nap AFTER INSERT ON idempotency "
                               "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION nap()");
                           return absl::OkStatus();
                         })
                  .ok());
  for (int i = 0; i < 4; ++i) WriteEachKind(Moment::kSent);
  accounts::ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(NetworkCommitTest, WithoutARequestIdTheAnswerIsThatNobodyKnows) {
  const auto account = Call<v1::Account>("AccountService/CreateAccount", NewAccount());
  ASSERT_TRUE(account.ok()) << account.status();
  for (const Moment moment : {Moment::kAnswer, Moment::kBefore}) {
    for (int i = 0; i < 10; ++i) {
      for (const bool create : {true, false}) {
        const int64_t writes = Writes();
        const absl::Status status =
            create ? CallInDoubt<v1::Account>("AccountService/CreateAccount", NewAccount(), moment)
                         .status()
                   : CallInDoubt<v1::Account>("AccountService/UpdateAccount",
                                              Rename(*account, /*with_etag=*/false), moment)
                         .status();
        EXPECT_EQ(status.code(), absl::StatusCode::kUnknown) << status;
        EXPECT_EQ(status::GetErrorDetail(status)->reason, "COMMIT_IN_DOUBT");
        EXPECT_EQ(Writes() - writes, moment == Moment::kAnswer ? 1 : 0);
      }
    }
  }
  accounts::ExpectAnEventForEveryVersion(service_.db());
}

// Wherever the connection breaks: a write with a request id is done, once, and answered.
TEST_F(NetworkCommitTest, ACutAfterAnyByteIsMended) {
  ASSERT_TRUE(Call<v1::Account>("AccountService/CreateAccount", NewAccount()).ok());
  // A create sends some 5,000 bytes and receives some 350.
  for (const auto& [direction, step] :
       {std::pair(Direction::kToServer, 61), std::pair(Direction::kToClient, 7)}) {
    int places = 0;
    for (int64_t bytes = 1;; bytes += step, ++places) {
      const int64_t cuts = proxy_->cuts(), writes = Writes();
      ASSERT_EQ(proxy_->proxy().CutAfter("db", direction, bytes), absl::OkStatus());
      v1::CreateAccountRequest request = NewAccount();
      request.set_request_id(api::NewUuid(absl::Now()));
      const auto answer = Call<v1::Account>("AccountService/CreateAccount", request);
      ASSERT_TRUE(answer.ok()) << "after " << bytes << " bytes: " << answer.status();
      ASSERT_EQ(Writes() - writes, 1) << "after " << bytes << " bytes";
      if (proxy_->cuts() == cuts) break;  // the call took fewer bytes
    }
    ASSERT_EQ(proxy_->proxy().Heal("db"), absl::OkStatus());
    std::cout << "cut at " << places << " places\n";
    EXPECT_GT(places, 20);
  }
  accounts::ExpectAnEventForEveryVersion(service_.db());
}

// Each repeats a write until it has an answer other than that nobody knows.
TEST_F(NetworkCommitTest, WritersBesideEachOtherAreToldTheTruth) {
  constexpr int kWriters = 4, kWrites = 40;
  const auto insist = [&](std::string_view method, auto request) {
    request.set_request_id(api::NewUuid(absl::Now()));
    absl::StatusOr<v1::Account> account = absl::UnknownError("");
    EXPECT_TRUE(Eventually([&] {
      account = Call<v1::Account>(method, request);
      return !absl::IsUnavailable(account.status()) && !absl::IsUnknown(account.status());
    }));
    EXPECT_TRUE(account.ok()) << account.status();
    return account.value_or(v1::Account());
  };
  std::atomic<int> busy = kWriters, written = 0;
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([&, i] {
      v1::CreateAccountRequest create;
      create.mutable_account()->set_display_name(absl::StrCat("writer ", i));
      create.mutable_account()->set_owner("ada");
      create.set_allow_duplicate(true);
      v1::Account account = insist("AccountService/CreateAccount", create);
      for (int n = 0; n < kWrites; ++n) {
        v1::UpdateAccountRequest update;
        update.mutable_account()->set_name(account.name());
        update.mutable_account()->set_etag(account.etag());
        update.mutable_account()->set_display_name(absl::StrCat("writer ", i, " write ", n));
        update.mutable_update_mask()->add_paths("display_name");
        account = insist("AccountService/UpdateAccount", update);
        EXPECT_EQ(account.display_name(), update.account().display_name());
        ++written;
      }
      --busy;
    });
  }
  // Somebody's write is done between two cuts, however slow the machine: with a cut every so many
  // milliseconds none might ever be.
  std::minstd_rand random(1);
  while (busy > 0) {
    const int before = written;
    proxy_->Cut(static_cast<Moment>(random() % 3));
    while (busy > 0 && written == before) absl::SleepFor(absl::Milliseconds(1));
  }
  for (std::thread& writer : writers) writer.join();
  std::cout << proxy_->cuts() << " commits were cut\n";
  EXPECT_GT(proxy_->cuts(), 10);
  EXPECT_EQ(Writes(), kWriters * (kWrites + 1));
  accounts::ExpectAnEventForEveryVersion(service_.db());
}

// The relay's marks and the consumer's effects are commits, too.
class NetworkEventsTest : public TwoServices {};

TEST_F(NetworkEventsTest, EffectsAreHadOnceWhateverCommitsAreLost) {
  faultproxy::PostgresProxy accounts(accounts_dsn_);
  faultproxy::PostgresProxy engagement(engagement_database_->owner_dsn());
  constexpr int kCuts = 4;
  const auto cut = [&](Moment moment) {
    accounts.Cut(moment, "COMMIT", kCuts);
    engagement.Cut(moment, "COMMIT", kCuts);
  };
  relay_ = std::make_unique<events::Relay>(events::RelayOptions{
      .area = "accounts", .database = {.dsn = accounts.dsn()}, .redis = Redis()});
  consumer_ = std::make_unique<events::Consumer>(
      events::ConsumerOptions{.group = "engagement",
                              .database = {.dsn = engagement.dsn()},
                              .redis = Redis(),
                              .subscriptions = {Journal()}});
  for (const Moment moment : {Moment::kAnswer, Moment::kSent, Moment::kBefore}) {
    cut(moment);
    for (int i = 0; i < 20; ++i) {
      const v1::Account account = Create(absl::StrCat("account ", i));
      ASSERT_EQ(Join(account.name(), "chen.yu"), absl::OkStatus());
    }
    ASSERT_TRUE(Eventually([&] { return Disagreement().empty(); })) << Disagreement();
  }
  std::cout << accounts.cuts() << " commits of the relay and " << engagement.cuts()
            << " of the consumer were cut\n";
  EXPECT_GT(accounts.cuts(), 0);
  EXPECT_GT(engagement.cuts(), 0);
  StopConsumer();
  StopRelay();
}

}  // namespace
}  // namespace mainstay::faults
