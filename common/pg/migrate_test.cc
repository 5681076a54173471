#include "common/pg/migrate.h"

#include <filesystem>
#include <fstream>
#include <pqxx/pqxx>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/pg/session.h"
#include "common/testing/postgres.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::pg {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MigrateTest : public ::testing::Test {
 protected:
  void SetUp() override {
    directory_ = ::testing::TempDir() + "/mainstay-migrate-XXXXXX";
    ASSERT_NE(mkdtemp(directory_.data()), nullptr);
    File("0001_first.sql", "CREATE TABLE first (x int); CREATE SEQUENCE counter;");
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  void File(const std::string& name, const std::string& sql) {
    std::ofstream(directory_ + "/" + name) << sql;
  }
  absl::StatusOr<std::vector<int>> Run() {
    return Migrate({.dsn = database_->owner_dsn(),
                    .directory = directory_,
                    .service_role = "mainstay_service"});
  }
  // "" when the service may run it, else the SQLSTATE's line.
  std::string AsService(const std::string& sql) {
    Session session({.dsn = database_->service_dsn()});
    return std::string(session
                           .Write({},
                                  [&](Tx& tx) {
                                    tx.Exec(sql);
                                    return absl::OkStatus();
                                  })
                           .message());
  }

  std::string directory_;
  std::unique_ptr<testing::TestDatabase> database_ = testing::NewDatabase("");
};

TEST_F(MigrateTest, AppliesWhatIsMissingInOrder) {
  EXPECT_EQ(SchemaVersion(database_->owner_dsn()).value(), 0);
  EXPECT_THAT(Run().value(), ElementsAre(1));
  EXPECT_THAT(Run().value(), IsEmpty());
  File("0002_second.sql", "ALTER TABLE first ADD COLUMN y int;");
  File("0003_third.sql", "UPDATE first SET y = 1;");
  EXPECT_THAT(Run().value(), ElementsAre(2, 3));
  EXPECT_EQ(SchemaVersion(database_->service_dsn()).value(), 3);
}

TEST_F(MigrateTest, ABrokenFileLeavesNothingAndIsNamed) {
  File("0002_second.sql", "CREATE TABLE second (x int);\n\nCREATE TABEL third (x int);");
  const absl::Status status = Run().status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("0002_second.sql"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("LINE 3"));
  EXPECT_EQ(SchemaVersion(database_->owner_dsn()).value(), 1);
  EXPECT_THAT(AsService("SELECT * FROM second"), HasSubstr("42P01"));
}

TEST_F(MigrateTest, HistoryCannotBeRewritten) {
  ASSERT_TRUE(Run().ok());
  File("0001_first.sql", "CREATE TABLE first (x bigint);");
  EXPECT_THAT(std::string(Run().status().message()), HasSubstr("0001_first.sql: has changed"));
  std::filesystem::remove(directory_ + "/0001_first.sql");
  EXPECT_THAT(std::string(Run().status().message()), HasSubstr("0001_first.sql"));
}

TEST_F(MigrateTest, NamesMustCountUp) {
  File("0003_third.sql", "SELECT 1");
  EXPECT_THAT(std::string(Run().status().message()), HasSubstr("0003_third.sql"));
  std::filesystem::remove(directory_ + "/0003_third.sql");
  File("second.sql", "SELECT 1");
  EXPECT_THAT(std::string(Run().status().message()), HasSubstr("second.sql"));
  std::filesystem::remove_all(directory_);
  EXPECT_FALSE(Run().ok());
}

TEST_F(MigrateTest, AFileMustNotEndItsTransaction) {
  File("0002_second.sql", "CREATE TABLE second (x int); COMMIT;");
  EXPECT_THAT(std::string(Run().status().message()), HasSubstr("must not end its transaction"));
}

TEST_F(MigrateTest, TheServiceMayUseTablesAndNothingMore) {
  ASSERT_TRUE(Run().ok());
  for (const char* sql :
       {"INSERT INTO first VALUES (1)", "UPDATE first SET x = 2", "DELETE FROM first",
        "SELECT nextval('counter')", "CREATE TEMP TABLE staging (x text) ON COMMIT DROP",
        "SELECT * FROM schema_migrations"}) {
    EXPECT_EQ(AsService(sql), "") << sql;
  }
  for (const char* sql : {"TRUNCATE first", "DROP TABLE first", "CREATE TABLE own (x int)",
                          "ALTER TABLE first ADD COLUMN z int", "CREATE SCHEMA own",
                          "INSERT INTO schema_migrations VALUES (9, 'x', 'x')",
                          "UPDATE schema_migrations SET checksum = ''"}) {
    EXPECT_THAT(AsService(sql), HasSubstr("42501")) << sql;
  }
}

TEST_F(MigrateTest, TwoMigratorsAtOnceApplyOnce) {
  File("0002_slow.sql", "SELECT pg_sleep(0.3); CREATE TABLE second (x int);");
  absl::StatusOr<std::vector<int>> other;
  std::thread thread([&] { other = Run(); });
  const auto mine = Run();
  thread.join();
  ASSERT_TRUE(mine.ok() && other.ok()) << mine.status() << other.status();
  EXPECT_EQ(mine->size() + other->size(), 2u);
}

}  // namespace
}  // namespace mainstay::pg
