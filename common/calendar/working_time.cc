#include "common/calendar/working_time.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <span>
#include <utility>

#include "common/status/status.h"

namespace mainstay::calendar {
namespace {

constexpr int64_t kMinute = 60'000'000'000;
constexpr int64_t kDay = kMinutesPerDay * kMinute;
constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

constexpr absl::CivilDay kEpoch(1970, 1, 1);
constexpr int64_t kFirstDay = absl::CivilDay(kFirstYear, 1, 1) - kEpoch;
constexpr int64_t kLastDay = absl::CivilDay(kLastYear, 12, 31) - kEpoch;

// 0 for Monday; 1970-01-01 was a Thursday.
size_t WeekdayOf(int64_t day) { return static_cast<size_t>((day + 3) % 7); }

// The days on which the zone's clocks change, or that such a change leaves out.
std::vector<int64_t> DaysOfTransitions(absl::TimeZone zone) {
  std::vector<int64_t> days;
  absl::Time at = absl::FromCivil(kEpoch + (kFirstDay - 2), zone);
  absl::TimeZone::CivilTransition transition;
  while (zone.NextTransition(at, &transition)) {
    const absl::CivilDay from(transition.from);
    const absl::CivilDay to(transition.to);
    const auto [first, last] = std::minmax({from, to});
    if (last - kEpoch > kLastDay) break;
    for (absl::CivilDay day = first; day <= last; ++day) {
      if (day - kEpoch >= kFirstDay) days.push_back(day - kEpoch);
    }
    at = zone.At(transition.to).trans;
  }
  return days;
}

}  // namespace

absl::StatusOr<WorkingTime> WorkingTime::Compile(const WorkingCalendar& calendar) {
  RETURN_IF_ERROR(Validate(calendar));
  return WorkingTime(calendar);
}

WorkingTime::WorkingTime(const WorkingCalendar& calendar) {
  absl::LoadTimeZone(calendar.time_zone, &zone_);
  AddWeeklyPattern(calendar);
  std::map<int64_t, const std::vector<Shift>*> single_days;
  for (int64_t day : DaysOfTransitions(zone_)) single_days[day] = &calendar.weekly[WeekdayOf(day)];
  for (const SpecialDay& special : calendar.special_days) {
    single_days[special.date - kEpoch] = &ShiftsOf(calendar, special);
  }
  int64_t day = kFirstDay;
  for (const auto& [single_day, shifts] : single_days) {
    if (day < single_day) AddStretch(day, /*weekly=*/true);
    AddSingleDay(single_day, *shifts);
    day = single_day + 1;
  }
  if (day <= kLastDay) AddStretch(day, /*weekly=*/true);
  end_ = Instant(kLastDay + 1, 0);
  total_ = WorkedUntil(stretches_.back(), end_);
}

void WorkingTime::AddPattern(int64_t period, const std::vector<Interval>& intervals) {
  Pattern pattern{
      .first = intervals_.size(), .count = intervals.size(), .period = period, .total = 0};
  for (Interval interval : intervals) {
    interval.before = pattern.total;
    pattern.total += interval.end - interval.start;
    intervals_.push_back(interval);
  }
  patterns_.push_back(pattern);
}

void WorkingTime::AddWeeklyPattern(const WorkingCalendar& calendar) {
  std::vector<Interval> intervals;
  for (size_t weekday = 0; weekday < calendar.weekly.size(); ++weekday) {
    const int64_t midnight = static_cast<int64_t>(weekday) * kDay;
    for (const Shift& shift : calendar.weekly[weekday]) {
      intervals.push_back({midnight + shift.start * kMinute, midnight + shift.end * kMinute});
    }
    weekday_works_[weekday] = !calendar.weekly[weekday].empty();
  }
  AddPattern(7 * kDay, intervals);
}

void WorkingTime::AddStretch(int64_t day, bool weekly) {
  Stretch stretch{.begin = Instant(day, 0),
                  .worked = 0,
                  .phase = weekly ? static_cast<int64_t>(WeekdayOf(day)) * kDay : 0,
                  .day = static_cast<int32_t>(day),
                  .pattern = weekly ? 0 : static_cast<uint32_t>(patterns_.size() - 1)};
  if (!stretches_.empty()) stretch.worked = WorkedUntil(stretches_.back(), stretch.begin);
  stretches_.push_back(stretch);
}

void WorkingTime::AddSingleDay(int64_t day, const std::vector<Shift>& shifts) {
  const int64_t midnight = Instant(day, 0);
  std::vector<Interval> intervals;
  for (const Shift& shift : shifts) {
    intervals.push_back({Instant(day, shift.start) - midnight, Instant(day, shift.end) - midnight});
  }
  AddPattern(kNever, intervals);
  AddStretch(day, /*weekly=*/false);
}

// FromCivil takes the first of two instants with the same wall time, and the instant of the change
// for a wall time that is left out.
int64_t WorkingTime::Instant(int64_t day, int minute) const {
  const absl::CivilSecond wall = absl::CivilSecond(kEpoch + day) + minute * 60;
  return absl::ToUnixNanos(absl::FromCivil(wall, zone_));
}

int64_t WorkingTime::WorkedUntil(const Pattern& pattern, int64_t offset) const {
  const int64_t periods = offset / pattern.period;
  const int64_t within = offset % pattern.period;
  const std::span intervals(intervals_.data() + pattern.first, pattern.count);
  const auto after =
      std::upper_bound(intervals.begin(), intervals.end(), within,
                       [](int64_t value, const Interval& i) { return value < i.start; });
  int64_t worked = periods * pattern.total;
  if (after != intervals.begin()) {
    const Interval& last = *std::prev(after);
    worked += last.before + std::min(within, last.end) - last.start;
  }
  return worked;
}

int64_t WorkingTime::WorkedUntil(const Stretch& stretch, int64_t instant) const {
  const Pattern& pattern = patterns_[stretch.pattern];
  return stretch.worked + WorkedUntil(pattern, stretch.phase + instant - stretch.begin) -
         WorkedUntil(pattern, stretch.phase);
}

int64_t WorkingTime::WorkedUntil(int64_t instant) const {
  instant = std::clamp(instant, stretches_.front().begin, end_);
  const auto after =
      std::upper_bound(stretches_.begin(), stretches_.end(), instant,
                       [](int64_t value, const Stretch& s) { return value < s.begin; });
  return WorkedUntil(*std::prev(after), instant);
}

int64_t WorkingTime::FirstReaching(int64_t worked) const {
  // The stretch within which, or at whose end, the sum is reached.
  const auto after =
      std::lower_bound(stretches_.begin(), stretches_.end(), worked,
                       [](const Stretch& s, int64_t value) { return s.worked < value; });
  const Stretch& stretch = *std::prev(after);
  const Pattern& pattern = patterns_[stretch.pattern];
  const int64_t in_pattern = WorkedUntil(pattern, stretch.phase) + worked - stretch.worked;
  // What is left after whole periods is 1 to total: at a period's very end, not the next's start.
  const int64_t periods = (in_pattern - 1) / pattern.total;
  const int64_t left = in_pattern - periods * pattern.total;
  const std::span intervals(intervals_.data() + pattern.first, pattern.count);
  const Interval& interval =
      *std::prev(std::lower_bound(intervals.begin(), intervals.end(), left,
                                  [](const Interval& i, int64_t v) { return i.before < v; }));
  const int64_t offset = periods * pattern.period + interval.start + left - interval.before;
  return stretch.begin + offset - stretch.phase;
}

int64_t WorkingTime::LastWith(int64_t worked) const {
  // The stretch within which work goes on from that sum.
  const auto after =
      std::upper_bound(stretches_.begin(), stretches_.end(), worked,
                       [](int64_t value, const Stretch& s) { return value < s.worked; });
  const Stretch& stretch = *std::prev(after);
  const Pattern& pattern = patterns_[stretch.pattern];
  const int64_t in_pattern = WorkedUntil(pattern, stretch.phase) + worked - stretch.worked;
  const int64_t periods = in_pattern / pattern.total;
  const int64_t left = in_pattern % pattern.total;
  const std::span intervals(intervals_.data() + pattern.first, pattern.count);
  const Interval& interval =
      *std::prev(std::upper_bound(intervals.begin(), intervals.end(), left,
                                  [](int64_t v, const Interval& i) { return v < i.before; }));
  const int64_t offset = periods * pattern.period + interval.start + left - interval.before;
  return stretch.begin + offset - stretch.phase;
}

absl::Duration WorkingTime::Between(absl::Time from, absl::Time to) const {
  return absl::Nanoseconds(WorkedUntil(absl::ToUnixNanos(to)) -
                           WorkedUntil(absl::ToUnixNanos(from)));
}

std::optional<absl::Time> WorkingTime::Add(absl::Time from, absl::Duration working) const {
  const int64_t amount = absl::ToInt64Nanoseconds(working);
  if (amount == 0) return from;
  const int64_t worked = WorkedUntil(absl::ToUnixNanos(from));
  if (amount > total_ - worked || amount < -worked) return std::nullopt;
  return absl::FromUnixNanos(amount > 0 ? FirstReaching(worked + amount)
                                        : LastWith(worked + amount));
}

std::optional<absl::Time> WorkingTime::Next(absl::Time at) const {
  const int64_t worked = WorkedUntil(absl::ToUnixNanos(at));
  if (worked == total_) return std::nullopt;
  return std::max(at, absl::FromUnixNanos(LastWith(worked)));
}

std::optional<absl::Time> WorkingTime::Previous(absl::Time at) const {
  const int64_t worked = WorkedUntil(absl::ToUnixNanos(at));
  if (worked == 0) return std::nullopt;
  return absl::FromUnixNanos(FirstReaching(worked));
}

bool WorkingTime::IsWorking(int64_t day) const {
  if (day < kFirstDay || day > kLastDay) return false;
  const auto after =
      std::upper_bound(stretches_.begin(), stretches_.end(), day,
                       [](int64_t value, const Stretch& s) { return value < s.day; });
  const Stretch& stretch = *std::prev(after);
  if (stretch.pattern == 0) return weekday_works_[WeekdayOf(day)];
  return patterns_[stretch.pattern].total > 0;
}

std::optional<absl::CivilDay> WorkingTime::Step(int64_t day, int64_t days) const {
  const int64_t step = days < 0 ? -1 : 1;
  // From outside the years known, as from their edge.
  day = std::clamp(day, kFirstDay - 1, kLastDay + 1);
  for (int64_t left = std::abs(days); left > 0;) {
    day += step;
    if (day < kFirstDay - 1 || day > kLastDay + 1) return std::nullopt;
    if (IsWorking(day)) --left;
  }
  return kEpoch + day;
}

bool WorkingTime::IsWorkingDay(absl::CivilDay day) const { return IsWorking(day - kEpoch); }

std::optional<absl::CivilDay> WorkingTime::NextWorkingDay(absl::CivilDay day) const {
  return Step(day - kEpoch, 1);
}

std::optional<absl::CivilDay> WorkingTime::AddWorkingDays(absl::CivilDay day, int days) const {
  if (days == 0) return day;
  return Step(day - kEpoch, days);
}

std::optional<absl::CivilDay> WorkingTime::MoveToWorkingDay(absl::CivilDay day,
                                                            Direction direction) const {
  if (IsWorkingDay(day)) return day;
  return Step(day - kEpoch, direction == Direction::kForward ? 1 : -1);
}

}  // namespace mainstay::calendar
