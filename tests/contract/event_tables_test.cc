// A service's migrations make the tables that common/events is written for.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "common/pg/session.h"
#include "common/testing/postgres.h"

namespace mainstay::contract {
namespace {

// Columns, constraints and indexes of a table, as PostgreSQL tells them.
std::string Shape(pg::Session& session, const std::string& table) {
  const auto shape = session.ReadOne({}, [&](pg::Tx& tx) -> absl::StatusOr<std::string> {
    std::string text;
    for (const auto& row : tx.Exec(R"sql(
SELECT concat_ws(' ', column_name, data_type, is_nullable, column_default, is_identity)
FROM information_schema.columns WHERE table_name = $1
UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = $1::regclass
UNION ALL SELECT indexdef FROM pg_indexes WHERE tablename = $1
ORDER BY 1)sql",
                                   {table})) {
      absl::StrAppend(&text, row[0].c_str(), "\n");
    }
    return text;
  });
  EXPECT_TRUE(shape.ok()) << shape.status();
  return shape.value_or("");
}

TEST(EventTablesTest, AreWhatTheKitSays) {
  const auto kit_database = testing::NewDatabase("");
  pg::Session kit({.dsn = kit_database->owner_dsn()});
  for (const char* file : {"common/events/outbox.sql", "common/events/inbox.sql"}) {
    std::ifstream in(file);
    const std::string sql{std::istreambuf_iterator<char>(in), {}};
    ASSERT_TRUE(kit.Write({},
                          [&](pg::Tx& tx) {
                            tx.Exec(sql);
                            return absl::OkStatus();
                          })
                    .ok());
  }
  for (const char* service : {"accounts", "engagement", "feedback", "survey"}) {
    const auto database = testing::NewDatabase(absl::StrCat("services/", service, "/migrations"));
    pg::Session own({.dsn = database->owner_dsn()});
    for (const char* table : {"outbox", "inbox", "event_positions", "event_backlog"}) {
      const std::string expected = Shape(kit, table);
      EXPECT_NE(expected, "") << table;
      EXPECT_EQ(Shape(own, table), expected) << service << " " << table;
    }
  }
}

}  // namespace
}  // namespace mainstay::contract
