// Random calendars against a count of every minute.
#include <optional>
#include <utility>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/calendar/calendar_test_kit.h"
#include "common/calendar/working_time.h"

namespace mainstay::calendar {
namespace {

void CheckRange(Random& random, const WorkingTime& working, const EveryMinute& every) {
  const int from = random.To(every.minutes() - 1);
  const int to = random.To(every.minutes() - 1);
  const absl::Duration between = every.Between(from, to);
  ASSERT_EQ(working.Between(every.At(from), every.At(to)), between) << every.At(from);
  // Within a minute the whole of it works or nothing of it.
  const absl::Duration part = absl::Nanoseconds(random.To(999'999'999)) * 59;
  ASSERT_EQ(working.Between(every.At(from) + part, every.At(to)),
            between - (every.works(from) ? part : absl::ZeroDuration()));
  if (auto next = every.Next(from)) {
    ASSERT_EQ(working.Next(every.At(from)), next);
  }
  if (auto previous = every.Previous(from)) {
    ASSERT_EQ(working.Previous(every.At(from)), previous);
  }

  // What was counted, added, ends where work last stopped; subtracted, where it went on.
  const std::optional<absl::Time> reached = working.Add(every.At(from), between);
  ASSERT_TRUE(reached.has_value());
  if (between > absl::ZeroDuration()) {
    ASSERT_EQ(*reached, every.Previous(to));
  }
  if (between < absl::ZeroDuration()) {
    ASSERT_EQ(*reached, every.Next(to));
  }
}

void CheckDays(const WorkingTime& working, const EveryMinute& every, absl::CivilDay first,
               int days) {
  const auto minute_of = [&](absl::CivilDay day) {
    return static_cast<int>((absl::FromCivil(day, working.zone()) - every.At(0)) /
                            absl::Minutes(1));
  };
  for (absl::CivilDay day = first; day < first + days; ++day) {
    ASSERT_EQ(working.IsWorkingDay(day),
              every.Between(minute_of(day), minute_of(day + 1)) > absl::ZeroDuration())
        << day;
  }
}

TEST(WorkingTimeRandomTest, AgreesWithACountOfEveryMinute) {
  Random random(TestSeed());
  for (int calendars = 0; calendars < 240; ++calendars) {
    const char* zone_name = kTestZones[calendars % 6];
    absl::TimeZone zone;
    ASSERT_TRUE(absl::LoadTimeZone(zone_name, &zone));
    // Apia's left-out date in every other of its calendars.
    const bool left_out = calendars % 12 == 5;
    const absl::CivilDay first =
        left_out ? absl::CivilDay(2011, 12, 30) - random.To(5) : RandomDay(random, zone);
    const int days = 6 + random.To(6);
    const WorkingCalendar calendar = RandomCalendar(random, zone_name, first, days);
    SCOPED_TRACE(
        absl::StrCat("calendar ", calendars, ", ", zone_name, ", ", absl::FormatCivilTime(first)));
    const absl::StatusOr<WorkingTime> working = WorkingTime::Compile(calendar);
    ASSERT_EQ(working.status(), absl::OkStatus());
    const EveryMinute every(calendar, zone, first, days);
    for (int i = 0; i < 30; ++i) {
      CheckRange(random, *working, every);
      if (HasFatalFailure()) return;
    }
    CheckDays(*working, every, first, days);
    if (HasFatalFailure()) return;
  }
}

TEST(WorkingTimeRandomTest, AgreesOverAYear) {
  Random random(TestSeed());
  for (const char* zone_name : {"America/New_York", "Asia/Shanghai"}) {
    absl::TimeZone zone;
    ASSERT_TRUE(absl::LoadTimeZone(zone_name, &zone));
    const absl::CivilDay first(2024, 1, 1);
    const WorkingCalendar calendar = RandomCalendar(random, zone_name, first, 366);
    const absl::StatusOr<WorkingTime> working = WorkingTime::Compile(calendar);
    ASSERT_EQ(working.status(), absl::OkStatus());
    const EveryMinute every(calendar, zone, first, 366);
    EXPECT_EQ(working->Between(every.At(0), every.At(every.minutes())),
              every.Between(0, every.minutes()));
    for (int i = 0; i < 500; ++i) {
      CheckRange(random, *working, every);
      if (HasFatalFailure()) return;
    }
    CheckDays(*working, every, first, 366);
  }
}

// Over all the years, where nobody can count minutes.
TEST(WorkingTimeRandomTest, AddAndBetweenUndoEachOtherAndKeepOrder) {
  Random random(TestSeed());
  const auto instant = [&] {
    return absl::FromCivil(absl::CivilDay(1975, 1, 1) + random.To(44'000), absl::UTCTimeZone()) +
           absl::Seconds(random.To(86'399)) + absl::Nanoseconds(random.To(999'999'999));
  };
  for (int calendars = 0; calendars < 120; ++calendars) {
    const char* zone = kTestZones[calendars % 6];
    SCOPED_TRACE(absl::StrCat("calendar ", calendars, ", ", zone));
    WorkingCalendar calendar = RandomCalendar(random, zone, absl::CivilDay(2025, 1, 1), 700);
    calendar.weekly[2] = {{540, 1080}};
    const absl::StatusOr<WorkingTime> working = WorkingTime::Compile(calendar);
    ASSERT_EQ(working.status(), absl::OkStatus());
    for (int i = 0; i < 20; ++i) {
      absl::Time a = instant();
      absl::Time b = instant();
      absl::Time c = instant();
      ASSERT_EQ(working->Between(a, b) + working->Between(b, c), working->Between(a, c));
      if (a > b) std::swap(a, b);
      const absl::Duration sum = working->Between(a, b);
      ASSERT_GE(sum, absl::ZeroDuration());
      ASSERT_LE(sum, b - a);
      ASSERT_EQ(working->Between(b, a), -sum);

      absl::Duration less = absl::Minutes(1 + random.To(100'000));
      const absl::Duration more = less + absl::Nanoseconds(random.To(999'999'999));
      const auto after = working->Add(a, less);
      const auto later = working->Add(a, more);
      const auto from_b = working->Add(b, less);
      const auto before = working->Add(b, -less);
      const auto from_a = working->Add(a, -less);
      if (after) {
        ASSERT_EQ(working->Between(a, *after), less);
      }
      if (before) {
        ASSERT_EQ(working->Between(*before, b), less);
      }
      if (after && later) {
        ASSERT_LE(*after, *later);
      }
      if (after && from_b) {
        ASSERT_LE(*after, *from_b);
      }
      if (before && from_a) {
        ASSERT_LE(*from_a, *before);
      }
      const auto next = working->Next(a);
      ASSERT_TRUE(next.has_value());
      ASSERT_EQ(working->Between(a, *next), absl::ZeroDuration());
      ASSERT_EQ(working->Next(*next), next);
    }
  }
}

}  // namespace
}  // namespace mainstay::calendar
