#include "common/pg/day.h"

#include "absl/strings/str_format.h"

namespace mainstay::pg {

std::string DayText(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

absl::CivilDay ParseDay(std::string_view text) {
  absl::CivilDay day;
  return absl::ParseCivilTime(text, &day) ? day : absl::CivilDay();
}

}  // namespace mainstay::pg
