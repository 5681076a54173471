#include "common/api/idempotency.h"

#include <google/protobuf/util/message_differencer.h>

#include <atomic>
#include <pqxx/pqxx>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "common/status/status.h"
#include "common/testing/fake_clock.h"
#include "common/testing/postgres.h"
#include "gtest/gtest.h"
#include "mainstay/accounts/v1/account_service.pb.h"
#include "tools/faultproxy/postgres.h"

namespace mainstay::api {
namespace {

using accounts::v1::Account;
using accounts::v1::CreateAccountRequest;

class IdempotencyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Ask("CREATE TABLE account (external_id text UNIQUE, display_name text)");
    Ask("CREATE TABLE idempotency (principal text NOT NULL, request_id uuid NOT NULL, "
        "method text NOT NULL, request_hash bytea NOT NULL, response bytea, "
        "create_time timestamptz NOT NULL, PRIMARY KEY (principal, request_id))");
  }

  std::string Ask(const std::string& sql) {
    return db_
        .Write({},
               [&](pg::Tx& tx) -> absl::StatusOr<std::string> {
                 const pqxx::result rows = tx.Exec(sql);
                 return rows.empty() ? std::string() : rows[0][0].as<std::string>();
               })
        .value();
  }

  static CreateAccountRequest Request(const std::string& id, const std::string& name = "Acme") {
    CreateAccountRequest request;
    request.set_request_id(id);
    request.mutable_account()->set_display_name(name);
    for (const char* key : {"b", "a", "d", "c"}) {
      (*request.mutable_account()->mutable_attributes())[key] = "x";
    }
    return request;
  }

  // One account row and an answer that tells the calls apart.
  absl::StatusOr<Account> Create(pg::Session& session, const CreateAccountRequest& request,
                                 const std::string& user = "ada",
                                 const std::string& method = "S/Create") {
    rpc::CallContext context(
        method, {.subject = user}, auth::AccountScope::All(), trace::NewTrace(),
        absl::Now() + absl::Seconds(60), &session, &clock_, [] { return false; }, /*token=*/"");
    const auto may_replay = [this](pg::Tx&, const Account& stored) { return may_replay_(stored); };
    const auto effect = [&](pg::Tx& tx) -> absl::StatusOr<Account> {
      ++runs_;
      tx.Exec(
          "INSERT INTO account VALUES ($1, $2)",
          {request.account().external_id().empty() ? pg::Param()
                                                   : pg::ToParam(request.account().external_id()),
           pg::ToParam(request.account().display_name())});
      Account account = request.account();
      account.set_name(absl::StrCat("accounts/", NewUuid(clock_.Now())));
      if (on_effect_) on_effect_(tx);
      return account;
    };
    return WriteOnce<Account>(context, request, may_replay, effect);
  }

  testing::FakeClock clock_;
  std::unique_ptr<testing::TestDatabase> database_ = testing::NewDatabase("");
  pg::Session db_{{.dsn = database_->owner_dsn()}};
  std::atomic<int> runs_ = 0;
  std::function<void(pg::Tx&)> on_effect_;
  std::function<absl::Status(const Account&)> may_replay_ = [](const Account&) {
    return absl::OkStatus();
  };
  const std::string id_ = NewUuid(absl::Now());
};

TEST_F(IdempotencyTest, WithoutAnIdItJustRuns) {
  EXPECT_TRUE(Create(db_, Request("")).ok());
  EXPECT_TRUE(Create(db_, Request("")).ok());
  EXPECT_EQ(Ask("SELECT count(*) FROM account"), "2");
  EXPECT_EQ(Ask("SELECT count(*) FROM idempotency"), "0");
}

TEST_F(IdempotencyTest, TheFirstAnswerIsGivenAgain) {
  const Account first = Create(db_, Request(id_)).value();
  const Account second = Create(db_, Request(id_)).value();
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(first, second));
  EXPECT_EQ(Ask("SELECT count(*) FROM account"), "1");
}

TEST_F(IdempotencyTest, AStoredAnswerIsKeptFromThoseWhoMayNotSeeItAnyMore) {
  CreateAccountRequest request = Request(id_);
  request.mutable_account()->set_external_id("X1");
  CreateAccountRequest other = Request(NewUuid(absl::Now()));
  for (const CreateAccountRequest& first : {request, other}) {
    // The effect of the repetition fails in one case and succeeds in the other.
    const Account answer = Create(db_, first).value();
    may_replay_ = [&](const Account& stored) {
      EXPECT_EQ(stored.name(), answer.name());
      return status::NotFound(stored.name());
    };
    EXPECT_EQ(Create(db_, first).status(), status::NotFound(answer.name()));
    may_replay_ = [](const Account&) { return absl::OkStatus(); };
    EXPECT_EQ(Create(db_, first)->name(), answer.name());
  }
}

TEST_F(IdempotencyTest, AnotherRequestUnderTheIdIsRefused) {
  ASSERT_TRUE(Create(db_, Request(id_)).ok());
  for (const absl::Status& status : {Create(db_, Request(id_, "Other")).status(),
                                     Create(db_, Request(id_), "ada", "S/Replace").status()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(status::GetFieldViolations(status).at(0).field, "request_id");
  }
  EXPECT_EQ(Ask("SELECT count(*) FROM account"), "1");
}

TEST_F(IdempotencyTest, OldAnswersAreForgottenInBatches) {
  ASSERT_TRUE(Create(db_, Request(id_)).ok());
  const absl::Time old = clock_.Now() - absl::Hours(25);
  Ask(absl::StrCat("INSERT INTO idempotency SELECT 'bob', gen_random_uuid(), 'S/Create', '', '', '",
                   *pg::ToParam(old), "' FROM generate_series(1, 5001)"));
  auto forget = [&] {
    return db_.Write({}, [&](pg::Tx& tx) { return ForgetOldAnswers(tx, clock_.Now()); }).value();
  };
  EXPECT_TRUE(forget());
  EXPECT_EQ(Ask("SELECT count(*) FROM idempotency"), "2");
  EXPECT_FALSE(forget());
  EXPECT_FALSE(forget());
  EXPECT_EQ(Ask("SELECT count(*) FROM idempotency"), "1") << "those of a day stay";
}

TEST_F(IdempotencyTest, AnIdBelongsToItsCaller) {
  EXPECT_TRUE(Create(db_, Request(id_), "ada").ok());
  EXPECT_TRUE(Create(db_, Request(id_, "Other"), "bob").ok());
  EXPECT_EQ(Ask("SELECT count(*) FROM account"), "2");
}

TEST_F(IdempotencyTest, AnIdMustBeAUuid) {
  for (const char* id : {"x", "42", "{019338a0-0000-7000-8000-00000000000f}", "' OR TRUE"}) {
    const absl::Status status = Create(db_, Request(id)).status();
    EXPECT_EQ(status::GetFieldViolations(status).at(0).field, "request_id") << id;
  }
  EXPECT_TRUE(Create(db_, Request("019338A0-0000-7000-8000-00000000000F")).ok());
}

TEST_F(IdempotencyTest, AFailedEffectLeavesTheIdFree) {
  CreateAccountRequest request = Request(id_);
  request.mutable_account()->set_external_id("X1");
  Ask("INSERT INTO account VALUES ('X1', 'in the way')");
  EXPECT_EQ(Create(db_, request).status().code(), absl::StatusCode::kAlreadyExists);
  Ask("DELETE FROM account");
  EXPECT_TRUE(Create(db_, request).ok());
  // Now the same failure is caused by the first call itself, and the answer is the first one.
  EXPECT_TRUE(Create(db_, request).ok());
  EXPECT_EQ(Ask("SELECT count(*) FROM account"), "1");
}

TEST_F(IdempotencyTest, FiftyThreadsWithOneIdHaveOneEffect) {
  for (const bool unique : {false, true}) {
    CreateAccountRequest request = Request(NewUuid(absl::Now()));
    if (unique) request.mutable_account()->set_external_id("X1");
    Ask("DELETE FROM account");
    std::vector<absl::StatusOr<Account>> answers(50);
    std::vector<std::thread> threads;
    for (auto& answer : answers) {
      threads.emplace_back([&] {
        pg::Session session({.dsn = database_->owner_dsn()});
        answer = Create(session, request);
      });
    }
    for (std::thread& thread : threads) thread.join();
    ASSERT_TRUE(answers[0].ok()) << answers[0].status();
    for (const auto& answer : answers) {
      ASSERT_TRUE(answer.ok()) << answer.status();
      EXPECT_EQ(answer->name(), answers[0]->name());
    }
    EXPECT_EQ(Ask("SELECT count(*) FROM account"), "1");
  }
}

TEST_F(IdempotencyTest, ALostAnswerToACommitThatHappenedIsFound) {
  faultproxy::PostgresProxy proxy(database_->owner_dsn());
  pg::Session session({.dsn = proxy.dsn()});
  ASSERT_TRUE(session.Ping().ok());
  proxy.Cut(faultproxy::Moment::kAnswer);
  const auto answer = Create(session, Request(id_));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(runs_, 1);
  EXPECT_EQ(Ask("SELECT count(*) FROM account"), "1");
  EXPECT_EQ(Create(session, Request(id_))->name(), answer->name());
}

TEST_F(IdempotencyTest, ACommitThatNeverHappenedIsRunAgain) {
  pg::Session session({.dsn = database_->owner_dsn()});
  on_effect_ = [&](pg::Tx& tx) {
    if (runs_ > 1) return;
    const std::string backend = tx.Exec("SELECT pg_backend_pid()")[0][0].as<std::string>();
    Ask(absl::StrCat("SELECT pg_terminate_backend(", backend, ", 5000)"));
    // The next statement is idempotency's insert: the connection is lost before the commit.
  };
  const auto lost = Create(session, Request(id_));
  EXPECT_EQ(lost.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Ask("SELECT count(*) FROM account"), "0");
  EXPECT_TRUE(Create(session, Request(id_)).ok());
  EXPECT_EQ(Ask("SELECT count(*) FROM account"), "1");
}

TEST_F(IdempotencyTest, ABackendThatDiesAtCommitIsSettled) {
  // A deferred trigger kills the backend inside COMMIT, the first time only.
  Ask("CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "IF current_setting('application_name') = 'victim' THEN "
      "  PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL; END $$");
  Ask("CREATE CONSTRAINT TRIGGER die AFTER INSERT ON account DEFERRABLE INITIALLY DEFERRED "
      "FOR EACH ROW EXECUTE FUNCTION die()");
  pg::Session session({.dsn = database_->owner_dsn(), .application_name = "victim"});
  on_effect_ = [&](pg::Tx& tx) {
    if (runs_ > 1) tx.Exec("SET LOCAL application_name = 'survivor'");
  };
  const auto answer = Create(session, Request(id_));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(runs_, 2);
  EXPECT_EQ(Ask("SELECT count(*) FROM account"), "1");
}

}  // namespace
}  // namespace mainstay::api
