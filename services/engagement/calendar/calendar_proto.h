// Between working calendars and messages.
#pragma once

#include <mainstay/engagement/v1/calendar_service.pb.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/engagement/calendar/named_calendar.h"

namespace mainstay::engagement {

std::string CalendarName(const NamedCalendar& named);  // "workingCalendars/cn"
v1::WorkingCalendar ToProto(const NamedCalendar& named);

// What callers set: display name, time zone and weekly hours, which CheckAsSent checks.
// INVALID_ARGUMENT for what is no weekday or no time of day.
absl::StatusOr<NamedCalendar> FromProto(const v1::WorkingCalendar& message);

// Validate()'s violations with the message's places of the weekdays: "weekly.monday[1].end" becomes
// "weekly[0].shifts[1].end".
absl::Status CheckAsSent(const NamedCalendar& named, const v1::WorkingCalendar& message);

// The days of an import, whatever its format.
absl::StatusOr<IncomingDays> DaysOf(const v1::ImportDaysRequest& request);

}  // namespace mainstay::engagement
