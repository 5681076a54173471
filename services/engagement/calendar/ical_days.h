// Special days out of an iCalendar file (RFC 5545), as holiday calendars are published in.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "services/engagement/calendar/named_calendar.h"

namespace mainstay::engagement {

// The days of the file's all-day events, in the file's order. Which are workdays the proto tells
// (DAY_FORMAT_ICALENDAR). INVALID_ARGUMENT names at most 20 lines, those on which events begin
// ("line 12"), and what each must have; "text" for what is no iCalendar file.
absl::StatusOr<IncomingDays> ParseIcalDays(std::string_view text);

}  // namespace mainstay::engagement
