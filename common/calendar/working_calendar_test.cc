#include "common/calendar/working_calendar.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/status/status.h"
#include "common/status/status.h"

namespace mainstay::calendar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

WorkingCalendar Office() {
  WorkingCalendar office{.time_zone = "Asia/Shanghai"};
  for (size_t i = 0; i < 5; ++i) office.weekly[i] = {{540, 720}, {810, 1080}};
  return office;
}

std::vector<std::string> Fields(const WorkingCalendar& calendar) {
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(Validate(calendar)))
    fields.push_back(violation.field);
  return fields;
}

TEST(WorkingCalendarTest, AcceptsAnOfficeAndOddHours) {
  WorkingCalendar calendar = Office();
  calendar.weekly[5] = {{0, 60}, {60, 120}, {1439, 1440}};  // shifts may touch
  calendar.special_days = {
      {.date = absl::CivilDay(2026, 2, 17), .name = "春节", .name_en = "Spring Festival"},
      {.date = absl::CivilDay(2026, 2, 14), .kind = DayKind::kWorkday, .name = "like Monday"},
      {.date = absl::CivilDay(2026, 2, 28),
       .kind = DayKind::kWorkday,
       .name = "own hours",
       .shifts = {{600, 900}}},
      {.date = absl::CivilDay(2026, 3, 1),
       .kind = DayKind::kWorkday,
       .name = "like Saturday",
       .follows = absl::Weekday::saturday}};
  EXPECT_EQ(Validate(calendar), absl::OkStatus());
  EXPECT_THAT(ShiftsOf(calendar, calendar.special_days[0]), SizeIs(0));
  EXPECT_EQ(ShiftsOf(calendar, calendar.special_days[1]), calendar.weekly[0]);
  EXPECT_THAT(ShiftsOf(calendar, calendar.special_days[2]), ElementsAre(Shift{600, 900}));
  EXPECT_EQ(ShiftsOf(calendar, calendar.special_days[3]), calendar.weekly[5]);
}

TEST(WorkingCalendarTest, AcceptsACalendarWithoutWork) {
  EXPECT_EQ(Validate({.time_zone = "UTC"}), absl::OkStatus());
}

TEST(WorkingCalendarTest, NamesBadShifts) {
  WorkingCalendar calendar = Office();
  calendar.time_zone = "Asia/Atlantis";
  calendar.weekly[0] = {{540, 720}, {719, 800}};  // overlap
  calendar.weekly[1] = {{800, 900}, {540, 600}};  // order
  calendar.weekly[2] = {{-1, 60}, {1380, 1441}};  // bounds
  calendar.weekly[3] = {{600, 600}};              // nothing
  calendar.weekly[4] = std::vector<Shift>(13, {0, 1});
  calendar.weekly[6] = {{1440, 1500}};
  EXPECT_THAT(
      Fields(calendar),
      ElementsAre("time_zone", "weekly.monday[1].start", "weekly.tuesday[1].start",
                  "weekly.wednesday[0].start", "weekly.wednesday[1].end", "weekly.thursday[0].end",
                  "weekly.friday", "weekly.sunday[0].start", "weekly.sunday[0].end"));
  EXPECT_THAT(std::string(Validate(calendar).message()), HasSubstr("shifts go in order"));
}

TEST(WorkingCalendarTest, RefusesZonesThatOthersReadDifferently) {
  for (const char* zone : {"", "localtime", "Fixed/UTC+08:00:00", "/etc/localtime", "CST8CDT "}) {
    WorkingCalendar calendar = Office();
    calendar.time_zone = zone;
    EXPECT_THAT(Fields(calendar), ElementsAre("time_zone")) << zone;
  }
}

TEST(WorkingCalendarTest, NamesBadSpecialDays) {
  WorkingCalendar calendar = Office();
  const absl::CivilDay day(2026, 5, 1);
  calendar.special_days = {
      {.date = day, .name = "劳动节"},
      {.date = day, .kind = DayKind::kWorkday, .name = "twice"},
      {.date = absl::CivilDay(1969, 12, 31), .name = "too early"},
      {.date = absl::CivilDay(2101, 1, 1), .name = "too late"},
      {.date = day + 1, .name = ""},
      {.date = day + 2, .name = "x", .name_en = std::string(101, 'x')},
      {.date = day + 3, .name = "x", .shifts = {{0, 60}}, .follows = absl::Weekday::monday},
      {.date = day + 4,
       .kind = DayKind::kWorkday,
       .name = "both",
       .shifts = {{60, 0}},
       .follows = absl::Weekday::monday},
      {.date = day + 5,
       .kind = DayKind::kWorkday,
       .name = "follows a day off",
       .follows = absl::Weekday::sunday}};
  EXPECT_THAT(
      Fields(calendar),
      ElementsAre("special_days[1].date", "special_days[2].date", "special_days[3].date",
                  "special_days[4].name", "special_days[5].name_en", "special_days[6].shifts",
                  "special_days[6].follows", "special_days[7].follows",
                  "special_days[7].shifts[0].end", "special_days[8].shifts"));
  EXPECT_THAT(std::string(Validate(calendar).message()), HasSubstr("sunday is off"));
  EXPECT_THAT(std::string(Validate(calendar).message()), HasSubstr("special_days[0] has it too"));
}

TEST(WorkingCalendarTest, LimitsWhatItTakesAndReports) {
  WorkingCalendar calendar = Office();
  calendar.special_days.assign(kMaxSpecialDays + 1, {.name = "x"});
  EXPECT_THAT(Fields(calendar), ElementsAre("special_days"));
  calendar.special_days.pop_back();
  EXPECT_THAT(Fields(calendar), SizeIs(kMaxDayViolations));
}

}  // namespace
}  // namespace mainstay::calendar
