// A working calendar as the company keeps it: under a name, changed by imports and updates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar/working_calendar.h"
#include "common/history/change.h"

namespace mainstay::engagement {

struct NamedCalendar {
  std::string id;       // bare UUID; callers do not see it
  std::string name;     // 1 to 40 of a-z, 0-9 and "-"
  int64_t version = 1;  // counts its writes, from 1
  std::string display_name;
  calendar::WorkingCalendar hours;  // special days by date
  // Of a calendar read without its special days; otherwise how many there are.
  size_t special_day_count = 0;
  absl::Time create_time;
  absl::Time update_time;
};

// Whether a text may name a calendar.
bool IsCalendarName(std::string_view name);

// INVALID_ARGUMENT naming what cannot be accepted: as calendar::Validate() says, and display_name.
absl::Status Validate(const NamedCalendar& named);

// "09:00-12:00 13:30-18:00", as shifts are stored and as histories tell them; and back.
std::string HoursText(const std::vector<calendar::Shift>& shifts);
std::vector<calendar::Shift> HoursOf(std::string_view text);

// Days that come in, and what each is in its source: "line 3", "days[2]".
struct IncomingDays {
  std::vector<calendar::SpecialDay> days;
  std::vector<std::string> places;        // beside days
  std::vector<absl::CivilDay> cancelled;  // days that go, if they are there
};

// What taking days in does.
struct DayChanges {
  std::vector<calendar::SpecialDay> added, changed, removed;  // by date; removed as they were
  int unchanged = 0;
  bool empty() const { return added.empty() && changed.empty() && removed.empty(); }
};

// Takes days into the calendar. With `replace_years` days that are not among them go from the years
// that they are of. INVALID_ARGUMENT names the places of the days that this calendar cannot have (a
// workday whose weekday is off).
absl::StatusOr<DayChanges> TakeDays(const IncomingDays& incoming, bool replace_years,
                                    NamedCalendar& named);

// What changed, field by field; special days as "special_days/2026-02-17".
std::vector<history::Change> DiffFields(const NamedCalendar& before, const NamedCalendar& after);
std::vector<history::Change> DiffDays(const DayChanges& changes,
                                      const std::vector<calendar::SpecialDay>& before);

}  // namespace mainstay::engagement
