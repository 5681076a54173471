// Times as people's files write them.
#pragma once

#include <optional>
#include <string_view>

#include "absl/time/time.h"

namespace mainstay::csv {

// "2026-01-31", "2026-01-31 14:30", "2026-01-31 14:30:05", also with slashes, in `zone`; or RFC
// 3339. Nothing for what is no such time.
std::optional<absl::Time> ParseFileTime(std::string_view text, absl::TimeZone zone);

}  // namespace mainstay::csv
