#include "services/engagement/calendar/named_calendar.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::engagement {
namespace {

using calendar::DayKind;
using calendar::Shift;
using calendar::SpecialDay;

constexpr size_t kMaxName = 40;
constexpr size_t kMaxDisplayName = 100;
constexpr std::string_view kWeekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                          "friday", "saturday", "sunday"};

std::string ClockText(int minutes) {
  return absl::StrFormat("%02d:%02d", minutes / 60, minutes % 60);
}

int ClockOf(std::string_view text) {
  const std::pair<std::string_view, std::string_view> parts = absl::StrSplit(text, ':');
  int hours = 0, minutes = 0;
  if (!absl::SimpleAtoi(parts.first, &hours) || !absl::SimpleAtoi(parts.second, &minutes)) return 0;
  return hours * 60 + minutes;
}

std::string WeeklyText(const calendar::WorkingCalendar& hours) {
  std::vector<std::string> days;
  for (size_t i = 0; i < hours.weekly.size(); ++i) {
    if (hours.weekly[i].empty()) continue;
    days.push_back(absl::StrCat(kWeekdays[i], " ", HoursText(hours.weekly[i])));
  }
  return absl::StrJoin(days, "; ");
}

std::string DayText(const SpecialDay& day) {
  std::string text =
      absl::StrCat(day.kind == DayKind::kHoliday ? "holiday " : "workday ", day.name);
  if (!day.shifts.empty()) absl::StrAppend(&text, " ", HoursText(day.shifts));
  if (day.follows) absl::StrAppend(&text, " as ", kWeekdays[static_cast<size_t>(*day.follows)]);
  return text;
}

std::string DayField(const SpecialDay& day) {
  return absl::StrCat("special_days/", absl::FormatCivilTime(day.date));
}

// Violations of the days under the calendar's hours, by their places.
absl::Status CheckDays(const IncomingDays& incoming, const calendar::WorkingCalendar& hours) {
  const absl::Status status = calendar::Validate(
      {.time_zone = hours.time_zone, .weekly = hours.weekly, .special_days = incoming.days});
  if (status.ok()) return status;
  std::vector<status::FieldViolation> violations;
  for (status::FieldViolation violation : status::GetFieldViolations(status)) {
    constexpr std::string_view kPrefix = "special_days[";
    std::string_view field = violation.field;
    size_t index = 0;
    if (field.starts_with(kPrefix)) {
      field.remove_prefix(kPrefix.size());
      const size_t close = field.find(']');
      if (absl::SimpleAtoi(field.substr(0, close), &index) && index < incoming.places.size()) {
        violation.field = absl::StrCat(incoming.places[index], field.substr(close + 1));
      }
    }
    violations.push_back(std::move(violation));
  }
  return status::BadFields(std::move(violations));
}

}  // namespace

bool IsCalendarName(std::string_view name) {
  return !name.empty() && name.size() <= kMaxName &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

absl::Status Validate(const NamedCalendar& named) {
  std::vector<status::FieldViolation> violations;
  text::CheckText("display_name", named.display_name, 1, kMaxDisplayName, text::Lines::kOne,
                  violations);
  for (auto& violation : status::GetFieldViolations(calendar::Validate(named.hours))) {
    violations.push_back(std::move(violation));
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

std::string HoursText(const std::vector<Shift>& shifts) {
  return absl::StrJoin(shifts, " ", [](std::string* out, const Shift& shift) {
    absl::StrAppend(out, ClockText(shift.start), "-", ClockText(shift.end));
  });
}

std::vector<Shift> HoursOf(std::string_view text) {
  std::vector<Shift> shifts;
  for (std::string_view part : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const std::pair<std::string_view, std::string_view> ends = absl::StrSplit(part, '-');
    shifts.push_back({ClockOf(ends.first), ClockOf(ends.second)});
  }
  return shifts;
}

absl::StatusOr<DayChanges> TakeDays(const IncomingDays& incoming, bool replace_years,
                                    NamedCalendar& named) {
  RETURN_IF_ERROR(CheckDays(incoming, named.hours));
  std::map<absl::CivilDay, SpecialDay> days;
  for (const SpecialDay& day : named.hours.special_days) days.emplace(day.date, day);
  DayChanges changes;
  std::map<absl::CivilDay, const SpecialDay*> given;
  std::set<absl::CivilYear> years;
  for (const SpecialDay& day : incoming.days) {
    given.emplace(day.date, &day);
    years.insert(absl::CivilYear(day.date));
  }
  std::set<absl::CivilDay> leaving(incoming.cancelled.begin(), incoming.cancelled.end());
  for (const auto& [date, day] : days) {
    if (replace_years && years.contains(absl::CivilYear(date))) leaving.insert(date);
  }
  for (const absl::CivilDay date : leaving) {
    const auto found = days.find(date);
    if (found == days.end() || given.contains(date)) continue;
    changes.removed.push_back(found->second);
    days.erase(found);
  }
  for (const auto& [date, day] : given) {
    const auto [kept, is_new] = days.emplace(date, *day);
    if (is_new) {
      changes.added.push_back(*day);
    } else if (kept->second != *day) {
      kept->second = *day;
      changes.changed.push_back(*day);
    } else {
      ++changes.unchanged;
    }
  }
  if (days.size() > calendar::kMaxSpecialDays) {
    return status::BadField(
        "days", absl::StrCat("would make ", days.size(), " special days; a calendar has at most ",
                             calendar::kMaxSpecialDays));
  }
  named.hours.special_days.clear();
  for (auto& [date, day] : days) named.hours.special_days.push_back(std::move(day));
  named.special_day_count = named.hours.special_days.size();
  return changes;
}

std::vector<history::Change> DiffFields(const NamedCalendar& before, const NamedCalendar& after) {
  static constexpr history::Field<NamedCalendar> kFields[] = {
      {"display_name", [](const NamedCalendar& c) { return c.display_name; }, nullptr},
      {"time_zone", [](const NamedCalendar& c) { return c.hours.time_zone; }, nullptr},
      {"weekly", [](const NamedCalendar& c) { return WeeklyText(c.hours); }, nullptr},
  };
  return history::Diff<NamedCalendar>(kFields, before, after);
}

std::vector<history::Change> DiffDays(const DayChanges& changes,
                                      const std::vector<SpecialDay>& before) {
  std::map<absl::CivilDay, std::string> old;
  for (const SpecialDay& day : before) old.emplace(day.date, DayText(day));
  std::vector<history::Change> result;
  for (const SpecialDay& day : changes.added) result.push_back({DayField(day), "", DayText(day)});
  for (const SpecialDay& day : changes.changed) {
    result.push_back({DayField(day), old[day.date], DayText(day)});
  }
  for (const SpecialDay& day : changes.removed) result.push_back({DayField(day), DayText(day), ""});
  return result;
}

}  // namespace mainstay::engagement
