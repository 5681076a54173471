#include "common/testing/postgres.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/pg/session.h"
#include "gtest/gtest.h"

namespace mainstay::testing {
namespace {

std::string Ask(const std::string& dsn, const std::string& sql) {
  pg::Session session({.dsn = dsn});
  const auto answer = session.ReadOne({}, [&](pg::Tx& tx) -> absl::StatusOr<std::string> {
    const pqxx::result rows = tx.Exec(sql);
    return rows.empty() ? std::string() : rows[0][0].as<std::string>();
  });
  return answer.ok() ? *answer : absl::StrCat("error: ", answer.status().message());
}

// "host=/tmp/… user=…"
std::string FolderOf(const std::string& dsn) { return dsn.substr(5, dsn.find(' ') - 5); }

TEST(PostgresTest, GivesEachTestADatabaseOfItsOwn) {
  const auto first = NewDatabase("");
  const auto second = NewDatabase("");
  EXPECT_EQ(Ask(first->owner_dsn(), "CREATE TABLE t (x int)"), "");
  EXPECT_EQ(Ask(first->owner_dsn(), "SELECT count(*) FROM t"), "0");
  EXPECT_NE(Ask(second->owner_dsn(), "SELECT count(*) FROM t").find("42P01"), std::string::npos);
}

TEST(PostgresTest, ListensOnNoPortAndSpeaksUtf8) {
  const auto database = NewDatabase("");
  EXPECT_EQ(Ask(database->owner_dsn(), "SHOW listen_addresses"), "");
  EXPECT_EQ(Ask(database->owner_dsn(), "SHOW server_encoding"), "UTF8");
  EXPECT_EQ(Ask(database->owner_dsn(), "SELECT upper('ß大é')"), "ß大É");
}

TEST(PostgresTest, TheServiceRoleMayNotChangeTheSchema) {
  const auto database = NewDatabase("");
  EXPECT_NE(Ask(database->service_dsn(), "CREATE TABLE t (x int)").find("42501"),
            std::string::npos);
}

TEST(PostgresTest, ServerAndFolderGoWhenTheTestCrashes) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    // A process of its own makes a cluster of its own, says where, and dies without a destructor.
    execl("/proc/self/exe", "postgres_test", "--gtest_filter=*DISABLED_Crash",
          "--gtest_also_run_disabled_tests",
          absl::StrCat("--folder-to=/proc/self/fd/", ends[1]).c_str(), nullptr);
    _exit(127);
  }
  close(ends[1]);
  std::string folder;
  char c;
  while (read(ends[0], &c, 1) == 1) folder += c;
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  ASSERT_NE(folder.find("mainstay-pg-"), std::string::npos) << folder;
  for (int i = 0; i < 1200 && std::filesystem::exists(folder); ++i) {
    absl::SleepFor(absl::Milliseconds(50));
  }
  EXPECT_FALSE(std::filesystem::exists(folder));
}

// Run by the test above only.
TEST(PostgresTest, DISABLED_Crash) {
  const auto database = NewDatabase("");
  const std::string folder = FolderOf(database->owner_dsn());
  ASSERT_TRUE(std::filesystem::exists(folder));
  for (const std::string& argument : ::testing::internal::GetArgvs()) {
    if (argument.rfind("--folder-to=", 0) == 0) {
      std::ofstream(argument.substr(12)) << folder << std::flush;
    }
  }
  raise(SIGKILL);
}

}  // namespace
}  // namespace mainstay::testing
