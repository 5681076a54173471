// The official public-holiday calendars that come with Mainstay, from data/.
#pragma once

#include <span>
#include <string_view>

namespace mainstay::calendar {

// What a country has published for a year.
struct OfficialYear {
  std::string_view region;  // ISO 3166-1 alpha-2, lower case: "cn"
  int year = 0;
  std::string_view csv;  // for ParseSpecialDays()
};

// By region and year; live for ever. A year that is not there had not been published when this was
// built (data/README.md).
std::span<const OfficialYear> OfficialYears();

}  // namespace mainstay::calendar
