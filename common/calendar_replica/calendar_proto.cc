#include "common/calendar_replica/calendar_proto.h"

#include <google/type/date.pb.h>
#include <google/type/dayofweek.pb.h>
#include <google/type/timeofday.pb.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::calendar_replica {
namespace {

// Both begin with Monday; the message's has "not said" before it.
std::optional<absl::Weekday> WeekdayOf(google::type::DayOfWeek day) {
  if (day < google::type::MONDAY || day > google::type::SUNDAY) return std::nullopt;
  return static_cast<absl::Weekday>(day - google::type::MONDAY);
}

google::type::DayOfWeek DayOfWeekOf(size_t weekday) {
  return static_cast<google::type::DayOfWeek>(static_cast<int>(weekday) + google::type::MONDAY);
}

absl::StatusOr<int> MinutesOf(const google::type::TimeOfDay& time, const std::string& path) {
  const int minutes = time.hours() * 60 + time.minutes();
  if (time.hours() < 0 || time.minutes() < 0 || time.minutes() > 59 || time.seconds() != 0 ||
      time.nanos() != 0 || time.hours() > 24 || minutes > calendar::kMinutesPerDay) {
    return status::BadField(path, "must be a time from 00:00 to 24:00, to the minute");
  }
  return minutes;
}

google::type::TimeOfDay TimeOfDayOf(int minutes) {
  google::type::TimeOfDay time;
  time.set_hours(minutes / 60);
  time.set_minutes(minutes % 60);
  return time;
}

absl::StatusOr<std::vector<calendar::Shift>> ShiftsFromProto(
    const google::protobuf::RepeatedPtrField<v1::Shift>& messages, std::string_view path) {
  std::vector<calendar::Shift> shifts;
  for (int i = 0; i < messages.size(); ++i) {
    const std::string place = absl::StrCat(path, ".shifts[", i, "]");
    ASSIGN_OR_RETURN(const int start,
                     MinutesOf(messages[i].start(), absl::StrCat(place, ".start")));
    ASSIGN_OR_RETURN(const int end, MinutesOf(messages[i].end(), absl::StrCat(place, ".end")));
    shifts.push_back({start, end});
  }
  return shifts;
}

template <class Message>
void ShiftsToProto(const std::vector<calendar::Shift>& shifts, Message& message) {
  for (const calendar::Shift& shift : shifts) {
    v1::Shift& added = *message.add_shifts();
    *added.mutable_start() = TimeOfDayOf(shift.start);
    *added.mutable_end() = TimeOfDayOf(shift.end);
  }
}

}  // namespace

absl::StatusOr<std::array<std::vector<calendar::Shift>, 7>> WeeklyFromProto(
    const google::protobuf::RepeatedPtrField<v1::DayHours>& weekly) {
  std::array<std::vector<calendar::Shift>, 7> hours;
  std::array<bool, 7> given = {};
  for (int i = 0; i < weekly.size(); ++i) {
    const std::string path = absl::StrCat("weekly[", i, "]");
    const std::optional<absl::Weekday> weekday = WeekdayOf(weekly[i].day_of_week());
    if (!weekday || given[static_cast<size_t>(*weekday)]) {
      return status::BadField(absl::StrCat(path, ".day_of_week"),
                              "must be a weekday, each at most once");
    }
    given[static_cast<size_t>(*weekday)] = true;
    ASSIGN_OR_RETURN(hours[static_cast<size_t>(*weekday)],
                     ShiftsFromProto(weekly[i].shifts(), path));
  }
  return hours;
}

void WeeklyToProto(const calendar::WorkingCalendar& hours, v1::WorkingCalendar& message) {
  for (size_t i = 0; i < hours.weekly.size(); ++i) {
    if (hours.weekly[i].empty()) continue;
    v1::DayHours& day = *message.add_weekly();
    day.set_day_of_week(DayOfWeekOf(i));
    ShiftsToProto(hours.weekly[i], day);
  }
}

absl::StatusOr<calendar::SpecialDay> DayFromProto(const v1::SpecialDay& message,
                                                  std::string_view path) {
  calendar::SpecialDay day;
  const google::type::Date& date = message.date();
  day.date = absl::CivilDay(date.year(), date.month(), date.day());
  if (day.date.year() != date.year() || day.date.month() != date.month() ||
      day.date.day() != date.day()) {
    return status::BadField(absl::StrCat(path, ".date"), "must be a date with year, month and day");
  }
  if (message.kind() != v1::SPECIAL_DAY_KIND_HOLIDAY &&
      message.kind() != v1::SPECIAL_DAY_KIND_WORKDAY) {
    return status::BadField(absl::StrCat(path, ".kind"), "must be HOLIDAY or WORKDAY");
  }
  day.kind = message.kind() == v1::SPECIAL_DAY_KIND_WORKDAY ? calendar::DayKind::kWorkday
                                                            : calendar::DayKind::kHoliday;
  day.name = message.display_name();
  day.name_en = message.display_name_en();
  ASSIGN_OR_RETURN(day.shifts, ShiftsFromProto(message.shifts(), path));
  if (message.follows() != google::type::DAY_OF_WEEK_UNSPECIFIED) {
    day.follows = WeekdayOf(message.follows());
    if (!day.follows) return status::BadField(absl::StrCat(path, ".follows"), "must be a weekday");
  }
  return day;
}

v1::SpecialDay DayToProto(const calendar::SpecialDay& day) {
  v1::SpecialDay message;
  message.mutable_date()->set_year(static_cast<int>(day.date.year()));
  message.mutable_date()->set_month(day.date.month());
  message.mutable_date()->set_day(day.date.day());
  message.set_kind(day.kind == calendar::DayKind::kWorkday ? v1::SPECIAL_DAY_KIND_WORKDAY
                                                           : v1::SPECIAL_DAY_KIND_HOLIDAY);
  message.set_display_name(day.name);
  message.set_display_name_en(day.name_en);
  ShiftsToProto(day.shifts, message);
  if (day.follows) message.set_follows(DayOfWeekOf(static_cast<size_t>(*day.follows)));
  return message;
}

absl::StatusOr<calendar::WorkingCalendar> FromProto(const v1::WorkingCalendarChanged& event) {
  calendar::WorkingCalendar hours{.time_zone = event.working_calendar().time_zone()};
  ASSIGN_OR_RETURN(hours.weekly, WeeklyFromProto(event.working_calendar().weekly()));
  for (int i = 0; i < event.special_days_size(); ++i) {
    ASSIGN_OR_RETURN(calendar::SpecialDay day,
                     DayFromProto(event.special_days(i), absl::StrCat("special_days[", i, "]")));
    hours.special_days.push_back(std::move(day));
  }
  RETURN_IF_ERROR(calendar::Validate(hours));
  return hours;
}

}  // namespace mainstay::calendar_replica
