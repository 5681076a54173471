#include "common/csv/file_time.h"

#include <string>

#include "common/text/rules.h"

namespace mainstay::csv {

std::optional<absl::Time> ParseFileTime(std::string_view text, absl::TimeZone zone) {
  const std::string trimmed = text::Trim(text);
  for (const char* format :
       {"%Y-%m-%d %H:%M:%E*S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M:%E*S",
        "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y-%m-%dT%H:%M:%E*S", "%Y-%m-%dT%H:%M:%E*S%Ez"}) {
    absl::Time time;
    // It also reads "infinite-future".
    if (absl::ParseTime(format, trimmed, zone, &time, nullptr) && time < absl::InfiniteFuture() &&
        time > absl::InfinitePast()) {
      return time;
    }
  }
  return std::nullopt;
}

}  // namespace mainstay::csv
