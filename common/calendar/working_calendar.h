// The working calendar (工作日历) as people write it down: hours by weekday, holidays and make-up
// workdays (调休). What is counted with is compiled from it: working_time.h.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"

namespace mainstay::calendar {

// The years of the dates that calendars know. Outside of them nothing is working time.
inline constexpr int kFirstYear = 1970;
inline constexpr int kLastYear = 2100;

inline constexpr int kMinutesPerDay = 1440;
inline constexpr size_t kMaxShifts = 12;         // of a day
inline constexpr size_t kMaxSpecialDays = 5000;  // of a calendar
inline constexpr size_t kMaxDayName = 100;       // characters
inline constexpr size_t kMaxDayViolations = 20;  // reported at once

// Working hours [start, end) in minutes since the local midnight: 0 <= start < end <= 1440. Work
// over midnight is a shift up to 1440 and one of the next day from 0.
struct Shift {
  int start = 0;
  int end = 0;
  bool operator==(const Shift&) const = default;
};

enum class DayKind {
  kHoliday,  // nobody works, whatever the weekday
  kWorkday,  // works, whatever the weekday: a make-up workday, or other hours than usual
};

// A date that does not keep to the weekly pattern.
struct SpecialDay {
  absl::CivilDay date;
  DayKind kind = DayKind::kHoliday;
  std::string name;     // 1 to 100 characters: "春节"
  std::string name_en;  // at most 100: "Spring Festival"
  // The hours of a workday: its own, or else those of the weekday that it follows (Monday when none
  // is said). A holiday has neither.
  std::vector<Shift> shifts;
  std::optional<absl::Weekday> follows;
  bool operator==(const SpecialDay&) const = default;
};

struct WorkingCalendar {
  std::string time_zone;  // IANA name; shifts are wall time there
  // By absl::Weekday, Monday first: the shifts in order, without overlap; none on a day off.
  std::array<std::vector<Shift>, 7> weekly;
  // In any order, each date once. They beat the weekly pattern.
  std::vector<SpecialDay> special_days;
  bool operator==(const WorkingCalendar&) const = default;
};

// INVALID_ARGUMENT naming what cannot be accepted (at most 20 fields): time_zone,
// weekly.monday[1].end, special_days[3].date. A calendar without any working time is accepted.
absl::Status Validate(const WorkingCalendar& calendar);

// The hours of one of the calendar's special days.
const std::vector<Shift>& ShiftsOf(const WorkingCalendar& calendar, const SpecialDay& day);

}  // namespace mainstay::calendar
