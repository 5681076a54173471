// Random calendars against a count of every minute.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/calendar/working_time.h"

namespace mainstay::calendar {
namespace {

constexpr const char* kZones[] = {"Asia/Shanghai", "Europe/Berlin",       "America/New_York",
                                  "Asia/Kolkata",  "Australia/Lord_Howe", "Pacific/Apia"};

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  int To(int last) { return std::uniform_int_distribution<int>(0, last)(engine_); }
  bool Chance(int percent) { return To(99) < percent; }

 private:
  std::mt19937_64 engine_;
};

std::vector<Shift> RandomShifts(Random& random) {
  std::vector<int> bounds;
  for (int i = 2 * (1 + random.To(3)); i > 0; --i) {
    // Often on hours and within the night, where clocks change; sometimes at the very ends.
    const int kind = random.To(9);
    bounds.push_back(kind < 5   ? random.To(8) * 30
                     : kind < 9 ? random.To(1440)
                                : random.To(1) * 1440);
  }
  std::sort(bounds.begin(), bounds.end());
  std::vector<Shift> shifts;
  for (size_t i = 0; i < bounds.size(); i += 2) {
    if (bounds[i] < bounds[i + 1]) shifts.push_back({bounds[i], bounds[i + 1]});
  }
  return shifts;
}

// With special days among the first `days` from `first` on.
WorkingCalendar RandomCalendar(Random& random, const char* zone, absl::CivilDay first, int days) {
  WorkingCalendar calendar{.time_zone = zone};
  for (auto& shifts : calendar.weekly) {
    if (random.Chance(75)) shifts = RandomShifts(random);
  }
  for (int i = 0; i < days; ++i) {
    if (!random.Chance(20)) continue;
    SpecialDay day{.date = first + i, .name = "x"};
    if (random.Chance(50)) {
      day.kind = DayKind::kWorkday;
      if (random.Chance(50)) day.shifts = RandomShifts(random);
      if (day.shifts.empty()) day.follows = static_cast<absl::Weekday>(random.To(6));
      if (ShiftsOf(calendar, day).empty()) continue;
    }
    calendar.special_days.push_back(day);
  }
  std::shuffle(calendar.special_days.begin(), calendar.special_days.end(),
               std::mt19937_64(static_cast<uint64_t>(random.To(1000))));
  return calendar;
}

// Half the time around a change of the clocks.
absl::CivilDay RandomDay(Random& random, absl::TimeZone zone) {
  absl::CivilDay day = absl::CivilDay(1970, 1, 20) + random.To(47'000);
  absl::TimeZone::CivilTransition transition;
  if (random.Chance(60) && zone.NextTransition(absl::FromCivil(day, zone), &transition) &&
      transition.to.year() < 2100) {
    day = absl::CivilDay(transition.from) - random.To(3);
  }
  return day;
}

// Every minute of some days, looked at one by one. The wall clock counts by the latest time that it
// has shown: while it repeats an hour, it shows nothing new.
class EveryMinute {
 public:
  EveryMinute(const WorkingCalendar& calendar, absl::TimeZone zone, absl::CivilDay first, int days)
      : begin_(absl::FromCivil(first, zone)) {
    const absl::Time end = absl::FromCivil(first + days, zone);
    absl::CivilMinute latest(first);
    absl::CivilDay day = first - 1;
    const std::vector<Shift>* shifts = nullptr;
    for (absl::Time at = begin_; at < end; at += absl::Minutes(1)) {
      latest = std::max(latest, absl::CivilMinute(zone.At(at).cs));
      if (absl::CivilDay(latest) != day) {
        day = absl::CivilDay(latest);
        shifts = &ShiftsOn(calendar, day);
      }
      const int minute = static_cast<int>(latest - absl::CivilMinute(day));
      const bool works = std::any_of(shifts->begin(), shifts->end(), [&](const Shift& s) {
        return s.start <= minute && minute < s.end;
      });
      before_.push_back(before_.empty() ? 0 : before_.back() + works_.back());
      works_.push_back(works ? 1 : 0);
    }
    before_.push_back(before_.back() + works_.back());
  }

  int minutes() const { return static_cast<int>(works_.size()); }
  bool works(int minute) const { return works_[static_cast<size_t>(minute)] != 0; }
  absl::Time At(int minute) const { return begin_ + absl::Minutes(minute); }

  absl::Duration Between(int from, int to) const {
    return absl::Minutes(before_[static_cast<size_t>(to)] - before_[static_cast<size_t>(from)]);
  }
  std::optional<absl::Time> Next(int from) const {
    while (from < minutes() && !works(from)) ++from;
    return from < minutes() ? std::optional(At(from)) : std::nullopt;
  }
  std::optional<absl::Time> Previous(int from) const {
    while (from > 0 && !works(from - 1)) --from;
    return from > 0 ? std::optional(At(from)) : std::nullopt;
  }

 private:
  static const std::vector<Shift>& ShiftsOn(const WorkingCalendar& calendar, absl::CivilDay day) {
    for (const SpecialDay& special : calendar.special_days) {
      if (special.date == day) return ShiftsOf(calendar, special);
    }
    return calendar.weekly[static_cast<size_t>(absl::GetWeekday(day))];
  }

  absl::Time begin_;
  std::vector<int> works_;   // 1 when the minute works
  std::vector<int> before_;  // working minutes before the minute
};

uint64_t Seed() {
  const char* given = std::getenv("MAINSTAY_SEED");
  const uint64_t seed = given == nullptr ? 20261122 : std::strtoull(given, nullptr, 10);
  std::cout << "MAINSTAY_SEED=" << seed << "\n";
  return seed;
}

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
  Random random(Seed());
  for (int calendars = 0; calendars < 240; ++calendars) {
    const char* zone_name = kZones[calendars % 6];
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
  Random random(Seed());
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
  Random random(Seed());
  const auto instant = [&] {
    return absl::FromCivil(absl::CivilDay(1975, 1, 1) + random.To(44'000), absl::UTCTimeZone()) +
           absl::Seconds(random.To(86'399)) + absl::Nanoseconds(random.To(999'999'999));
  };
  for (int calendars = 0; calendars < 120; ++calendars) {
    const char* zone = kZones[calendars % 6];
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
