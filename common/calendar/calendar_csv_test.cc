#include "common/calendar/calendar_csv.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::calendar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> Fields(const absl::StatusOr<std::vector<SpecialDay>>& parsed) {
  EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument);
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(parsed.status()))
    fields.push_back(violation.field);
  return fields;
}

TEST(CalendarCsvTest, ReadsDays) {
  const auto days = ParseSpecialDays(
      "\xef\xbb\xbf"
      "date,kind,name,name_en\r\n"
      "2026-02-17,holiday,春节,Spring Festival\r\n"
      "\r\n"
      "2026-02-14,workday,　调休 ,\r\n"
      "2026-10-17,holiday,\"厂庆, \"\"三十\"\"年\",\"\"");
  ASSERT_EQ(days.status(), absl::OkStatus());
  EXPECT_THAT(*days, ElementsAre(SpecialDay{.date = absl::CivilDay(2026, 2, 17),
                                            .kind = DayKind::kHoliday,
                                            .name = "春节",
                                            .name_en = "Spring Festival"},
                                 SpecialDay{.date = absl::CivilDay(2026, 2, 14),
                                            .kind = DayKind::kWorkday,
                                            .name = "调休"},
                                 SpecialDay{.date = absl::CivilDay(2026, 10, 17),
                                            .kind = DayKind::kHoliday,
                                            .name = "厂庆, \"三十\"年"}));
}

TEST(CalendarCsvTest, AFileMayHaveNoDays) {
  const auto days = ParseSpecialDays("date,kind,name,name_en\n");
  ASSERT_EQ(days.status(), absl::OkStatus());
  EXPECT_THAT(*days, IsEmpty());
}

TEST(CalendarCsvTest, NamesEachBadLine) {
  const auto days = ParseSpecialDays(
      "date,kind,name,name_en\n"
      "2026-02-30,holiday,x,\n"                 // 2: no such date
      "2026-2-17,holiday,x,\n"                  // 3
      "1969-12-31,holiday,x,\n"                 // 4
      "2026-02-17,Holiday,,\n"                  // 5: kind, name
      "2026-02-17,holiday,x\n"                  // 6: three values
      "2026-02-17,holiday,x,y,z\n"              // 7: five
      "2026-02-17,holiday,\"x,y\n"              // 8: quote not closed
      "2026-02-17,holiday,x\"y,\n"              // 9: quote in the middle
      "2026-02-17,holiday,\"x\"y,\n"            // 10: text after the quote
      "2026-02-17,holiday,\xb4\xba\xbd\xda,\n"  // 11: GBK
      "2026-02-18,holiday,x,\n"
      "2026-02-18,workday,x,\n");  // 13: twice
  EXPECT_THAT(Fields(days), ElementsAre("line 2, date", "line 3, date", "line 4, date",
                                        "line 5, kind", "line 5, name", "line 6", "line 7",
                                        "line 8", "line 9", "line 10", "line 11", "line 13, date"));
  EXPECT_THAT(std::string(days.status().message()),
              HasSubstr("line 13, date: must be given once: line 12 has it too"));
}

TEST(CalendarCsvTest, WantsItsHeader) {
  EXPECT_THAT(Fields(ParseSpecialDays("")), ElementsAre("line 1"));
  EXPECT_THAT(Fields(ParseSpecialDays("2026-02-17,holiday,x,\n")), ElementsAre("line 1"));
  EXPECT_THAT(Fields(ParseSpecialDays("\n\ndate;kind;name;name_en\n")), ElementsAre("line 3"));
}

TEST(CalendarCsvTest, LimitsWhatItReadsAndReports) {
  std::string many = "date,kind,name,name_en\n";
  for (size_t i = 0; i <= kMaxSpecialDays; ++i) {
    absl::StrAppend(&many, absl::FormatCivilTime(absl::CivilDay(1980, 1, 1) + i), ",holiday,x,\n");
  }
  EXPECT_THAT(Fields(ParseSpecialDays(many)), ElementsAre("line 5002"));
  std::string bad = "date,kind,name,name_en\n";
  for (int i = 0; i < 100; ++i) bad += "today,off,,\n";
  EXPECT_THAT(Fields(ParseSpecialDays(bad)), SizeIs(kMaxDayViolations));
}

}  // namespace
}  // namespace mainstay::calendar
