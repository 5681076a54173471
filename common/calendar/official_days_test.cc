// China's calendars against the wording of the State Council's notices and the lunar calendar.
#include "common/calendar/official_days.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "common/calendar/calendar_csv.h"
#include "common/calendar/lunar.h"
#include "common/calendar/working_calendar.h"
#include "common/calendar/working_time.h"

namespace mainstay::calendar {
namespace {

using absl::CivilDay;
using enum absl::Weekday;

// "五、端午节：6月19日（周五）至21日（周日）放假，共3天。": days off in a row with the weekdays
// that the notice gives, and the days that make up for them.
struct Item {
  const char* name;
  CivilDay first;
  absl::Weekday first_weekday;
  CivilDay last;
  absl::Weekday last_weekday;
  int days;
  std::vector<std::pair<CivilDay, absl::Weekday>> workdays;
};

const std::map<int, std::vector<Item>>& Notices() {
  static const auto* notices = new std::map<int, std::vector<Item>>{
      {2025,
       {{"元旦", CivilDay(2025, 1, 1), wednesday, CivilDay(2025, 1, 1), wednesday, 1, {}},
        {"春节",
         CivilDay(2025, 1, 28),
         tuesday,
         CivilDay(2025, 2, 4),
         tuesday,
         8,
         {{CivilDay(2025, 1, 26), sunday}, {CivilDay(2025, 2, 8), saturday}}},
        {"清明节", CivilDay(2025, 4, 4), friday, CivilDay(2025, 4, 6), sunday, 3, {}},
        {"劳动节",
         CivilDay(2025, 5, 1),
         thursday,
         CivilDay(2025, 5, 5),
         monday,
         5,
         {{CivilDay(2025, 4, 27), sunday}}},
        {"端午节", CivilDay(2025, 5, 31), saturday, CivilDay(2025, 6, 2), monday, 3, {}},
        {"国庆节、中秋节",
         CivilDay(2025, 10, 1),
         wednesday,
         CivilDay(2025, 10, 8),
         wednesday,
         8,
         {{CivilDay(2025, 9, 28), sunday}, {CivilDay(2025, 10, 11), saturday}}}}},
      {2026,
       {{"元旦",
         CivilDay(2026, 1, 1),
         thursday,
         CivilDay(2026, 1, 3),
         saturday,
         3,
         {{CivilDay(2026, 1, 4), sunday}}},
        {"春节",
         CivilDay(2026, 2, 15),
         sunday,
         CivilDay(2026, 2, 23),
         monday,
         9,
         {{CivilDay(2026, 2, 14), saturday}, {CivilDay(2026, 2, 28), saturday}}},
        {"清明节", CivilDay(2026, 4, 4), saturday, CivilDay(2026, 4, 6), monday, 3, {}},
        {"劳动节",
         CivilDay(2026, 5, 1),
         friday,
         CivilDay(2026, 5, 5),
         tuesday,
         5,
         {{CivilDay(2026, 5, 9), saturday}}},
        {"端午节", CivilDay(2026, 6, 19), friday, CivilDay(2026, 6, 21), sunday, 3, {}},
        {"中秋节", CivilDay(2026, 9, 25), friday, CivilDay(2026, 9, 27), sunday, 3, {}},
        {"国庆节",
         CivilDay(2026, 10, 1),
         thursday,
         CivilDay(2026, 10, 7),
         wednesday,
         7,
         {{CivilDay(2026, 9, 20), sunday}, {CivilDay(2026, 10, 10), saturday}}}}}};
  return *notices;
}

std::vector<SpecialDay> China(int year) {
  for (const OfficialYear& official : OfficialYears()) {
    if (official.region != "cn" || official.year != year) continue;
    absl::StatusOr<std::vector<SpecialDay>> days = ParseSpecialDays(official.csv);
    EXPECT_EQ(days.status(), absl::OkStatus()) << year;
    if (days.ok()) return *std::move(days);
  }
  ADD_FAILURE() << "no days of " << year;
  return {};
}

// The name of the holiday on `date`; empty when it is none.
std::string HolidayOn(const std::vector<SpecialDay>& days, CivilDay date) {
  const auto found = std::find_if(days.begin(), days.end(), [&](const SpecialDay& day) {
    return day.kind == DayKind::kHoliday && day.date == date;
  });
  return found == days.end() ? "" : found->name;
}

TEST(OfficialDaysTest, EveryYearHasItsNotice) {
  for (const OfficialYear& official : OfficialYears()) {
    EXPECT_EQ(official.region, "cn");
    EXPECT_TRUE(Notices().contains(official.year)) << official.year;
  }
  EXPECT_EQ(OfficialYears().size(), Notices().size());
}

TEST(OfficialDaysTest, AreWhatTheNoticesSay) {
  for (const auto& [year, items] : Notices()) {
    std::vector<SpecialDay> days = China(year);
    std::map<CivilDay, std::string> expected_holidays;
    std::map<CivilDay, std::string> expected_workdays;
    for (const Item& item : items) {
      EXPECT_EQ(absl::GetWeekday(item.first), item.first_weekday) << item.name << year;
      EXPECT_EQ(absl::GetWeekday(item.last), item.last_weekday) << item.name << year;
      EXPECT_EQ(item.last - item.first + 1, item.days) << item.name << year;
      for (CivilDay day = item.first; day <= item.last; ++day) expected_holidays[day] = item.name;
      for (const auto& [day, weekday] : item.workdays) {
        EXPECT_EQ(absl::GetWeekday(day), weekday) << day;
        EXPECT_TRUE(weekday == saturday || weekday == sunday) << day;
        expected_workdays[day] = std::string(item.name) + "调休上班";
      }
    }
    std::map<CivilDay, std::string> holidays;
    std::map<CivilDay, std::string> workdays;
    for (const SpecialDay& day : days) {
      EXPECT_EQ(day.date.year(), year);
      EXPECT_FALSE(day.name_en.empty());
      EXPECT_EQ(absl::StartsWith(day.name_en, "Make-up workday"), day.kind == DayKind::kWorkday);
      (day.kind == DayKind::kHoliday ? holidays : workdays)[day.date] = day.name;
    }
    EXPECT_EQ(holidays, expected_holidays) << year;
    EXPECT_EQ(workdays, expected_workdays) << year;
    EXPECT_TRUE(std::is_sorted(days.begin(), days.end(),
                               [](const auto& a, const auto& b) { return a.date < b.date; }));
  }
}

TEST(OfficialDaysTest, HaveTheLunarFestivalsInThem) {
  for (const auto& [year, items] : Notices()) {
    const std::vector<SpecialDay> days = China(year);
    const auto on = [&](int month, int day) {
      return HolidayOn(days, ToSolar({year, month, false, day}).value());
    };
    EXPECT_EQ(on(1, 1), "春节") << year;
    // Since 2025 by law the eve is a holiday too.
    EXPECT_EQ(HolidayOn(days, ToSolar({year, 1, false, 1}).value() - 1), "春节") << year;
    EXPECT_EQ(on(5, 5), "端午节") << year;
    EXPECT_TRUE(absl::StrContains(on(8, 15), "中秋节")) << year;
    EXPECT_EQ(HolidayOn(days, CivilDay(year, 4, 5)), "清明节") << year;
    EXPECT_EQ(HolidayOn(days, CivilDay(year, 1, 1)), "元旦") << year;
    EXPECT_EQ(HolidayOn(days, CivilDay(year, 5, 1)), "劳动节") << year;
    EXPECT_TRUE(absl::StrContains(HolidayOn(days, CivilDay(year, 10, 1)), "国庆节")) << year;
  }
}

// 365 days less 104 of weekends and 13 of holidays: what the law leaves in a year.
TEST(OfficialDaysTest, LeaveTheWorkingDaysOfTheLaw) {
  WorkingCalendar china{.time_zone = "Asia/Shanghai"};
  for (size_t i = 0; i < 5; ++i) china.weekly[i] = {{540, 720}, {780, 1080}};
  for (const auto& [year, items] : Notices()) {
    const std::vector<SpecialDay> days = China(year);
    china.special_days.insert(china.special_days.end(), days.begin(), days.end());
  }
  const absl::StatusOr<WorkingTime> working = WorkingTime::Compile(china);
  ASSERT_EQ(working.status(), absl::OkStatus());
  for (const auto& [year, items] : Notices()) {
    int count = 0;
    for (CivilDay day(year, 1, 1); day.year() == year; ++day) count += working->IsWorkingDay(day);
    EXPECT_EQ(count, 365 - 104 - 13) << year;
    EXPECT_EQ(working->Between(absl::FromCivil(CivilDay(year, 1, 1), working->zone()),
                               absl::FromCivil(CivilDay(year + 1, 1, 1), working->zone())),
              absl::Hours(248 * 8));
  }
}

}  // namespace
}  // namespace mainstay::calendar
