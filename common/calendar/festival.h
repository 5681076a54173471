// Festivals by which one thinks of customers, of the solar and the lunar calendar.
#pragma once

#include <optional>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "common/calendar/lunar.h"

namespace mainstay::calendar {

struct Festival {
  std::string_view id;  // "spring_festival"
  std::string_view name_zh;
  std::string_view name_en;
  bool lunar = false;
  int month = 0;  // of the solar or the lunar calendar
  int day = 0;
};

// All that are known, in the order of a year.
absl::Span<const Festival> Festivals();

// Nothing for an id that there is not.
std::optional<Festival> FindFestival(std::string_view id);

// The first day not before `day` on which the festival is; nothing past 2100. Thread-safe.
std::optional<absl::CivilDay> NextFestival(const Festival& festival, absl::CivilDay day);

}  // namespace mainstay::calendar
