#include "common/calendar/working_calendar.h"

#include <map>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::calendar {
namespace {

using Violations = std::vector<status::FieldViolation>;

constexpr std::string_view kWeekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                          "friday", "saturday", "sunday"};

void CheckShifts(std::string_view field, const std::vector<Shift>& shifts, Violations& violations) {
  if (shifts.size() > kMaxShifts) {
    violations.push_back(
        {std::string(field), absl::StrCat("must have at most ", kMaxShifts, " shifts a day")});
    return;
  }
  int free_from = 0;
  for (size_t i = 0; i < shifts.size(); ++i) {
    const Shift& shift = shifts[i];
    const std::string path = absl::StrCat(field, "[", i, "]");
    if (shift.start < 0 || shift.start >= kMinutesPerDay) {
      violations.push_back({absl::StrCat(path, ".start"), "must be 0 to 1439 minutes"});
    } else if (shift.start < free_from) {
      violations.push_back({absl::StrCat(path, ".start"),
                            "must not be before the shift above it ends: shifts go in order"});
    }
    if (shift.end <= shift.start || shift.end > kMinutesPerDay) {
      violations.push_back(
          {absl::StrCat(path, ".end"),
           "must be after start, at most 1440 minutes (work over midnight is two shifts)"});
    } else {
      free_from = shift.end;
    }
  }
}

void CheckHours(const std::string& path, const WorkingCalendar& calendar, const SpecialDay& day,
                Violations& violations) {
  const bool has_own = !day.shifts.empty();
  if (day.kind == DayKind::kHoliday) {
    if (has_own) violations.push_back({absl::StrCat(path, ".shifts"), "a holiday has no shifts"});
    if (day.follows)
      violations.push_back({absl::StrCat(path, ".follows"), "a holiday follows no weekday"});
    return;
  }
  if (has_own && day.follows) {
    violations.push_back(
        {absl::StrCat(path, ".follows"), "give either shifts or a weekday to follow, not both"});
  }
  CheckShifts(absl::StrCat(path, ".shifts"), day.shifts, violations);
  if (ShiftsOf(calendar, day).empty()) {
    violations.push_back(
        {absl::StrCat(path, ".shifts"),
         absl::StrCat("a workday needs shifts, or a weekday to follow that has some: ",
                      kWeekdays[static_cast<size_t>(day.follows.value_or(absl::Weekday::monday))],
                      " is off")});
  }
}

void CheckSpecialDays(const WorkingCalendar& calendar, Violations& violations) {
  if (calendar.special_days.size() > kMaxSpecialDays) {
    violations.push_back(
        {"special_days", absl::StrCat("must be at most ", kMaxSpecialDays, " days")});
    return;
  }
  std::map<absl::CivilDay, size_t> seen;
  for (size_t i = 0; i < calendar.special_days.size(); ++i) {
    if (violations.size() >= kMaxDayViolations) return;
    const SpecialDay& day = calendar.special_days[i];
    const std::string path = absl::StrCat("special_days[", i, "]");
    const auto [first, is_new] = seen.emplace(day.date, i);
    if (!is_new) {
      violations.push_back(
          {absl::StrCat(path, ".date"),
           absl::StrCat("must be given once: special_days[", first->second, "] has it too")});
    }
    if (day.date.year() < kFirstYear || day.date.year() > kLastYear) {
      violations.push_back({absl::StrCat(path, ".date"),
                            absl::StrCat("must be from ", kFirstYear, " to ", kLastYear)});
    }
    text::CheckText(absl::StrCat(path, ".name"), day.name, 1, kMaxDayName, text::Lines::kOne,
                    violations);
    text::CheckText(absl::StrCat(path, ".name_en"), day.name_en, 0, kMaxDayName, text::Lines::kOne,
                    violations);
    CheckHours(path, calendar, day, violations);
  }
}

}  // namespace

absl::Status Validate(const WorkingCalendar& calendar) {
  Violations violations;
  if (!text::IsTimeZone(calendar.time_zone)) {
    violations.push_back({"time_zone", "must be an IANA time zone such as Asia/Shanghai"});
  }
  for (size_t i = 0; i < calendar.weekly.size(); ++i) {
    CheckShifts(absl::StrCat("weekly.", kWeekdays[i]), calendar.weekly[i], violations);
  }
  CheckSpecialDays(calendar, violations);
  if (violations.empty()) return absl::OkStatus();
  if (violations.size() > kMaxDayViolations) violations.resize(kMaxDayViolations);
  return status::BadFields(std::move(violations));
}

const std::vector<Shift>& ShiftsOf(const WorkingCalendar& calendar, const SpecialDay& day) {
  if (day.kind == DayKind::kHoliday || !day.shifts.empty()) return day.shifts;
  return calendar.weekly[static_cast<size_t>(day.follows.value_or(absl::Weekday::monday))];
}

}  // namespace mainstay::calendar
