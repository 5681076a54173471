#include "common/csv/csv_staging.h"

#include <pqxx/pqxx>

#include "absl/strings/str_join.h"
#include "common/csv/csv_feed.h"
#include "common/pg/session.h"
#include "common/status/status.h"
#include "common/testing/postgres.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::csv {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A file in pieces of `size` bytes.
Source InPieces(std::string file, size_t size) {
  return [file = std::move(file), size,
          sent = size_t{0}](std::string& piece) mutable -> absl::StatusOr<bool> {
    piece = file.substr(sent, size);
    sent += piece.size();
    return !piece.empty();
  };
}

class CsvStagingTest : public ::testing::Test {
 protected:
  // The staged rows as "record: field|field", or the error.
  absl::StatusOr<std::vector<std::string>> Stage(const std::string& file, Format format = {},
                                                 size_t size = 5) {
    using Rows = std::vector<std::string>;
    return db_.Write({}, [&](pg::Tx& tx) -> absl::StatusOr<Rows> {
      CsvFeed feed(InPieces(file, size), format);
      ASSIGN_OR_RETURN(const std::vector<std::string> header, feed.ReadHeader());
      ASSIGN_OR_RETURN(const int64_t records,
                       CopyToStaging(tx, "staged_things", static_cast<int>(header.size()), format,
                                     [&](std::string& piece) { return feed.Next(piece); }));
      EXPECT_EQ(records, feed.records());
      Rows rows = {absl::StrJoin(header, "|")};
      for (const auto& row : tx.Exec("SELECT * FROM staged_things ORDER BY record")) {
        std::vector<std::string> fields;
        for (int i = 1; i < static_cast<int>(row.size()); ++i) {
          const auto field = row[static_cast<pqxx::row::size_type>(i)];
          fields.push_back(field.is_null() ? "-" : field.c_str());
        }
        rows.push_back(absl::StrCat(row[0].c_str(), ": ", absl::StrJoin(fields, "|")));
      }
      return rows;
    });
  }

  std::unique_ptr<testing::TestDatabase> database_ = testing::NewDatabase("");
  pg::Session db_{{.dsn = database_->owner_dsn()}};
};

TEST_F(CsvStagingTest, StagesWhatPostgresReads) {
  for (const size_t size : {1, 2, 1000}) {
    EXPECT_THAT(*Stage("\xEF\xBB\xBFname,text\r\na,\"x\ny, \"\"z\"\"\"\r\nb,", {}, size),
                ElementsAre("name|text", "1: a|x\ny, \"z\"", "2: b|-"));
  }
  EXPECT_THAT(*Stage("\xb1\xa8;b\n\xbc\xdb;2\n", {.delimiter = ";", .encoding = "gbk"}),
              ElementsAre("报|b", "1: 价|2"));
}

TEST_F(CsvStagingTest, SaysWhichLineIsMalformed) {
  const std::string file = "a,b\n\"1\n1\",2\nshort\n";
  const absl::Status status = Stage(file).status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("fewer fields"));
  EXPECT_EQ(*FileLine(InPieces(file, 3), MalformedLine(status)), 4);
  EXPECT_THAT(std::string(Stage("a,b\n1,2\n\\.\n").status().message()), HasSubstr("the end"));
  EXPECT_THAT(std::string(Stage("").status().message()), HasSubstr("empty"));
  EXPECT_THAT(std::string(Stage("\xff\n").status().message()), HasSubstr("UTF-8"));
  EXPECT_EQ(MalformedLine(absl::InternalError("x")), 0);
}

TEST(CsvFormatTest, FindsColumnsByName) {
  EXPECT_THAT(*FindColumns({"b", "", "a"}, {"a", "b"}), ElementsAre(2, 0, 1));
  EXPECT_THAT(std::string(FindColumns({"c"}, {"a", "b"}).status().message()),
              HasSubstr("no column \"c\"; it has: a, b"));
  EXPECT_THAT(std::string(FindColumns({"a"}, {"a", "a"}).status().message()),
              HasSubstr("more than once"));
  EXPECT_FALSE(FindColumns({}, std::vector<std::string>(501)).ok());
}

TEST(CsvFormatTest, NamesWhatIsNotSupported) {
  std::vector<status::FieldViolation> violations;
  CheckFormat({}, violations);
  CheckFormat({.delimiter = "\t", .encoding = "big5"}, violations);
  EXPECT_TRUE(violations.empty());
  CheckFormat({.delimiter = "x", .encoding = "utf-16"}, violations);
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].field, "delimiter");
  EXPECT_EQ(violations[1].field, "encoding");
}

}  // namespace
}  // namespace mainstay::csv
