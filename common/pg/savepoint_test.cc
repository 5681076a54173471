#include "common/pg/savepoint.h"

#include <memory>
#include <pqxx/pqxx>

#include "common/testing/postgres.h"
#include "gtest/gtest.h"

namespace mainstay::pg {
namespace {

class SavepointTest : public ::testing::Test {
 protected:
  absl::Status Write(const std::function<absl::Status(Tx&)>& body) {
    return session_.Write({}, body);
  }
  int Count() {
    return session_
        .ReadOne({},
                 [](Tx& tx) -> absl::StatusOr<int> {
                   return tx.Exec("SELECT count(*) FROM t")[0][0].as<int>();
                 })
        .value();
  }
  void SetUp() override {
    ASSERT_TRUE(Write([](Tx& tx) {
                  tx.Exec("CREATE TABLE t (id int PRIMARY KEY)");
                  return absl::OkStatus();
                }).ok());
  }

  const std::unique_ptr<testing::TestDatabase> database_ = testing::NewDatabase("");
  Session session_{{.dsn = database_->owner_dsn()}};
};

TEST_F(SavepointTest, OnlyTheFailedPartIsUndone) {
  const auto insert = [](Tx& tx, const char* values) {
    tx.Exec(std::string("INSERT INTO t VALUES ") + values);
  };
  EXPECT_EQ(Write([&](Tx& tx) {
              Savepoints parts(tx);
              insert(tx, "(1)");
              EXPECT_TRUE(parts
                              .Run([&] {
                                insert(tx, "(2)");
                                return absl::OkStatus();
                              })
                              .ok());
              EXPECT_EQ(parts
                            .Run([&] {
                              insert(tx, "(3)");
                              return absl::FailedPreconditionError("refused");
                            })
                            .message(),
                        "refused");
              EXPECT_EQ(parts
                            .Run([&] {
                              insert(tx, "(4), (1)");
                              return absl::OkStatus();
                            })
                            .code(),
                        absl::StatusCode::kAlreadyExists);
              insert(tx, "(5)");
              EXPECT_EQ(parts.Run([] { return absl::InternalError("last"); }).message(), "last");
              return absl::OkStatus();
            }),
            absl::OkStatus());
  EXPECT_EQ(Count(), 3);
}

TEST_F(SavepointTest, ALostConnectionIsTheSessionsToTell) {
  EXPECT_EQ(Write([&](Tx& tx) {
              Savepoints parts(tx);
              parts
                  .Run([&] {
                    tx.Exec("SELECT pg_terminate_backend(pg_backend_pid())");
                    return absl::OkStatus();
                  })
                  .IgnoreError();
              ADD_FAILURE() << "went on";
              return absl::OkStatus();
            }).code(),
            absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace mainstay::pg
