// Working calendars between messages and the domain.
#pragma once

#include <mainstay/engagement/v1/calendar_events.pb.h>
#include <mainstay/engagement/v1/calendar_service.pb.h>

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/working_calendar.h"

namespace mainstay::calendar_replica {

namespace v1 = engagement::v1;

// The weekly hours; a violation of "weekly[2].shifts[0].start" for what is no weekday or no time of
// day, and of a weekday that is given twice. The order of shifts is calendar::Validate()'s to
// check.
absl::StatusOr<std::array<std::vector<calendar::Shift>, 7>> WeeklyFromProto(
    const google::protobuf::RepeatedPtrField<v1::DayHours>& weekly);
void WeeklyToProto(const calendar::WorkingCalendar& hours, v1::WorkingCalendar& message);

// A special day; violations are of its fields under `path` ("days[3]").
absl::StatusOr<calendar::SpecialDay> DayFromProto(const v1::SpecialDay& message,
                                                  std::string_view path);
v1::SpecialDay DayToProto(const calendar::SpecialDay& day);

// The calendar of an event.
absl::StatusOr<calendar::WorkingCalendar> FromProto(const v1::WorkingCalendarChanged& event);

}  // namespace mainstay::calendar_replica
