// The Chinese lunar calendar (农历): ICU's, with the months corrected that it begins on a wrong
// day.
#pragma once

#include <optional>

#include "absl/time/civil_time.h"

namespace mainstay::calendar {

// A day of the lunar calendar. `year` is the solar year in which the lunar year began: the days
// before New Year of 2026 belong to 2025.
struct LunarDay {
  int year = 0;             // 1900 to 2100
  int month = 0;            // 1 to 12
  bool leap_month = false;  // in the leap month (闰月) that follows the month of that number
  int day = 0;              // 1 to 30
  bool operator==(const LunarDay&) const = default;
};

// The solar day of `lunar`; nothing when there is no such day: the month has 29 days, or the year
// no such leap month. Thread-safe.
std::optional<absl::CivilDay> ToSolar(const LunarDay& lunar);

// The lunar day of a solar one between 1901 and 2100. Thread-safe.
std::optional<LunarDay> ToLunar(absl::CivilDay solar);

}  // namespace mainstay::calendar
