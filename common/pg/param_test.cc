#include "common/pg/param.h"

#include <cmath>
#include <limits>
#include <pqxx/pqxx>

#include "common/pg/day.h"
#include "common/pg/session.h"
#include "common/testing/postgres.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::pg {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ParamTest : public ::testing::Test {
 protected:
  // What PostgreSQL makes of the parameter, as text.
  template <class T>
  std::string Through(const std::string& type, const T& value) {
    const auto text = session_.ReadOne({}, [&](Tx& tx) -> absl::StatusOr<std::string> {
      const pqxx::row row = tx.Exec("SELECT ($1::" + type + ")::text", {ToParam(value)})[0];
      return row[0].is_null() ? "(null)" : row[0].as<std::string>();
    });
    return text.ok() ? *text : std::string(text.status().message());
  }

  std::unique_ptr<testing::TestDatabase> database_ = testing::NewDatabase("");
  Session session_{{.dsn = database_->service_dsn()}};
};

TEST_F(ParamTest, ScalarsArriveAsTheyAre) {
  EXPECT_EQ(Through("text", "it's \"quoted\" \\ 大客户"), "it's \"quoted\" \\ 大客户");
  EXPECT_EQ(Through("text", ""), "");
  EXPECT_EQ(Through("text", std::optional<std::string>()), "(null)");
  EXPECT_EQ(Through("text", std::optional<std::string>("x")), "x");
  EXPECT_EQ(Through("text", std::nullopt), "(null)");
  EXPECT_EQ(Through("boolean", true), "true");
  EXPECT_EQ(Through("bigint", std::numeric_limits<int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(Through("numeric", std::numeric_limits<uint64_t>::max()), "18446744073709551615");
  EXPECT_EQ(Through("float8", 0.1), "0.1");
  EXPECT_EQ(Through("float8", 1e300), "1e+300");
  EXPECT_EQ(Through("float8", std::nan("")), "NaN");
  EXPECT_EQ(Through("float8", -std::numeric_limits<double>::infinity()), "-Infinity");
}

TEST_F(ParamTest, TextWithANulIsRefusedInsteadOfCut) {
  EXPECT_THAT(Through("text", std::string("a\0b", 3)), ::testing::HasSubstr("U+0000"));
  EXPECT_THAT(Through("text", "\xff\xfe"), ::testing::HasSubstr("UTF-8"));
}

TEST_F(ParamTest, TimesKeepMicroseconds) {
  const absl::Time time = absl::FromUnixMicros(1767225600123456);
  EXPECT_EQ(Through("timestamptz", time), "2026-01-01 00:00:00.123456+00");
  EXPECT_EQ(Through("timestamptz", absl::InfiniteFuture()), "infinity");
  EXPECT_EQ(Through("timestamptz", absl::InfinitePast()), "-infinity");
  // Below a microsecond time goes down, also before 1970.
  EXPECT_EQ(Through("timestamptz", absl::UnixEpoch() - absl::Nanoseconds(1)),
            "1969-12-31 23:59:59.999999+00");
}

TEST_F(ParamTest, TimesComeBack) {
  for (const char* text :
       {"2026-01-01 00:00:00+00", "1999-12-31 23:59:59.5+00", "0044-03-15 12:00:00+00 BC",
        "0001-12-31 00:00:00+00 BC", "12026-01-01 00:00:00.000001+00", "infinity", "-infinity"}) {
    EXPECT_EQ(Through("timestamptz", ParseTime(text)), text);
  }
  EXPECT_EQ(ParseTime("2026-01-01 08:30:00.25+05:30"), absl::FromUnixMillis(1767236400250));
  EXPECT_EQ(ParseTime("2025-12-31 19:00:00-05"), absl::FromUnixSeconds(1767225600));
}

TEST_F(ParamTest, DaysComeBackAsTheyWent) {
  for (const absl::CivilDay day :
       {absl::CivilDay(2026, 2, 3), absl::CivilDay(1, 1, 1), absl::CivilDay(9999, 12, 31)}) {
    EXPECT_EQ(ParseDay(Through("date", DayText(day))), day);
  }
  EXPECT_EQ(DayText(absl::CivilDay(26, 2, 3)), "0026-02-03");
  EXPECT_EQ(ParseDay("infinity"), absl::CivilDay());
}

TEST_F(ParamTest, ArraysHoldAnything) {
  const std::vector<std::string> values = {"",     "NULL", "a,b", "{x}", "quote\"back\\slash",
                                           " sp ", "大",   "\n\t"};
  const std::string text = Through("text[]", values);
  EXPECT_EQ(ParseArray(text), values);
  EXPECT_EQ(Through("text[]", std::vector<std::string>()), "{}");
  EXPECT_THAT(ParseArray("{}"), IsEmpty());
  EXPECT_EQ(Through("bigint[]", std::vector<int64_t>{1, -2, 3}), "{1,-2,3}");
  EXPECT_EQ(Through("text[]", std::vector<std::optional<std::string>>{"a", std::nullopt, "NULL"}),
            "{a,NULL,\"NULL\"}");
  EXPECT_THAT(ParseArray("{a,NULL,\"NULL\"}"), ElementsAre("a", "", "NULL"));
}

TEST_F(ParamTest, BytesHoldAnything) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  EXPECT_EQ(ParseBytes(Through("bytea", Bytes{bytes})), bytes);
  EXPECT_EQ(Through("bytea", Bytes{""}), "\\x");
}

}  // namespace
}  // namespace mainstay::pg
