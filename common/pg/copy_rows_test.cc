#include "common/pg/copy_rows.h"

#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/postgres.h"

namespace mainstay::pg {
namespace {

class CopyRowsTest : public ::testing::Test {
 protected:
  CopyRowsTest() {
    const auto made = db_.Write({}, [](Tx& tx) {
      tx.Exec("CREATE TABLE item (id bigint PRIMARY KEY, name text, tags text[], at timestamptz)");
      return absl::OkStatus();
    });
    EXPECT_TRUE(made.ok()) << made;
  }
  absl::StatusOr<int64_t> Copy(const std::vector<std::vector<Param>>& rows) {
    return db_.Write({}, [&](Tx& tx) { return CopyRows(tx, "item (id, name, tags, at)", rows); });
  }

  std::unique_ptr<testing::TestDatabase> database_ = testing::NewDatabase("");
  Session db_{{.dsn = database_->owner_dsn()}};
};

TEST_F(CopyRowsTest, ValuesComeBackAsTheyWere) {
  const std::vector<std::string> tags = {"a,b", "\"c\"", "d\\e", "\t"};
  const std::string name = "大客\t户\\N\r\nline 2 \\t";
  const absl::Time at = absl::FromUnixMicros(1'700'000'000'123'456);
  ASSERT_EQ(
      Copy({{ToParam(int64_t{1}), ToParam(name), ToParam(tags), ToParam(at)},
            {ToParam(int64_t{2}), std::nullopt, ToParam(std::vector<std::string>()), std::nullopt}})
          .value(),
      2);
  const auto read = db_.ReadOne({}, [&](Tx& tx) -> absl::Status {
    const pqxx::result rows = tx.Exec("SELECT name, tags, at FROM item ORDER BY id");
    EXPECT_EQ(rows[0][0].as<std::string>(), name);
    EXPECT_EQ(ParseArray(rows[0][1].c_str()), tags);
    EXPECT_EQ(ParseTime(rows[0][2].c_str()), at);
    EXPECT_TRUE(rows[1][0].is_null());
    EXPECT_TRUE(rows[1][2].is_null());
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
}

TEST_F(CopyRowsTest, TakesManyPieces) {
  std::vector<std::vector<Param>> rows;
  for (int64_t i = 0; i < 3000; ++i) {
    rows.push_back({ToParam(i), ToParam(std::string(100, 'x')), ToParam("{}"), std::nullopt});
  }
  EXPECT_EQ(Copy(rows).value(), 3000);
  EXPECT_EQ(Copy({}).value(), 0);
}

}  // namespace
}  // namespace mainstay::pg
