#include "services/accounts/contacts/important_date.h"

#include <array>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "common/calendar/lunar.h"
#include "common/calendar/working_calendar.h"
#include "common/text/rules.h"

namespace mainstay::accounts {
namespace {

constexpr size_t kMaxLabel = 80;
// A year that has the 29th of February, for dates whose year is not known.
constexpr int kLeapYear = 2000;

// Empty when the solar date exists, else what is wrong with its day.
std::string SolarProblem(const ImportantDate& date) {
  const int year = date.year == 0 ? kLeapYear : date.year;
  const absl::CivilDay day(year, date.month, date.day);
  if (day.month() == date.month && day.day() == date.day) return "";
  return absl::StrFormat("month %d %sdoes not have a day %d", date.month,
                         date.year == 0 ? "" : absl::StrCat("of ", date.year, " "), date.day);
}

std::string LunarProblem(const ImportantDate& date) {
  if (date.day > 30) return "a lunar month has at most 30 days";
  if (date.year == 0) return "";
  if (calendar::ToSolar({date.year, date.month, date.leap_month, date.day})) return "";
  return absl::StrFormat("the lunar year %d has no day %d of %smonth %d", date.year, date.day,
                         date.leap_month ? "leap " : "", date.month);
}

// The day in the year `year` of the date's own calendar.
std::optional<absl::CivilDay> DayInYear(const ImportantDate& date, int year) {
  if (!date.lunar) {
    const absl::CivilDay day(year, date.month, date.day);
    return day.month() == date.month ? day : day - day.day();
  }
  for (const bool leap : {date.leap_month, false}) {
    for (const int number : {date.day, 29}) {
      if (auto day = calendar::ToSolar({year, date.month, leap, number})) return day;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<absl::CivilDay> NextOccurrence(const ImportantDate& date, absl::CivilDay from) {
  // A lunar year may end in the February after.
  for (int year = static_cast<int>(from.year()) - 1; year <= from.year() + 1; ++year) {
    const std::optional<absl::CivilDay> day = DayInYear(date, year);
    if (day && *day >= from && day->year() <= calendar::kLastYear) return day;
  }
  return std::nullopt;
}

void CheckImportantDate(std::string_view field, const ImportantDate& date,
                        std::vector<status::FieldViolation>& violations) {
  auto wrong = [&](std::string_view what, std::string description) {
    violations.push_back(
        {absl::StrCat(std::string(field), ".", std::string(what)), std::move(description)});
  };
  const size_t before = violations.size();
  if (date.kind.empty()) wrong("kind", "must say what happens on the day");
  if (date.year != 0 && (date.year < 1900 || date.year > 2100)) {
    wrong("year", "must be 1900 to 2100, or 0 when not known");
  }
  if (date.month < 1 || date.month > 12) wrong("month", "must be 1 to 12");
  if (date.day < 1 || date.day > 31) wrong("day", "must be 1 to 31");
  if (date.leap_month && !date.lunar) wrong("leap_month", "is for lunar dates only");
  text::CheckText(absl::StrCat(std::string(field), ".label"), date.label,
                  date.kind == "other" ? 1 : 0, kMaxLabel, text::Lines::kOne, violations);
  if (violations.size() != before) return;
  std::string problem = date.lunar ? LunarProblem(date) : SolarProblem(date);
  if (!problem.empty()) wrong("day", std::move(problem));
}

std::string ToText(const ImportantDate& date) {
  return absl::StrFormat("%s %s %04d-%02d-%02d %s", date.kind,
                         date.leap_month ? "lunar-leap"
                         : date.lunar    ? "lunar"
                                         : "solar",
                         date.year, date.month, date.day, date.label);
}

std::optional<ImportantDate> ParseImportantDate(std::string_view line) {
  std::vector<std::string> words = absl::StrSplit(std::string(line), absl::MaxSplits(' ', 3));
  if (words.size() != 4) return std::nullopt;
  ImportantDate date{.kind = words[0],
                     .lunar = words[1] != "solar",
                     .leap_month = words[1] == "lunar-leap",
                     .label = words[3]};
  std::vector<std::string> numbers = absl::StrSplit(words[2], '-');
  if (numbers.size() != 3 || !absl::SimpleAtoi(numbers[0], &date.year) ||
      !absl::SimpleAtoi(numbers[1], &date.month) || !absl::SimpleAtoi(numbers[2], &date.day)) {
    return std::nullopt;
  }
  return date;
}

}  // namespace mainstay::accounts
