#include "common/api/filter.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/filter_fixture.h"
#include "common/pg/session.h"
#include "common/status/status.h"
#include "common/testing/postgres.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::api {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

absl::StatusOr<SqlFilter> Parse(std::string_view filter) {
  return ParseFilter(filter, ExampleFields(), 3);
}

std::string Where(std::string_view filter) {
  const auto parsed = Parse(filter);
  return parsed.ok() ? parsed->where : std::string(parsed.status().message());
}

std::string ErrorOf(std::string_view filter) {
  const absl::Status status = Parse(filter).status();
  const auto violations = status::GetFieldViolations(status);
  if (status.code() != absl::StatusCode::kInvalidArgument || violations.size() != 1) return "OK";
  EXPECT_EQ(violations[0].field, "filter");
  return violations[0].description;
}

TEST(FilterTest, BecomesSqlWithNumberedParameters) {
  const auto parsed = Parse("industry = \"retail\" AND headcount>=10 AND vip != true");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(
      parsed->where,
      "industry = $3::text AND headcount >= $4::numeric AND vip IS DISTINCT FROM $5::boolean");
  EXPECT_THAT(parsed->params, ElementsAre("retail", "10", "true"));
}

TEST(FilterTest, NothingIsTrue) {
  EXPECT_EQ(Where(""), "TRUE");
  EXPECT_EQ(Where(" \t\n"), "TRUE");
  EXPECT_THAT(Parse("")->params, IsEmpty());
}

TEST(FilterTest, LiteralsAreCheckedByType) {
  EXPECT_EQ(Where("tier = TIER_CORE"), "tier = 'core'");
  EXPECT_EQ(Where("industry = x AND tier != \"TIER_CORE\" AND vip = true"),
            "industry = $3::text AND tier IS DISTINCT FROM 'core' AND vip = $4::boolean");
  EXPECT_THAT(Parse("parent=accounts/019338a0-0000-7000-8000-00000000000f")->params,
              ElementsAre("019338a0-0000-7000-8000-00000000000f"));
  EXPECT_THAT(Parse("create_time>2026-01-01T08:00:00.5+08:00")->params,
              ElementsAre("2026-01-01 00:00:00.500000+00"));
  EXPECT_THAT(Parse("industry:\"50%_\\\\ off\"")->params, ElementsAre("%50\\%\\_\\\\ off%"));
  EXPECT_THAT(Parse("industry = 零售")->params, ElementsAre("零售"));
  EXPECT_THAT(Parse("industry = \"\"")->params, ElementsAre(""));
  EXPECT_THAT(Parse("industry = \"a \\\"b\\\" \\\\c\"")->params, ElementsAre("a \"b\" \\c"));

  EXPECT_EQ(ErrorOf("tier = core"), "character 8: use one of TIER_CORE, TIER_GENERAL");
  EXPECT_EQ(ErrorOf("vip = yes"), "character 7: use true or false");
  EXPECT_EQ(ErrorOf("parent = 019338a0-0000-7000-8000-00000000000f"),
            "character 10: use the form accounts/{uuid}");
  for (const char* number : {"x", "1e5", "1.", ".5", "--1", "1.2.3", "NaN", "0x10", "1-1", "\"\"",
                             "1234567890123456789012345678901"}) {
    EXPECT_THAT(ErrorOf(absl::StrCat("headcount = ", number)), HasSubstr("a number is needed"))
        << number;
  }
  for (const char* time :
       {"yesterday", "2026-01-01", "2026-13-01T00:00:00Z", "infinite-future", "2026-01-01T00:00:00",
        "99999-01-01T00:00:00Z", "-001-01-01T00:00:00Z"}) {
    EXPECT_THAT(ErrorOf(absl::StrCat("create_time = ", time)), HasSubstr("a time is needed"))
        << time;
  }
}

TEST(FilterTest, OperatorsFitTheType) {
  EXPECT_EQ(ErrorOf("industry < \"x\""), "character 10: industry can be compared by = != :");
  EXPECT_EQ(ErrorOf("vip > true"), "character 5: vip can be compared by = !=");
  EXPECT_EQ(ErrorOf("headcount : 5"), "character 11: headcount can be compared by = != < <= > >=");
}

TEST(FilterTest, NamesThePositionOfWhatItRefuses) {
  EXPECT_THAT(ErrorOf("name = 1"), StartsWith("character 1: unknown field; use one of industry"));
  EXPECT_THAT(ErrorOf("industry retail"), StartsWith("character 10: an operator"));
  EXPECT_THAT(ErrorOf("industry"), StartsWith("character 9: an operator"));
  EXPECT_THAT(ErrorOf("industry ="), StartsWith("character 11: a value"));
  EXPECT_THAT(ErrorOf("industry = \"a"), StartsWith("character 12: the closing quote"));
  EXPECT_THAT(ErrorOf("industry = \"a\\n\""), StartsWith("character 14: after \\"));
  EXPECT_THAT(ErrorOf("industry = a OR vip = true"), StartsWith("character 14: terms are joined"));
  EXPECT_THAT(ErrorOf("industry = a and vip = true"), StartsWith("character 14: terms"));
  EXPECT_THAT(ErrorOf("industry = a AND"), StartsWith("character 17: a field name"));
  EXPECT_THAT(ErrorOf("(industry = a)"), StartsWith("character 1: a field name"));
  EXPECT_THAT(ErrorOf("NOT vip = true"), StartsWith("character 1: unknown field"));
  EXPECT_THAT(ErrorOf("industry = AND"), StartsWith("character 12: put the value AND"));
  EXPECT_THAT(ErrorOf("industry == a"), StartsWith("character 11: a value"));
  EXPECT_THAT(ErrorOf("industry ! a"), StartsWith("character 10: an operator"));
  EXPECT_THAT(ErrorOf("industry = 'a'"), StartsWith("character 12: a value"));
  EXPECT_THAT(ErrorOf(std::string("industry = \"a\0\"", 15)), StartsWith("character 14: the char"));
  // Characters are counted, not bytes.
  EXPECT_THAT(ErrorOf("industry = \"零售\" AND 行业 = 1"),
              StartsWith("character 21: a field name"));
  EXPECT_THAT(ErrorOf("industry = 零售 OR x = 1"), StartsWith("character 15: terms"));
}

TEST(FilterTest, HasLimits) {
  const auto terms = [](int count) {
    return absl::StrJoin(std::vector<std::string>(count, "vip = true"), " AND ");
  };
  EXPECT_TRUE(Parse(terms(20)).ok());
  EXPECT_THAT(ErrorOf(terms(21)), HasSubstr("at most 20 terms"));
  std::string longest = "industry = \"";
  while (longest.size() < 12 + 1987 * 3) longest += "大";
  EXPECT_TRUE(Parse(longest + "\"").ok());
  EXPECT_THAT(ErrorOf(longest + "大\""), HasSubstr("at most 2000 characters"));
}

TEST(OrderByTest, TakesTheAllowedOnly) {
  const std::vector<OrderBy> allowed = {{"create_time", true}, {"display_name", false}};
  EXPECT_EQ(ParseOrderBy("", allowed)->field, "create_time");
  EXPECT_TRUE(ParseOrderBy("", allowed)->descending);
  EXPECT_EQ(ParseOrderBy(" display_name ", allowed)->field, "display_name");
  EXPECT_TRUE(ParseOrderBy("create_time  desc", allowed)->descending);
  for (const char* order : {"create_time", "display_name desc", "id", "display_name,create_time",
                            "display_name; DROP TABLE x", "create_time DESC"}) {
    const absl::Status status = ParseOrderBy(order, allowed).status();
    EXPECT_EQ(status::GetFieldViolations(status).at(0).description,
              "must be one of: create_time desc, display_name");
  }
}

// Every filter that parses is valid SQL of the right types, and finds what it says, whatever the
// literals hold.
TEST(FilterOnPostgresTest, FindsWhatItSaysAndInjectsNothing) {
  const auto database = testing::NewDatabase("");
  pg::Session session({.dsn = database->owner_dsn()});
  const auto count = [&](std::string_view filter) {
    const auto parsed = ParseFilter(filter, ExampleFields(), 1);
    EXPECT_TRUE(parsed.ok()) << parsed.status();
    const auto rows = session.ReadOne({}, [&](pg::Tx& tx) -> absl::StatusOr<int> {
      return tx
          .Exec(absl::StrCat("SELECT count(*) FROM t WHERE ", parsed->where), parsed->params)[0][0]
          .as<int>();
    });
    EXPECT_TRUE(rows.ok()) << filter << ": " << rows.status();
    return rows.value_or(-1);
  };
  ASSERT_TRUE(session
                  .Write({},
                         [](pg::Tx& tx) {
                           tx.Exec(
                               "CREATE TABLE t (industry text, headcount int, create_time "
                               "timestamptz, vip boolean, parent_id uuid, tier text)");
                           tx.Exec(
                               "INSERT INTO t VALUES ('retail', 5, '2026-01-01Z', true, NULL, "
                               "'core'), ('Retail''; DROP TABLE t;--', 50, '2026-02-01Z', false, "
                               "'019338a0-0000-7000-8000-00000000000f', NULL)");
                           return absl::OkStatus();
                         })
                  .ok());
  EXPECT_EQ(count("industry = retail"), 1);
  EXPECT_EQ(count("industry : RETAIL"), 2);
  EXPECT_EQ(count("industry : \"%\""), 0);
  EXPECT_EQ(count("industry = \"Retail'; DROP TABLE t;--\""), 1);
  EXPECT_EQ(count("tier != TIER_CORE"), 1);  // the one without a tier
  EXPECT_EQ(count("headcount > 4.9 AND headcount < 5.1"), 1);
  EXPECT_EQ(count("create_time >= 2026-02-01T00:00:00Z"), 1);
  EXPECT_EQ(count("vip = false"), 1);
  EXPECT_EQ(count("parent = accounts/019338a0-0000-7000-8000-00000000000f"), 1);
  EXPECT_EQ(count("parent != accounts/019338a0-0000-7000-8000-00000000000f"), 1);
  for (const char* attack :
       {"'; DROP TABLE t; --", "' OR '1'='1", "$1", "\\\\' OR TRUE --", "x' UNION SELECT NULL --",
        "/* */", "\\\"; DELETE FROM t; --", "1) OR (1=1", "%' OR 1=1 --", "\xef\xbc\x87 OR 1=1"}) {
    EXPECT_EQ(count(absl::StrCat("industry = \"", attack, "\"")), 0) << attack;
    EXPECT_EQ(count(absl::StrCat("industry : \"", attack, "\"")), 0) << attack;
  }
  EXPECT_EQ(count(""), 2);
}

}  // namespace
}  // namespace mainstay::api
