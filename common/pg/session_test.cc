#include "common/pg/session.h"

#include <atomic>
#include <pqxx/pqxx>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/pg/advisory_lock.h"
#include "common/status/status.h"
#include "common/testing/postgres.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/faultproxy/postgres.h"

namespace mainstay::pg {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr Statement kBalance{"balance", "SELECT amount FROM balance WHERE id = $1"};
constexpr Statement kAdd{"add", "UPDATE balance SET amount = amount + $2 WHERE id = $1"};

const ConstraintErrors& Errors() {
  static const auto* errors = new ConstraintErrors{
      {"balance_amount_check", status::BadField("amount", "must not be negative")}};
  return *errors;
}

std::string ReasonOf(const absl::Status& status) {
  const auto detail = status::GetErrorDetail(status);
  return detail ? detail->reason : "";
}

class SessionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Do(db_, "CREATE TABLE balance (id int PRIMARY KEY, amount int NOT NULL CHECK (amount >= 0))");
    Do(db_, "INSERT INTO balance VALUES (1, 100), (2, 100)");
  }

  static void Do(Session& session, const std::string& sql) {
    ASSERT_EQ(session.Write({},
                            [&](Tx& tx) {
                              tx.Exec(sql);
                              return absl::OkStatus();
                            }),
              absl::OkStatus());
  }
  static absl::StatusOr<int> Balance(Session& session, int id, TxOptions options = {}) {
    return session.ReadOne(options, [&](Tx& tx) -> absl::StatusOr<int> {
      return tx.Run(kBalance, id)[0][0].as<int>();
    });
  }
  static absl::Status Add(Session& session, int id, int amount) {
    return session.Write({}, [&](Tx& tx) {
      tx.Run(kAdd, id, amount);
      return absl::OkStatus();
    });
  }
  static int BackendOf(Session& session) {
    return *session.ReadOne({}, [](Tx& tx) -> absl::StatusOr<int> {
      return tx.Exec("SELECT pg_backend_pid()")[0][0].as<int>();
    });
  }
  // Ends a backend and waits until it is gone.
  void Kill(int backend) {
    Do(killer_, absl::StrCat("SELECT pg_terminate_backend(", backend, ", 5000)"));
  }

  std::unique_ptr<testing::TestDatabase> database_ = testing::NewDatabase("");
  Session db_{{.dsn = database_->owner_dsn(), .constraint_errors = &Errors()}};
  Session killer_{{.dsn = database_->owner_dsn()}};
};

TEST_F(SessionTest, CommitsWhatSucceedsAndNothingElse) {
  EXPECT_EQ(Add(db_, 1, 5), absl::OkStatus());
  EXPECT_EQ(Balance(db_, 1).value(), 105);
  const absl::Status refused = db_.Write({}, [](Tx& tx) {
    tx.Run(kAdd, 1, 1000);
    return absl::FailedPreconditionError("changed my mind");
  });
  EXPECT_EQ(refused, absl::FailedPreconditionError("changed my mind"));
  EXPECT_EQ(Balance(db_, 1).value(), 105);
  EXPECT_THROW((void)db_.Write({},
                               [](Tx& tx) -> absl::Status {
                                 tx.Run(kAdd, 1, 1000);
                                 throw 7;
                               }),
               int);
  EXPECT_EQ(Balance(db_, 1).value(), 105);
}

// How often a statement over arrays was planned once for all and anew: {10, 0} for ten runs of one
// planned once.
class PlansTest : public SessionTest {
 protected:
  static std::pair<int, int> RunTenTimes(Tx& tx) {
    constexpr Statement kMany{
        "many", "SELECT b.amount FROM unnest($1::int[]) AS k (id) JOIN balance b USING (id)"};
    constexpr Statement kPlans{"plans",
                               "SELECT generic_plans, custom_plans FROM pg_prepared_statements "
                               "WHERE statement LIKE '%unnest%' AND name <> 'plans'"};
    for (int i = 0; i < 10; ++i) tx.Run(kMany, std::vector<int64_t>{1});
    const pqxx::result plans = tx.Run(kPlans);
    return {plans[0][0].as<int>(), plans[0][1].as<int>()};
  }
};
using Plans = std::pair<int, int>;

TEST_F(PlansTest, OnceInASessionThatIsToldTo) {
  Session session({.dsn = database_->owner_dsn(), .plan_once = true});
  const absl::StatusOr<Plans> plans =
      session.ReadOne({}, [](Tx& tx) -> absl::StatusOr<Plans> { return RunTenTimes(tx); });
  EXPECT_EQ(plans.value(), Plans(10, 0));
}

TEST_F(PlansTest, OnceInAWriteThatIsToldToAndOnlyThere) {
  const auto run = [](Tx& tx) -> absl::StatusOr<Plans> {
    tx.Exec("SET LOCAL random_page_cost = 4");  // at ours it is planned anew five times only
    return RunTenTimes(tx);
  };
  EXPECT_EQ(db_.Write({.plan_once = true}, run).value(), Plans(10, 0));
  EXPECT_EQ(db_.Write({}, run).value(), Plans(10, 10));
}

TEST_F(SessionTest, ReadsAreOneSnapshotAndCannotWrite) {
  const auto sum = db_.Read({}, [&](Tx& tx) -> absl::StatusOr<int> {
    const int first = tx.Run(kBalance, 1)[0][0].as<int>();
    EXPECT_EQ(Add(killer_, 1, 50), absl::OkStatus());
    return first + tx.Run(kBalance, 1)[0][0].as<int>();
  });
  EXPECT_EQ(sum.value(), 200);
  const absl::Status write = db_.Read({}, [](Tx& tx) {
    tx.Run(kAdd, 1, 1);
    return absl::OkStatus();
  });
  EXPECT_FALSE(write.ok());
}

TEST_F(SessionTest, AConstraintSpeaksToTheUser) {
  const absl::Status known = Add(db_, 1, -500);
  EXPECT_EQ(known, status::BadField("amount", "must not be negative"));
  const absl::Status duplicate = db_.Write({}, [](Tx& tx) {
    tx.Exec("INSERT INTO balance VALUES (1, 7)");
    return absl::OkStatus();
  });
  EXPECT_EQ(duplicate.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(std::string(duplicate.message()), Not(HasSubstr("balance")));
  // The session goes on.
  EXPECT_EQ(Balance(db_, 1).value(), 100);
}

TEST_F(SessionTest, AMistakeIsInternalAndQuotesNoData) {
  const absl::Status status = db_.Write({}, [](Tx& tx) {
    tx.Exec("SELECT no_such_column FROM balance WHERE amount = 4711");
    return absl::OkStatus();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()), HasSubstr("42703"));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("4711")));
  const absl::Status too_few = db_.Write({}, [](Tx& tx) {
    tx.Run(kAdd, 1);
    return absl::OkStatus();
  });
  EXPECT_EQ(too_few.code(), absl::StatusCode::kInternal);
  const absl::Status conversion = db_.Write({}, [](Tx& tx) {
    tx.Exec("SELECT 'x'")[0][0].as<int>();
    return absl::OkStatus();
  });
  EXPECT_EQ(conversion.code(), absl::StatusCode::kInternal);
}

TEST_F(SessionTest, AFailedStatementCannotBeCommittedOver) {
  const absl::Status status = db_.Write({}, [](Tx& tx) {
    tx.Run(kAdd, 1, 1);
    try {
      tx.Exec("SELECT 1/0");
    } catch (const pqxx::sql_error&) {
    }
    return absl::OkStatus();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Balance(db_, 1).value(), 100);
}

TEST_F(SessionTest, DeadlineStopsStatements) {
  const TxOptions past{.deadline = absl::Now() - absl::Seconds(1)};
  EXPECT_EQ(Balance(db_, 1, past).status().code(), absl::StatusCode::kDeadlineExceeded);
  const absl::Time start = absl::Now();
  const auto sleep = [](Tx& tx) {
    tx.Exec("SELECT pg_sleep(30)");
    return absl::OkStatus();
  };
  EXPECT_EQ(db_.Write({.deadline = start + absl::Milliseconds(100)}, sleep).code(),
            absl::StatusCode::kDeadlineExceeded);
  EXPECT_LT(absl::Now() - start, absl::Seconds(25));
  const absl::Time again = absl::Now();
  EXPECT_EQ(db_.ReadOne({.deadline = again + absl::Milliseconds(100)}, sleep).code(),
            absl::StatusCode::kDeadlineExceeded);
  EXPECT_LT(absl::Now() - again, absl::Seconds(25));
  EXPECT_EQ(Balance(db_, 1).value(), 100);
}

TEST_F(SessionTest, ReadTimeoutIsNeverShorterThanWhatRemains) {
  const auto timeout = [&](absl::Duration remaining) {
    return *db_.ReadOne({.deadline = absl::Now() + remaining},
                        [](Tx& tx) -> absl::StatusOr<std::string> {
                          return tx.Exec("SHOW statement_timeout")[0][0].as<std::string>();
                        });
  };
  EXPECT_EQ(timeout(absl::Seconds(30)), "32s");
  EXPECT_EQ(timeout(absl::Seconds(10)), "32s");
  EXPECT_EQ(timeout(absl::Seconds(1)), "1s");
  EXPECT_EQ(timeout(absl::Seconds(3)), "4s");
  EXPECT_EQ(timeout(absl::Minutes(10)), "1024s");
  EXPECT_EQ(timeout(absl::InfiniteDuration()), "4096s");
  EXPECT_EQ(timeout(absl::Hours(9)), "4096s");
  EXPECT_EQ(timeout(absl::Seconds(30)), "32s");
}

TEST_F(SessionTest, TransactionsHaveTheTimeoutOfTheirOwnDeadline) {
  const auto timeout = [&](absl::Duration remaining) {
    return *db_.Write({.deadline = absl::Now() + remaining}, [](Tx& tx) -> absl::StatusOr<int> {
      return tx
          .Exec(
              "SELECT setting FROM pg_settings WHERE name = "
              "'statement_timeout'")[0][0]
          .as<int>();
    });
  };
  EXPECT_EQ(timeout(absl::Seconds(30)), 32000);
  EXPECT_NEAR(timeout(absl::Seconds(7)), 7000, 3000);
  EXPECT_NEAR(timeout(absl::Minutes(2)), 120000, 4000);
  EXPECT_EQ(timeout(absl::InfiniteDuration()), 0);
  EXPECT_EQ(timeout(absl::Seconds(30)), 32000);
}

TEST_F(SessionTest, DeadlocksRunAgain) {
  Session other({.dsn = database_->owner_dsn()});
  std::atomic<int> runs = 0;
  absl::Notification first_holds, second_holds;
  const auto move = [&](Session& session, int from, int to, absl::Notification& mine,
                        absl::Notification& theirs) {
    return session.Write({}, [&, first = true](Tx& tx) mutable {
      ++runs;
      tx.Run(kAdd, from, -10);
      if (std::exchange(first, false)) {
        mine.Notify();
        theirs.WaitForNotification();
      }
      tx.Run(kAdd, to, 10);
      return absl::OkStatus();
    });
  };
  absl::Status second;
  std::thread thread([&] { second = move(other, 2, 1, second_holds, first_holds); });
  const absl::Status first = move(db_, 1, 2, first_holds, second_holds);
  thread.join();
  EXPECT_EQ(first, absl::OkStatus());
  EXPECT_EQ(second, absl::OkStatus());
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(Balance(db_, 1).value(), 100);
}

TEST_F(SessionTest, WhoHasTheLocksReadsWhatWasWrittenUnderThem) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      Session session({.dsn = database_->owner_dsn()});
      // Named in any order, taken in one.
      TxOptions options{.locks = {AdvisoryKey("a"), AdvisoryKey("b")}};
      if (i % 2 == 1) std::swap(options.locks[0], options.locks[1]);
      for (int round = 0; round < 10; ++round) {
        EXPECT_EQ(session.Write(options,
                                [&](Tx& tx) {
                                  const int amount = tx.Run(kBalance, 1)[0][0].as<int>();
                                  tx.Exec("UPDATE balance SET amount = $1 WHERE id = 1",
                                          {ToParam(amount + 1)});
                                  return absl::OkStatus();
                                }),
                  absl::OkStatus());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Balance(db_, 1).value(), 180);
}

TEST_F(SessionTest, ConflictsEndAfterThreeRetries) {
  int runs = 0;
  const absl::Status status = db_.Write({}, [&](Tx& tx) {
    ++runs;
    tx.Exec("DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '40001'; END $$");
    return absl::OkStatus();
  });
  EXPECT_EQ(runs, 4);
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(status), "CONCURRENT_CHANGE");
}

TEST_F(SessionTest, AnIdleConnectionThatDiedIsReplaced) {
  Kill(BackendOf(db_));
  EXPECT_EQ(Add(db_, 1, 1), absl::OkStatus());
  Kill(BackendOf(db_));
  EXPECT_EQ(Balance(db_, 1).value(), 101);
}

TEST_F(SessionTest, ALostConnectionInATransactionIsUnavailable) {
  const absl::Status status = db_.Write({}, [&](Tx& tx) {
    tx.Run(kAdd, 1, 1);
    Kill(tx.Exec("SELECT pg_backend_pid()")[0][0].as<int>());
    tx.Run(kAdd, 2, 1);
    return absl::OkStatus();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(status::GetRetryDelay(status).has_value());
  EXPECT_EQ(Balance(db_, 1).value(), 100);
}

TEST_F(SessionTest, ALostCommitIsInDoubtWhetherItHappenedOrNot) {
  const absl::Status before = db_.Write({}, [&](Tx& tx) {
    tx.Run(kAdd, 1, 1);
    Kill(tx.Exec("SELECT pg_backend_pid()")[0][0].as<int>());
    return absl::OkStatus();
  });
  EXPECT_EQ(ReasonOf(before), "COMMIT_IN_DOUBT");
  EXPECT_EQ(Balance(db_, 1).value(), 100);

  faultproxy::PostgresProxy proxy(database_->owner_dsn());
  {
    Session session({.dsn = proxy.dsn()});
    EXPECT_EQ(Add(session, 1, 1), absl::OkStatus());
    proxy.Cut(faultproxy::Moment::kAnswer);
    const absl::Status after = Add(session, 1, 1);
    EXPECT_EQ(after.code(), absl::StatusCode::kUnknown);
    EXPECT_EQ(ReasonOf(after), "COMMIT_IN_DOUBT");
    EXPECT_EQ(Balance(session, 1).value(), 102);
  }
}

TEST_F(SessionTest, NobodyThereIsUnavailable) {
  Session session({.dsn = "host=/nonexistent dbname=x password=secret"});
  const absl::Status status = session.Ping();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("nonexistent")));
  Session malformed({.dsn = "host='"});
  EXPECT_EQ(malformed.Ping().code(), absl::StatusCode::kUnavailable);
}

TEST_F(SessionTest, StatementsMadeAtRunTimeStayBounded) {
  for (int i = 0; i < 250; ++i) {
    const auto answer = db_.ReadOne({}, [&](Tx& tx) -> absl::StatusOr<int> {
      return tx.Exec(absl::StrCat("SELECT ", i % 120, " + $1"), {ToParam(1)})[0][0].as<int>();
    });
    EXPECT_EQ(answer.value(), i % 120 + 1);
  }
  const auto prepared = db_.ReadOne({}, [](Tx& tx) -> absl::StatusOr<int> {
    return tx.Exec("SELECT count(*) FROM pg_prepared_statements")[0][0].as<int>();
  });
  EXPECT_EQ(prepared.value(), 100);
}

TEST_F(SessionTest, ASchemaChangeUnderAPreparedStatementIsNotSeen) {
  constexpr Statement kAll{"all", "SELECT * FROM balance WHERE id = $1"};
  const auto columns = [&] {
    return db_.ReadOne(
        {}, [&](Tx& tx) -> absl::StatusOr<int> { return int(tx.Run(kAll, 1).columns()); });
  };
  EXPECT_EQ(columns().value(), 2);
  Do(killer_, "ALTER TABLE balance ADD COLUMN note text");
  EXPECT_EQ(columns().value(), 3);
}

TEST_F(SessionTest, TwoStatementsOfOneNameAreAMistake) {
  EXPECT_TRUE(Balance(db_, 1).ok());
  const absl::Status status = db_.ReadOne({}, [](Tx& tx) {
    tx.Run(Statement{"balance", "SELECT 1 WHERE $1::int = 1"}, 1);
    return absl::OkStatus();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace mainstay::pg
