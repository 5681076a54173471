// Days as date parameters and columns have them.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/civil_time.h"

namespace mainstay::pg {

// "2026-01-20", for a day of the years 1 to 9999.
std::string DayText(absl::CivilDay day);

// A date column's text back into a day; that of the epoch for what is none, such as 'infinity'.
absl::CivilDay ParseDay(std::string_view text);

}  // namespace mainstay::pg
