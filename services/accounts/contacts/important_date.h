// Days of a person's life to remember every year, by the solar or the lunar calendar.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/status/status.h"

namespace mainstay::accounts {

struct ImportantDate {
  std::string kind;         // "birthday", "anniversary", "festival" or "other"
  bool lunar = false;       // month and day are of the lunar calendar (农历)
  int year = 0;             // the year it first happened, in that calendar; 0 when not known
  int month = 0;            // 1 to 12
  int day = 0;              // 1 to 31, lunar 1 to 30
  bool leap_month = false;  // lunar only: in the leap month of that number
  std::string label;        // what it is; required for "other"

  bool operator==(const ImportantDate&) const = default;
};

// Adds a violation of a field under `field` ("important_dates[2]") for each thing that is wrong: a
// day that its month never has, or does not have in the year given; a leap month of a solar date.
void CheckImportantDate(std::string_view field, const ImportantDate& date,
                        std::vector<status::FieldViolation>& violations);

// The first day not before `from` on which the date is remembered. In a year without that day: the
// 28th of February for the 29th, the last day of a lunar month for its 30th, the month of the same
// number for a leap month. Nothing past 2100. Thread-safe.
std::optional<absl::CivilDay> NextOccurrence(const ImportantDate& date, absl::CivilDay from);

// One line, "birthday lunar-leap 1985-06-15 label…" (year 0000 when not known), and back from it.
// The form in which dates are stored and in which changes of them are recorded.
std::string ToText(const ImportantDate& date);
std::optional<ImportantDate> ParseImportantDate(std::string_view line);

}  // namespace mainstay::accounts
