#include "common/pg/session_locks.h"

#include <memory>
#include <pqxx/pqxx>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/testing/postgres.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::pg {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SessionLocksTest : public ::testing::Test {
 protected:
  absl::Status CheckInTransaction(Session& session, SessionLocks& locks) {
    return session.Write({}, [&](Tx&) { return locks.Check(); });
  }
  void KillAllBut(Session& session) {
    ASSERT_TRUE(
        session
            .ReadOne({},
                     [](Tx& tx) {
                       tx.Exec(
                           "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                           "WHERE datname = current_database() AND pid <> pg_backend_pid()");
                       return absl::OkStatus();
                     })
            .ok());
  }

  const std::unique_ptr<testing::TestDatabase> database_ = testing::NewDatabase("");
  Session one_{{.dsn = database_->owner_dsn()}}, other_{{.dsn = database_->owner_dsn()}};
  SessionLocks mine_{&one_, {"a", "b", "c"}}, theirs_{&other_, {"b", "c", "d"}};
};

TEST_F(SessionLocksTest, AreOneSessionsAtATime) {
  EXPECT_THAT(mine_.TryMissing().value(), ElementsAre(0, 1, 2));
  EXPECT_THAT(theirs_.TryMissing().value(), ElementsAre(2));
  EXPECT_THAT(mine_.TryMissing().value(), IsEmpty());
  EXPECT_THAT(mine_.held(), ElementsAre(0, 1, 2));
  EXPECT_EQ(CheckInTransaction(one_, mine_), absl::OkStatus());
}

TEST_F(SessionLocksTest, AreLostWithTheConnectionAndSeenToBe) {
  ASSERT_TRUE(mine_.TryMissing().ok());
  KillAllBut(other_);
  EXPECT_THAT(theirs_.TryMissing().value(), ElementsAre(0, 1, 2));
  // The session reconnects without telling; the locks know.
  EXPECT_EQ(CheckInTransaction(one_, mine_).code(), absl::StatusCode::kAborted);
  EXPECT_THAT(mine_.held(), IsEmpty());
  EXPECT_THAT(mine_.TryMissing().value(), ElementsAre(0));
}

TEST_F(SessionLocksTest, EndWithTheSession) {
  auto session = std::make_unique<Session>(SessionOptions{.dsn = database_->owner_dsn()});
  ASSERT_EQ(SessionLocks(session.get(), {"b"}).TryMissing()->size(), 1u);
  EXPECT_THAT(theirs_.TryMissing().value(), ElementsAre(1, 2));
  session.reset();
  // The server notices a moment later.
  std::vector<size_t> taken;
  for (int i = 0; taken.empty() && i < 6000; ++i) {
    absl::SleepFor(absl::Milliseconds(10));
    taken = theirs_.TryMissing().value();
  }
  EXPECT_THAT(taken, ElementsAre(0));
}

TEST_F(SessionLocksTest, ACommitIsTold) {
  int commits = 0;
  Session session{{.dsn = database_->owner_dsn(), .on_commit = [&] { ++commits; }}};
  const auto ok = [](Tx&) { return absl::OkStatus(); };
  ASSERT_TRUE(session.Write({}, ok).ok());
  ASSERT_TRUE(session.Read({}, ok).ok());
  ASSERT_TRUE(session.ReadOne({}, ok).ok());
  ASSERT_FALSE(session.Write({}, [](Tx&) { return absl::InternalError("no"); }).ok());
  EXPECT_EQ(commits, 1);
}

}  // namespace
}  // namespace mainstay::pg
