// Days in China, where what is not told a time zone is counted.
#pragma once

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace mainstay::calendar {

// China's time, all the year: no tables of zones are needed, and so nothing can fail. Right for
// times since its daylight saving ended in 1991.
inline absl::TimeZone ChinaTime() { return absl::FixedTimeZone(8 * 60 * 60); }

// The day in China at `time`.
inline absl::CivilDay ChinaDay(absl::Time time) { return absl::ToCivilDay(time, ChinaTime()); }

}  // namespace mainstay::calendar
