// Special days as a CSV file: what the official calendars are shipped as, and companies import.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/working_calendar.h"

namespace mainstay::calendar {

// The days of a UTF-8 file (a byte order mark and CRLF are fine) that begins with the line
//   date,kind,name,name_en
// and has a date a line: YYYY-MM-DD, "holiday" or "workday", its name, its English name or nothing.
// Values may be quoted as RFC 4180 says, within a line; empty lines are passed over. Workdays keep
// Monday's hours. INVALID_ARGUMENT names at most 20 lines ("line 3") and what each must have.
absl::StatusOr<std::vector<SpecialDay>> ParseSpecialDays(std::string_view csv);

}  // namespace mainstay::calendar
