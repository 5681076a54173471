#include "services/engagement/calendar/calendar_proto.h"

#include <google/type/dayofweek.pb.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/api/etag.h"
#include "common/api/proto_time.h"
#include "common/calendar/calendar_csv.h"
#include "common/calendar_replica/calendar_proto.h"
#include "common/status/status.h"
#include "common/text/rules.h"
#include "services/engagement/calendar/ical_days.h"

namespace mainstay::engagement {
namespace {

// "monday" as the message has it; -1 when it does not.
int PlaceOf(std::string_view weekday, const v1::WorkingCalendar& message) {
  for (int i = 0; i < message.weekly_size(); ++i) {
    if (absl::AsciiStrToLower(google::type::DayOfWeek_Name(message.weekly(i).day_of_week())) ==
        weekday) {
      return i;
    }
  }
  return -1;
}

// The days of a file, each with the line that it stands on: the first that is not empty is the
// header, and every other is a day.
absl::StatusOr<IncomingDays> DaysOfCsv(std::string_view csv) {
  IncomingDays incoming;
  ASSIGN_OR_RETURN(incoming.days, calendar::ParseSpecialDays(csv));
  bool has_header = false;
  int number = 0;
  for (std::string_view line : absl::StrSplit(csv, '\n')) {
    ++number;
    if (line.empty() || line == "\r") continue;
    if (std::exchange(has_header, true)) incoming.places.push_back(absl::StrCat("line ", number));
  }
  return incoming;
}

absl::StatusOr<IncomingDays> DaysOfMessages(const v1::ImportDaysRequest& request) {
  IncomingDays incoming;
  std::set<absl::CivilDay> dates;
  for (int i = 0; i < request.days_size(); ++i) {
    const std::string place = absl::StrCat("days[", i, "]");
    ASSIGN_OR_RETURN(calendar::SpecialDay day,
                     calendar_replica::DayFromProto(request.days(i), place));
    day.name = text::Trim(day.name);
    day.name_en = text::Trim(day.name_en);
    if (!dates.insert(day.date).second) {
      return status::BadField(absl::StrCat(place, ".date"), "must be given once");
    }
    incoming.days.push_back(std::move(day));
    incoming.places.push_back(place);
  }
  return incoming;
}

}  // namespace

std::string CalendarName(const NamedCalendar& named) {
  return absl::StrCat("workingCalendars/", named.name);
}

v1::WorkingCalendar ToProto(const NamedCalendar& named) {
  v1::WorkingCalendar message;
  message.set_name(CalendarName(named));
  message.set_display_name(named.display_name);
  message.set_time_zone(named.hours.time_zone);
  calendar_replica::WeeklyToProto(named.hours, message);
  message.set_special_day_count(static_cast<int>(named.special_day_count));
  message.set_etag(api::EtagOf(named.version));
  *message.mutable_create_time() = api::TimeToProto(named.create_time);
  *message.mutable_update_time() = api::TimeToProto(named.update_time);
  return message;
}

absl::StatusOr<NamedCalendar> FromProto(const v1::WorkingCalendar& message) {
  NamedCalendar named;
  named.display_name = text::Trim(message.display_name());
  named.hours.time_zone = message.time_zone();
  ASSIGN_OR_RETURN(named.hours.weekly, calendar_replica::WeeklyFromProto(message.weekly()));
  return named;
}

absl::Status CheckAsSent(const NamedCalendar& named, const v1::WorkingCalendar& message) {
  const absl::Status status = Validate(named);
  if (status.ok()) return status;
  std::vector<status::FieldViolation> violations;
  for (status::FieldViolation violation : status::GetFieldViolations(status)) {
    constexpr std::string_view kPrefix = "weekly.";
    std::string_view field = violation.field;
    if (field.starts_with(kPrefix)) {
      field.remove_prefix(kPrefix.size());
      const size_t bracket = std::min(field.find('['), field.size());
      const int place = PlaceOf(field.substr(0, bracket), message);
      if (place >= 0) {
        violation.field = absl::StrCat("weekly[", place, "].shifts", field.substr(bracket));
      }
    }
    violations.push_back(std::move(violation));
  }
  return status::BadFields(std::move(violations));
}

absl::StatusOr<IncomingDays> DaysOf(const v1::ImportDaysRequest& request) {
  const bool as_messages = request.format() == v1::DAY_FORMAT_MESSAGES;
  if (as_messages ? !request.text().empty() : request.days_size() > 0) {
    return status::BadField(as_messages ? "text" : "days",
                            "is not read in this format; leave it out");
  }
  switch (request.format()) {
    case v1::DAY_FORMAT_CSV:
      return DaysOfCsv(request.text());
    case v1::DAY_FORMAT_ICALENDAR:
      return ParseIcalDays(request.text());
    case v1::DAY_FORMAT_MESSAGES:
      return DaysOfMessages(request);
    default:
      return status::BadField("format", "must be CSV, ICALENDAR or MESSAGES");
  }
}

}  // namespace mainstay::engagement
