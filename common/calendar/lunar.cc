#include "common/calendar/lunar.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <unicode/calendar.h>
#include <unicode/locid.h>
#include <unicode/timezone.h>

namespace mainstay::calendar {
namespace {

// ICU counts the years of the Chinese calendar from 2637 BCE, as its EXTENDED_YEAR.
constexpr int kEpoch = 2637;
constexpr double kMillisPerDay = 86400000.0;

// A calendar of the thread's own: making one costs far more than using it. Days are counted in
// UTC, so that a solar day is a whole number of them; ICU keeps Beijing's meridian for the months
// itself.
icu::Calendar* Chinese() {
  thread_local std::unique_ptr<icu::Calendar> calendar = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::Calendar> made(icu::Calendar::createInstance(
        icu::TimeZone::getGMT()->clone(), icu::Locale("zh@calendar=chinese"), error));
    if (U_FAILURE(error)) made.reset();
    return made;
  }();
  return calendar.get();
}

std::optional<LunarDay> Fields(icu::Calendar& calendar) {
  UErrorCode error = U_ZERO_ERROR;
  LunarDay day{.year = calendar.get(UCAL_EXTENDED_YEAR, error) - kEpoch,
               .month = calendar.get(UCAL_MONTH, error) + 1,
               .leap_month = calendar.get(UCAL_IS_LEAP_MONTH, error) != 0,
               .day = calendar.get(UCAL_DATE, error)};
  if (U_FAILURE(error)) return std::nullopt;
  return day;
}

// Months of which ICU (72) misses the new moon by minutes around Beijing's midnight, and so begins
// them a day too late (-1) or too early (+1). Found by computing every new moon from 1929 to 2100
// (Meeus, Astronomical Algorithms, chapter 49) and leaving out that of 28 September 2057, which is
// within seconds of midnight; the months of 1954 to 2030 are as the Hong Kong Observatory publishes
// them.
struct Correction {
  absl::CivilDay start;  // of the month, as ICU has it
  int shift;             // to the day on which it begins
};
const Correction kCorrections[] = {
    {absl::CivilDay(1954, 2, 4), -1},  {absl::CivilDay(1955, 2, 23), -1},
    {absl::CivilDay(1999, 1, 18), -1}, {absl::CivilDay(2012, 8, 18), -1},
    {absl::CivilDay(2018, 11, 7), 1},  {absl::CivilDay(2027, 2, 7), -1},
    {absl::CivilDay(2030, 2, 2), 1},   {absl::CivilDay(2070, 3, 13), -1},
};

// Of a month that begins, as ICU has it, on `start`.
int ShiftOf(absl::CivilDay start) {
  const auto found = std::find_if(std::begin(kCorrections), std::end(kCorrections),
                                  [&](const Correction& c) { return c.start == start; });
  return found == std::end(kCorrections) ? 0 : found->shift;
}

std::optional<LunarDay> IcuDay(icu::Calendar& calendar, absl::CivilDay solar) {
  UErrorCode error = U_ZERO_ERROR;
  calendar.setTime(static_cast<double>(solar - absl::CivilDay(1970, 1, 1)) * kMillisPerDay, error);
  if (U_FAILURE(error)) return std::nullopt;
  return Fields(calendar);
}

// ICU's day, corrected.
std::optional<LunarDay> DayOf(icu::Calendar& calendar, absl::CivilDay solar) {
  // The month begins today, and not tomorrow.
  if (ShiftOf(solar + 1) < 0) return IcuDay(calendar, solar + 1);
  std::optional<LunarDay> day = IcuDay(calendar, solar);
  if (!day) return std::nullopt;
  const int shift = ShiftOf(solar - (day->day - 1));
  day->day -= shift;
  if (day->day > 0) return day;
  day = IcuDay(calendar, solar - 1);  // the month begins tomorrow: one more day of the last
  if (day) ++day->day;
  return day;
}

}  // namespace

std::optional<absl::CivilDay> ToSolar(const LunarDay& lunar) {
  icu::Calendar* calendar = Chinese();
  if (calendar == nullptr || lunar.year < 1900 || lunar.year > 2100 || lunar.month < 1 ||
      lunar.month > 12 || lunar.day < 1 || lunar.day > 30) {
    return std::nullopt;
  }
  calendar->clear();
  calendar->set(UCAL_EXTENDED_YEAR, lunar.year + kEpoch);
  calendar->set(UCAL_MONTH, lunar.month - 1);
  calendar->set(UCAL_IS_LEAP_MONTH, lunar.leap_month ? 1 : 0);
  calendar->set(UCAL_DATE, 1);
  UErrorCode error = U_ZERO_ERROR;
  const double millis = calendar->getTime(error);
  if (U_FAILURE(error)) return std::nullopt;
  const absl::CivilDay first =
      absl::CivilDay(1970, 1, 1) + static_cast<int64_t>(std::floor(millis / kMillisPerDay));
  const absl::CivilDay day = first + ShiftOf(first) + (lunar.day - 1);
  // A month or day that does not exist reads back as another one.
  if (DayOf(*calendar, day) != lunar) return std::nullopt;
  return day;
}

std::optional<LunarDay> ToLunar(absl::CivilDay solar) {
  icu::Calendar* calendar = Chinese();
  if (calendar == nullptr || solar.year() < 1901 || solar.year() > 2100) return std::nullopt;
  return DayOf(*calendar, solar);
}

}  // namespace mainstay::calendar
