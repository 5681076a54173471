#include "common/calendar/working_time.h"

#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace mainstay::calendar {
namespace {

using absl::CivilDay;
using absl::Hours;
using absl::Minutes;

// Tests stop at a calendar that does not compile.
WorkingTime Compile(const WorkingCalendar& calendar) {
  absl::StatusOr<WorkingTime> compiled = WorkingTime::Compile(calendar);
  EXPECT_EQ(compiled.status(), absl::OkStatus());
  return *std::move(compiled);
}

// Weekdays 09:00-12:00 and 13:30-18:00 in Shanghai: 7.5 hours. New Year of 2025 as published.
WorkingTime Office() {
  WorkingCalendar office{.time_zone = "Asia/Shanghai"};
  for (size_t i = 0; i < 5; ++i) office.weekly[i] = {{540, 720}, {810, 1080}};
  office.special_days.push_back(
      {.date = CivilDay(2025, 1, 26), .kind = DayKind::kWorkday, .name = "调休"});
  for (CivilDay day(2025, 1, 28); day <= CivilDay(2025, 2, 4); ++day)
    office.special_days.push_back({.date = day, .name = "春节"});
  office.special_days.push_back({.date = CivilDay(2025, 2, 8),
                                 .kind = DayKind::kWorkday,
                                 .name = "调休",
                                 .shifts = {{600, 720}}});
  return Compile(office);
}

// One shift every day.
WorkingTime Daily(const std::string& zone, Shift shift) {
  WorkingCalendar calendar{.time_zone = zone};
  calendar.weekly.fill({shift});
  return Compile(calendar);
}

absl::Time At(const WorkingTime& working, const std::string& wall) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M", wall, working.zone(), &time, &error)) << error;
  return time;
}

std::string Wall(const WorkingTime& working, std::optional<absl::Time> time) {
  return time ? absl::FormatTime("%Y-%m-%d %H:%M", *time, working.zone()) : "nothing";
}

TEST(WorkingTimeTest, RefusesACalendarThatIsNotValid) {
  EXPECT_EQ(WorkingTime::Compile({.time_zone = "Nowhere/At_All"}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(WorkingTimeTest, SumsAcrossShiftsHolidaysAndMakeUpDays) {
  const WorkingTime office = Office();
  const auto between = [&](const char* from, const char* to) {
    return office.Between(At(office, from), At(office, to));
  };
  EXPECT_EQ(between("2025-03-03 11:00", "2025-03-03 14:00"), Minutes(90)) << "lunch";
  EXPECT_EQ(between("2025-03-03 12:10", "2025-03-03 13:20"), absl::ZeroDuration());
  EXPECT_EQ(between("2025-03-03 00:00", "2025-03-04 00:00"), Minutes(450));
  EXPECT_EQ(between("2025-03-07 17:00", "2025-03-10 10:00"), Hours(2)) << "a weekend";
  EXPECT_EQ(between("2025-03-03 00:00", "2025-03-17 00:00"), Minutes(4500)) << "two weeks";
  EXPECT_EQ(between("2025-01-24 17:00", "2025-01-26 10:00"), Hours(2)) << "Sunday made up";
  EXPECT_EQ(between("2025-01-27 16:00", "2025-02-05 10:00"), Hours(3)) << "the festival";
  EXPECT_EQ(between("2025-02-07 17:00", "2025-02-10 10:00"), Hours(4)) << "Saturday's own hours";
  EXPECT_EQ(between("2025-02-05 10:00", "2025-01-27 16:00"), -Hours(3)) << "backwards";
}

TEST(WorkingTimeTest, AddsUpToTheEndOfAShift) {
  const WorkingTime office = Office();
  const auto add = [&](const char* from, absl::Duration amount) {
    return Wall(office, office.Add(At(office, from), amount));
  };
  EXPECT_EQ(add("2025-03-03 09:00", Hours(3)), "2025-03-03 12:00");
  EXPECT_EQ(add("2025-03-03 09:00", Minutes(181)), "2025-03-03 13:31");
  EXPECT_EQ(add("2025-03-07 17:00", Hours(1)), "2025-03-07 18:00");
  EXPECT_EQ(add("2025-03-07 17:00", Minutes(61)), "2025-03-10 09:01");
  EXPECT_EQ(add("2025-03-08 11:00", Hours(1)), "2025-03-10 10:00") << "from a day off";
  EXPECT_EQ(add("2025-03-08 11:00", absl::ZeroDuration()), "2025-03-08 11:00");
  EXPECT_EQ(add("2025-01-27 17:00", Hours(8)), "2025-02-05 17:30") << "over the festival";
  EXPECT_EQ(add("2025-03-03 00:00", Minutes(2250)), "2025-03-07 18:00") << "a week's last minute";
}

TEST(WorkingTimeTest, SubtractsDownToTheStartOfAShift) {
  const WorkingTime office = Office();
  const auto subtract = [&](const char* from, absl::Duration amount) {
    return Wall(office, office.Add(At(office, from), -amount));
  };
  EXPECT_EQ(subtract("2025-03-03 12:00", Hours(3)), "2025-03-03 09:00");
  EXPECT_EQ(subtract("2025-03-03 14:30", Hours(1)), "2025-03-03 13:30");
  EXPECT_EQ(subtract("2025-03-03 14:30", Minutes(61)), "2025-03-03 11:59");
  EXPECT_EQ(subtract("2025-03-10 10:00", Hours(2)), "2025-03-07 17:00");
  EXPECT_EQ(subtract("2025-02-05 09:30", Hours(1)), "2025-01-27 17:30") << "over the festival";
}

TEST(WorkingTimeTest, FindsWorkBeforeAndAfter) {
  const WorkingTime office = Office();
  const auto next = [&](const char* at) { return Wall(office, office.Next(At(office, at))); };
  const auto previous = [&](const char* at) {
    return Wall(office, office.Previous(At(office, at)));
  };
  EXPECT_EQ(next("2025-03-03 09:00"), "2025-03-03 09:00");
  EXPECT_EQ(next("2025-03-03 10:17"), "2025-03-03 10:17");
  EXPECT_EQ(next("2025-03-03 12:00"), "2025-03-03 13:30") << "the end is not working";
  EXPECT_EQ(next("2025-03-07 18:00"), "2025-03-10 09:00");
  EXPECT_EQ(next("2025-01-27 18:00"), "2025-02-05 09:00");
  EXPECT_EQ(previous("2025-03-03 12:00"), "2025-03-03 12:00");
  EXPECT_EQ(previous("2025-03-03 10:17"), "2025-03-03 10:17");
  EXPECT_EQ(previous("2025-03-03 09:00"), "2025-02-28 18:00") << "the start is not worked yet";
  EXPECT_EQ(previous("2025-02-05 09:00"), "2025-01-27 18:00");
  EXPECT_EQ(previous("2025-01-27 09:00"), "2025-01-26 18:00") << "Sunday made up";
}

TEST(WorkingTimeTest, CountsToTheNanosecond) {
  const WorkingTime office = Office();
  const absl::Time nine = At(office, "2025-03-03 09:00");
  const absl::Duration tiny = absl::Microseconds(1) + absl::Nanoseconds(1);
  EXPECT_EQ(office.Between(nine - tiny, nine + tiny), tiny);
  EXPECT_EQ(office.Add(nine, tiny), nine + tiny);
  EXPECT_EQ(office.Next(nine + tiny), nine + tiny);
}

TEST(WorkingTimeTest, KnowsWorkingDays) {
  const WorkingTime office = Office();
  EXPECT_TRUE(office.IsWorkingDay(CivilDay(2025, 1, 26)));
  EXPECT_FALSE(office.IsWorkingDay(CivilDay(2025, 1, 25)));
  EXPECT_FALSE(office.IsWorkingDay(CivilDay(2025, 1, 28)));
  EXPECT_EQ(office.NextWorkingDay(CivilDay(2025, 1, 27)), CivilDay(2025, 2, 5));
  EXPECT_EQ(office.AddWorkingDays(CivilDay(2025, 1, 24), 3), CivilDay(2025, 2, 5));
  EXPECT_EQ(office.AddWorkingDays(CivilDay(2025, 2, 5), -3), CivilDay(2025, 1, 24));
  EXPECT_EQ(office.AddWorkingDays(CivilDay(2025, 2, 1), 0), CivilDay(2025, 2, 1));
  EXPECT_EQ(office.MoveToWorkingDay(CivilDay(2025, 2, 1), Direction::kForward),
            CivilDay(2025, 2, 5));
  EXPECT_EQ(office.MoveToWorkingDay(CivilDay(2025, 2, 1), Direction::kBackward),
            CivilDay(2025, 1, 27));
  EXPECT_EQ(office.MoveToWorkingDay(CivilDay(2025, 2, 8), Direction::kBackward),
            CivilDay(2025, 2, 8));
}

TEST(WorkingTimeTest, KnowsLeapDays) {
  const WorkingTime office = Office();
  EXPECT_TRUE(office.IsWorkingDay(CivilDay(2024, 2, 29)));
  EXPECT_EQ(office.NextWorkingDay(CivilDay(2024, 2, 28)), CivilDay(2024, 2, 29));
  EXPECT_EQ(office.Between(At(office, "2024-02-28 18:00"), At(office, "2024-03-01 09:00")),
            Minutes(450));
  EXPECT_EQ(office.Between(At(office, "2023-02-28 18:00"), At(office, "2023-03-01 09:00")),
            absl::ZeroDuration());
  // 1 March 2100 is the Monday after Sunday 28 February.
  EXPECT_EQ(office.NextWorkingDay(CivilDay(2100, 2, 28)), CivilDay(2100, 3, 1));
}

TEST(WorkingTimeTest, LosesTheHourThatClocksSkip) {
  const WorkingTime berlin = Daily("Europe/Berlin", {0, 360});
  EXPECT_EQ(berlin.Between(At(berlin, "2025-03-30 00:00"), At(berlin, "2025-03-31 00:00")),
            Hours(5));
  EXPECT_EQ(Wall(berlin, berlin.Add(At(berlin, "2025-03-30 00:00"), Hours(3))), "2025-03-30 04:00");
  const WorkingTime from_the_gap = Daily("Europe/Berlin", {150, 300});
  EXPECT_EQ(Wall(from_the_gap, from_the_gap.Next(At(from_the_gap, "2025-03-30 00:00"))),
            "2025-03-30 03:00");
  const WorkingTime in_the_gap = Daily("Europe/Berlin", {135, 165});
  EXPECT_FALSE(in_the_gap.IsWorkingDay(CivilDay(2025, 3, 30)));
  EXPECT_EQ(Wall(in_the_gap, in_the_gap.Next(At(in_the_gap, "2025-03-30 00:00"))),
            "2025-03-31 02:15");
}

TEST(WorkingTimeTest, CountsTheRepeatedHourTwiceInsideAShift) {
  const WorkingTime berlin = Daily("Europe/Berlin", {0, 360});
  EXPECT_EQ(berlin.Between(At(berlin, "2025-10-26 00:00"), At(berlin, "2025-10-27 00:00")),
            Hours(7));
  const absl::CivilDay day(2025, 10, 26);
  const auto sum = [&](Shift shift) {
    const WorkingTime working = Daily("Europe/Berlin", shift);
    return working.Between(absl::FromCivil(day, working.zone()),
                           absl::FromCivil(day + 1, working.zone()));
  };
  EXPECT_EQ(sum({60, 150}), Minutes(90)) << "ends at 02:30 when it is first shown";
  EXPECT_EQ(sum({150, 240}), Minutes(150)) << "begins at 02:30 when it is first shown";
}

TEST(WorkingTimeTest, KnowsHalfHourChangesAndADateLeftOut) {
  const WorkingTime lord_howe = Daily("Australia/Lord_Howe", {60, 180});
  const auto day_of = [&](CivilDay day) {
    return lord_howe.Between(absl::FromCivil(day, lord_howe.zone()),
                             absl::FromCivil(day + 1, lord_howe.zone()));
  };
  EXPECT_EQ(day_of(CivilDay(2025, 4, 6)), Minutes(150));
  EXPECT_EQ(day_of(CivilDay(2025, 10, 5)), Minutes(90));
  EXPECT_EQ(day_of(CivilDay(2025, 10, 6)), Minutes(120));

  const WorkingTime apia = Daily("Pacific/Apia", {0, 1440});
  EXPECT_FALSE(apia.IsWorkingDay(CivilDay(2011, 12, 30)));
  EXPECT_EQ(apia.NextWorkingDay(CivilDay(2011, 12, 29)), CivilDay(2011, 12, 31));
  EXPECT_EQ(apia.Between(At(apia, "2011-12-29 00:00"), At(apia, "2012-01-01 00:00")), Hours(48));
}

TEST(WorkingTimeTest, EndsWhereNothingIsLeft) {
  const WorkingTime none = Compile({.time_zone = "Asia/Shanghai"});
  const absl::Time now = At(none, "2025-03-03 09:00");
  EXPECT_EQ(none.Between(absl::InfinitePast(), absl::InfiniteFuture()), absl::ZeroDuration());
  EXPECT_EQ(none.Add(now, Minutes(1)), std::nullopt);
  EXPECT_EQ(none.Add(now, -Minutes(1)), std::nullopt);
  EXPECT_EQ(none.Add(now, absl::ZeroDuration()), now);
  EXPECT_EQ(none.Next(now), std::nullopt);
  EXPECT_EQ(none.Previous(now), std::nullopt);
  EXPECT_EQ(none.NextWorkingDay(CivilDay(2025, 3, 3)), std::nullopt);
  EXPECT_EQ(none.MoveToWorkingDay(CivilDay(2025, 3, 3), Direction::kBackward), std::nullopt);
}

TEST(WorkingTimeTest, FindsTheOnlyWorkThereIs) {
  WorkingCalendar fair{.time_zone = "Asia/Shanghai"};
  fair.special_days = {{.date = CivilDay(2026, 4, 15),
                        .kind = DayKind::kWorkday,
                        .name = "广交会",
                        .shifts = {{570, 1080}}}};
  const WorkingTime working = Compile(fair);
  EXPECT_EQ(Wall(working, working.Next(absl::InfinitePast())), "2026-04-15 09:30");
  EXPECT_EQ(Wall(working, working.Previous(absl::InfiniteFuture())), "2026-04-15 18:00");
  EXPECT_EQ(Wall(working, working.Add(absl::UnixEpoch(), Minutes(510))), "2026-04-15 18:00");
  EXPECT_EQ(working.Add(absl::UnixEpoch(), Minutes(511)), std::nullopt);
  EXPECT_EQ(Wall(working, working.Add(absl::InfiniteFuture(), -Minutes(510))), "2026-04-15 09:30");
  EXPECT_EQ(working.AddWorkingDays(CivilDay(2000, 1, 1), 1), CivilDay(2026, 4, 15));
  EXPECT_EQ(working.AddWorkingDays(CivilDay(2000, 1, 1), 2), std::nullopt);
}

TEST(WorkingTimeTest, KnowsTheYears1970To2100) {
  const WorkingTime always = Daily("Asia/Kolkata", {0, 1440});
  const absl::Time begin = At(always, "1970-01-01 00:00");
  const absl::Time end = At(always, "2101-01-01 00:00");
  EXPECT_EQ(always.Between(absl::InfinitePast(), absl::InfiniteFuture()), end - begin);
  EXPECT_EQ(always.Next(absl::InfinitePast()), begin);
  EXPECT_EQ(always.Next(end), std::nullopt);
  EXPECT_EQ(always.Previous(end + Hours(1)), end);
  EXPECT_EQ(always.Add(begin, end - begin), end);
  EXPECT_EQ(always.Add(end, begin - end), begin);
  EXPECT_EQ(always.Add(begin, absl::InfiniteDuration()), std::nullopt);
  EXPECT_EQ(always.Add(begin, -absl::InfiniteDuration()), std::nullopt);
  EXPECT_FALSE(always.IsWorkingDay(CivilDay(1969, 12, 31)));
  EXPECT_FALSE(always.IsWorkingDay(CivilDay(2101, 1, 1)));
  EXPECT_EQ(always.NextWorkingDay(CivilDay(-5000, 1, 1)), CivilDay(1970, 1, 1));
  EXPECT_EQ(always.NextWorkingDay(CivilDay(2100, 12, 31)), std::nullopt);
  EXPECT_EQ(always.AddWorkingDays(CivilDay(9999, 1, 1), -1), CivilDay(2100, 12, 31));
  EXPECT_EQ(always.AddWorkingDays(CivilDay(2025, 1, 1), std::numeric_limits<int>::min()),
            std::nullopt);
}

}  // namespace
}  // namespace mainstay::calendar
