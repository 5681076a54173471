#include "common/calendar/calendar_test_kit.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>

namespace mainstay::calendar {
namespace {

const std::vector<Shift>& ShiftsOn(const WorkingCalendar& calendar, absl::CivilDay day) {
  for (const SpecialDay& special : calendar.special_days) {
    if (special.date == day) return ShiftsOf(calendar, special);
  }
  return calendar.weekly[static_cast<size_t>(absl::GetWeekday(day))];
}

}  // namespace

uint64_t TestSeed() {
  const char* given = std::getenv("MAINSTAY_SEED");
  const uint64_t seed = given == nullptr ? 20261122 : std::strtoull(given, nullptr, 10);
  std::cout << "MAINSTAY_SEED=" << seed << "\n";
  return seed;
}

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

absl::CivilDay RandomDay(Random& random, absl::TimeZone zone) {
  absl::CivilDay day = absl::CivilDay(1970, 1, 20) + random.To(47'000);
  absl::TimeZone::CivilTransition transition;
  if (random.Chance(60) && zone.NextTransition(absl::FromCivil(day, zone), &transition) &&
      transition.to.year() < 2100) {
    day = absl::CivilDay(transition.from) - random.To(3);
  }
  return day;
}

EveryMinute::EveryMinute(const WorkingCalendar& calendar, absl::TimeZone zone, absl::CivilDay first,
                         int days)
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

}  // namespace mainstay::calendar
