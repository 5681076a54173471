// Working time (工作时间): sums, deadlines and working days of a working calendar.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/calendar/working_calendar.h"

namespace mainstay::calendar {

enum class Direction { kForward, kBackward };

// A working calendar compiled for counting. A value: copying costs some 10 to 60 kB, and const
// methods may be called from any thread.
//
// A shift is the real time between the two instants at which the calendar's wall clock first shows
// its start and its end; a time that the clock skips is the instant of the skip. So where clocks go
// forward a shift over the gap is shorter by it, one inside the gap is nothing, and a date that a
// zone left out (Apia's 30 December 2011) is no working day. Where clocks go back the repeated hour
// counts twice inside a shift, not at all after a shift that ended in it, and belongs whole to one
// that begins in it.
//
// The time from 1970 to 2100 is known (local dates); nothing outside of it is working time.
// Instants count to the nanosecond. A query costs a binary search over a few hundred entries,
// however far apart its instants are; none loops without end.
class WorkingTime {
 public:
  // INVALID_ARGUMENT as Validate() says.
  static absl::StatusOr<WorkingTime> Compile(const WorkingCalendar& calendar);

  // The working time from `from` to `to`; negative when `to` is before `from`.
  absl::Duration Between(absl::Time from, absl::Time to) const;

  // The first instant with `working` between `from` and it: a deadline at the end of a day's last
  // shift, not at the beginning of the next. Negative: the last instant with that much between it
  // and `from`. Zero: `from`. Nothing when not that much work is left in the years known.
  std::optional<absl::Time> Add(absl::Time from, absl::Duration working) const;

  // The first instant not before `at` from which work goes on: `at` itself inside a shift. Nothing
  // when there is no work after `at`.
  std::optional<absl::Time> Next(absl::Time at) const;

  // The last instant not after `at` until which work went on: `at` itself inside a shift and at its
  // end. Nothing when there is no work before `at`.
  std::optional<absl::Time> Previous(absl::Time at) const;

  // Whether the local date has any working time.
  bool IsWorkingDay(absl::CivilDay day) const;

  // The first working day after `day`.
  std::optional<absl::CivilDay> NextWorkingDay(absl::CivilDay day) const;

  // The `days`-th working day after `day`, or before it when negative; with 0 `day` itself, working
  // or not. Takes time in proportion to the days passed over (about 10 ns each).
  std::optional<absl::CivilDay> AddWorkingDays(absl::CivilDay day, int days) const;

  // `day` when it is a working day, else the nearest one in that direction.
  std::optional<absl::CivilDay> MoveToWorkingDay(absl::CivilDay day, Direction direction) const;

  // The calendar's, to turn instants into local dates.
  absl::TimeZone zone() const { return zone_; }

 private:
  // Times are nanoseconds, instants since the Unix epoch; days are counted from 1970-01-01.
  //
  // The years are cut into stretches: runs of days that keep to the weekly pattern at one offset
  // from UTC, and single days that do not (special days, days on which clocks change). A stretch
  // refers to a pattern of intervals and knows the work before it, so that the work up to any
  // instant, and the instant that a sum of work is reached, are arithmetic within one stretch.
  struct Interval {
    int64_t start = 0;
    int64_t end = 0;
    int64_t before = 0;  // work in the pattern before `start`
  };
  struct Pattern {
    size_t first = 0;  // in intervals_
    size_t count = 0;
    int64_t period = 0;  // after which it repeats; never for a single day
    int64_t total = 0;   // work in one period
  };
  struct Stretch {
    int64_t begin = 0;   // instant
    int64_t worked = 0;  // before `begin`
    int64_t phase = 0;   // where in the pattern it begins
    int32_t day = 0;     // its first
    uint32_t pattern = 0;
  };

  explicit WorkingTime(const WorkingCalendar& calendar);
  void AddPattern(int64_t period, const std::vector<Interval>& intervals);
  void AddWeeklyPattern(const WorkingCalendar& calendar);
  void AddStretch(int64_t day, bool weekly);
  void AddSingleDay(int64_t day, const std::vector<Shift>& shifts);
  int64_t Instant(int64_t day, int minute) const;

  // All work before an instant.
  int64_t WorkedUntil(int64_t instant) const;
  int64_t WorkedUntil(const Stretch& stretch, int64_t instant) const;
  int64_t WorkedUntil(const Pattern& pattern, int64_t offset) const;
  // The first instant with `worked` before it, 0 < worked <= total_; and the last, 0 <= worked <
  // total_.
  int64_t FirstReaching(int64_t worked) const;
  int64_t LastWith(int64_t worked) const;

  bool IsWorking(int64_t day) const;
  std::optional<absl::CivilDay> Step(int64_t day, int64_t days) const;

  absl::TimeZone zone_;
  std::vector<Interval> intervals_;
  std::vector<Pattern> patterns_;   // the weekly one first, from Monday's midnight on
  std::vector<Stretch> stretches_;  // by begin, by worked and by day
  std::array<bool, 7> weekday_works_ = {};
  int64_t end_ = 0;    // of the last stretch
  int64_t total_ = 0;  // all work
};

}  // namespace mainstay::calendar
