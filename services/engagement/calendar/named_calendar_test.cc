#include "services/engagement/calendar/named_calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"

namespace mainstay::engagement {
namespace {

using calendar::DayKind;
using calendar::SpecialDay;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

NamedCalendar Company() {
  NamedCalendar named{.name = "company", .display_name = "Company"};
  named.hours.time_zone = "Asia/Shanghai";
  for (size_t i = 0; i < 5; ++i) named.hours.weekly[i] = {{540, 720}, {810, 1080}};
  return named;
}

SpecialDay Holiday(absl::CivilDay date, std::string name = "春节") {
  return {.date = date, .name = std::move(name)};
}

IncomingDays Days(std::vector<SpecialDay> days) {
  IncomingDays incoming{.days = std::move(days)};
  for (size_t i = 0; i < incoming.days.size(); ++i) {
    incoming.places.push_back("line " + std::to_string(i + 2));
  }
  return incoming;
}

std::vector<std::string> BadFields(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(status))
    fields.push_back(violation.field);
  return fields;
}

TEST(NamedCalendarTest, NamesAreShortAndPlain) {
  for (const char* good : {"cn", "de-by", "9to5", "-"}) EXPECT_TRUE(IsCalendarName(good)) << good;
  EXPECT_TRUE(IsCalendarName(std::string(40, 'a')));
  EXPECT_FALSE(IsCalendarName(std::string(41, 'a')));
  for (const char* bad : {"", "CN", "a b", "a/b", "中国", "a_b"}) {
    EXPECT_FALSE(IsCalendarName(bad)) << bad;
  }
}

TEST(NamedCalendarTest, HoursAsTextAndBack) {
  const std::vector<calendar::Shift> shifts = {{0, 60}, {810, 1440}};
  EXPECT_EQ(HoursText(shifts), "00:00-01:00 13:30-24:00");
  EXPECT_EQ(HoursOf(HoursText(shifts)), shifts);
  EXPECT_THAT(HoursOf(""), IsEmpty());
}

TEST(NamedCalendarTest, TellsWhatCannotBe) {
  NamedCalendar named = Company();
  EXPECT_EQ(Validate(named), absl::OkStatus());
  named.display_name.clear();
  named.hours.time_zone = "Beijing";
  named.hours.weekly[1][0].end = 500;
  EXPECT_THAT(BadFields(Validate(named)),
              ElementsAre("display_name", "time_zone", "weekly.tuesday[0].end"));
}

TEST(TakeDaysTest, AddsChangesAndLeavesTheRest) {
  NamedCalendar named = Company();
  const absl::CivilDay first(2026, 2, 16), second(2026, 2, 17), third(2026, 2, 18);
  auto changes = TakeDays(Days({Holiday(second), Holiday(first)}), false, named);
  ASSERT_EQ(changes.status(), absl::OkStatus());
  EXPECT_THAT(changes->added, ElementsAre(Holiday(first), Holiday(second)));
  EXPECT_THAT(named.hours.special_days, ElementsAre(Holiday(first), Holiday(second)));
  EXPECT_EQ(named.special_day_count, 2U);

  const SpecialDay named_otherwise = Holiday(second, "新年");
  changes = TakeDays(Days({Holiday(first), named_otherwise, Holiday(third)}), false, named);
  EXPECT_THAT(changes->added, ElementsAre(Holiday(third)));
  EXPECT_THAT(changes->changed, ElementsAre(named_otherwise));
  EXPECT_THAT(changes->removed, IsEmpty());
  EXPECT_EQ(changes->unchanged, 1);
  const auto again = TakeDays(Days({Holiday(first), named_otherwise}), false, named);
  EXPECT_TRUE(again->empty());
  EXPECT_EQ(again->unchanged, 2);
}

TEST(TakeDaysTest, ReplacesTheYearsThatItHasDaysOf) {
  NamedCalendar named = Company();
  const absl::CivilDay old_day(2026, 10, 1), new_day(2026, 10, 2), other(2027, 1, 1);
  ASSERT_TRUE(TakeDays(Days({Holiday(old_day), Holiday(other)}), false, named).ok());
  const auto changes = TakeDays(Days({Holiday(new_day)}), true, named);
  EXPECT_THAT(changes->removed, ElementsAre(Holiday(old_day)));
  EXPECT_THAT(changes->added, ElementsAre(Holiday(new_day)));
  EXPECT_THAT(named.hours.special_days, ElementsAre(Holiday(new_day), Holiday(other)));
}

TEST(TakeDaysTest, CancelledDaysGo) {
  NamedCalendar named = Company();
  const absl::CivilDay day(2026, 10, 1);
  ASSERT_TRUE(TakeDays(Days({Holiday(day)}), false, named).ok());
  const auto changes = TakeDays({.cancelled = {day, absl::CivilDay(2026, 10, 2)}}, false, named);
  EXPECT_THAT(changes->removed, ElementsAre(Holiday(day)));
  EXPECT_THAT(named.hours.special_days, IsEmpty());
}

TEST(TakeDaysTest, NamesTheLineOfADayThatTheCalendarCannotHave) {
  NamedCalendar named = Company();
  named.hours.weekly[0].clear();  // Mondays are off: what hours would a make-up day have?
  SpecialDay make_up{
      .date = absl::CivilDay(2026, 2, 28), .kind = DayKind::kWorkday, .name = "补班"};
  const auto refused =
      TakeDays(Days({Holiday(absl::CivilDay(2026, 2, 16)), make_up}), false, named);
  EXPECT_THAT(BadFields(refused.status()), ElementsAre("line 3.shifts"));
  EXPECT_THAT(named.hours.special_days, IsEmpty());
  make_up.follows = absl::Weekday::tuesday;
  EXPECT_TRUE(TakeDays(Days({make_up}), false, named).ok());
}

TEST(DiffTest, TellsFieldsAndDays) {
  const NamedCalendar before = Company();
  NamedCalendar after = before;
  after.hours.time_zone = "Europe/Berlin";
  after.hours.weekly[4] = {{540, 720}};
  EXPECT_THAT(
      DiffFields(before, after),
      ElementsAre(
          history::Change{"time_zone", "Asia/Shanghai", "Europe/Berlin"},
          history::Change{"weekly",
                          "monday 09:00-12:00 13:30-18:00; tuesday 09:00-12:00 13:30-18:00; "
                          "wednesday 09:00-12:00 13:30-18:00; thursday 09:00-12:00 13:30-18:00; "
                          "friday 09:00-12:00 13:30-18:00",
                          "monday 09:00-12:00 13:30-18:00; tuesday 09:00-12:00 13:30-18:00; "
                          "wednesday 09:00-12:00 13:30-18:00; thursday 09:00-12:00 13:30-18:00; "
                          "friday 09:00-12:00"}));
  SpecialDay half{.date = absl::CivilDay(2026, 12, 31), .kind = DayKind::kWorkday, .name = "半天"};
  half.shifts = {{540, 720}};
  const SpecialDay was = Holiday(half.date, "除夕");
  EXPECT_THAT(DiffDays({.changed = {half}}, {was}),
              ElementsAre(history::Change{"special_days/2026-12-31", "holiday 除夕",
                                          "workday 半天 09:00-12:00"}));
}

}  // namespace
}  // namespace mainstay::engagement
