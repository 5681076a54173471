#include "common/calendar/lunar.h"

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
  calendar->set(UCAL_DATE, lunar.day);
  UErrorCode error = U_ZERO_ERROR;
  const double millis = calendar->getTime(error);
  // ICU rolls a day that does not exist over into the next month: it reads back as another one.
  if (U_FAILURE(error) || Fields(*calendar) != lunar) return std::nullopt;
  return absl::CivilDay(1970, 1, 1) + static_cast<int64_t>(std::floor(millis / kMillisPerDay));
}

std::optional<LunarDay> ToLunar(absl::CivilDay solar) {
  icu::Calendar* calendar = Chinese();
  if (calendar == nullptr || solar.year() < 1901 || solar.year() > 2100) return std::nullopt;
  UErrorCode error = U_ZERO_ERROR;
  calendar->setTime(static_cast<double>(solar - absl::CivilDay(1970, 1, 1)) * kMillisPerDay, error);
  if (U_FAILURE(error)) return std::nullopt;
  return Fields(*calendar);
}

}  // namespace mainstay::calendar
