#include <pqxx/pqxx>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/pg/session.h"
#include "common/testing/postgres.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::pg {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kCopyIn[] = "COPY line (id, name) FROM STDIN (FORMAT csv, HEADER)";

class CopyTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(Exec("CREATE TABLE line (id int, name text)").ok()); }

  absl::StatusOr<std::string> Exec(const std::string& sql) {
    return db_.Write({}, [&](Tx& tx) -> absl::StatusOr<std::string> {
      const pqxx::result rows = tx.Exec(sql);
      return rows.empty() ? std::string() : rows[0][0].as<std::string>();
    });
  }

  // Copies `chunks`, then gives up with `end` if it is an error.
  absl::StatusOr<int64_t> Copy(std::vector<std::string> chunks,
                               absl::Status end = absl::OkStatus()) {
    return db_.Write({}, [&](Tx& tx) {
      size_t i = 0;
      return tx.CopyIn(kCopyIn, [&](std::string& buffer) -> absl::StatusOr<bool> {
        if (i == chunks.size()) return end.ok() ? absl::StatusOr<bool>(false) : end;
        buffer = chunks[i++];
        return true;
      });
    });
  }

  std::unique_ptr<testing::TestDatabase> database_ = testing::NewDatabase("");
  Session db_{{.dsn = database_->owner_dsn()}};
};

TEST_F(CopyTest, TakesRawBytesCutAnywhere) {
  EXPECT_EQ(Copy({"id,na", "me\n1,\"a", "\nb\"\n2", ",大\xe5", "\xae\xa2\n", ""}).value(), 2);
  EXPECT_EQ(Exec("SELECT string_agg(name, '|' ORDER BY id) FROM line").value(), "a\nb|大客");
  EXPECT_EQ(Copy({}).value(), 0);
}

TEST_F(CopyTest, AMalformedInputNamesItsLineAndLeavesNothing) {
  std::string context;
  const absl::Status status = db_.Write({}, [&](Tx& tx) -> absl::Status {
    bool sent = false;
    try {
      return tx
          .CopyIn(kCopyIn,
                  [&](std::string& buffer) -> absl::StatusOr<bool> {
                    buffer = "id,name\n1,a\n2,b,c\n";
                    return !std::exchange(sent, true);
                  })
          .status();
    } catch (const pqxx::sql_error& error) {
      EXPECT_EQ(error.sqlstate(), "22P04");
      context = error.what();
      throw;
    }
  });
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(context, HasSubstr("COPY line, line 3"));
  EXPECT_EQ(Exec("SELECT count(*) FROM line").value(), "0");
}

TEST_F(CopyTest, AnInputThatGivesUpLeavesNothing) {
  EXPECT_EQ(Copy({"id,name\n1,a\n"}, absl::CancelledError("client left")).status(),
            absl::CancelledError("client left"));
  EXPECT_EQ(Exec("SELECT count(*) FROM line").value(), "0");
}

TEST_F(CopyTest, AnExceptionInTheInputLeavesTheSessionUsable) {
  const absl::Status status = db_.Write({}, [&](Tx& tx) {
    return tx
        .CopyIn(kCopyIn,
                [](std::string&) -> absl::StatusOr<bool> { throw std::runtime_error("oops"); })
        .status();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Exec("SELECT count(*) FROM line").value(), "0");
}

TEST_F(CopyTest, AStatementThatIsNoCopyIsRefused) {
  const auto status = db_.Write({}, [&](Tx& tx) {
    return tx.CopyIn("COPY nowhere FROM STDIN",
                     [](std::string&) -> absl::StatusOr<bool> { return false; });
  });
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(Exec("SELECT 1").value(), "1");
}

TEST_F(CopyTest, GivesRowsOutAndStopsWhenTheSinkDoes) {
  ASSERT_TRUE(Copy({"id,name\n1,a\n2,\"b,c\"\n"}).ok());
  std::vector<std::string> rows;
  const std::string sql = "COPY (SELECT * FROM line ORDER BY id) TO STDOUT (FORMAT csv)";
  const auto collect = [&](std::string_view row) {
    rows.emplace_back(row);
    return absl::OkStatus();
  };
  EXPECT_TRUE(db_.Read({}, [&](Tx& tx) { return tx.CopyOut(sql, collect); }).ok());
  EXPECT_THAT(rows, ElementsAre("1,a\n", "2,\"b,c\"\n"));

  const absl::Time start = absl::Now();
  int seen = 0;
  const absl::Status stopped = db_.Read({}, [&](Tx& tx) {
    return tx.CopyOut("COPY (SELECT generate_series(1, 1000000000)) TO STDOUT",
                      [&](std::string_view) {
                        return ++seen == 10 ? absl::CancelledError("enough") : absl::OkStatus();
                      });
  });
  EXPECT_EQ(stopped, absl::CancelledError("enough"));
  EXPECT_EQ(seen, 10);
  EXPECT_LT(absl::Now() - start, absl::Seconds(20));
  EXPECT_EQ(Exec("SELECT 1").value(), "1");
}

}  // namespace
}  // namespace mainstay::pg
