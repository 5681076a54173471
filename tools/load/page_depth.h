// Whether a deep page costs more than the first.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "tools/load/driver.h"

namespace mainstay::load {

// Walks `depth` pages of 50 accounts over HTTP, then reads the first and the last one in turn 50
// times each: {"page_1_ms":…,"page_N_ms":…,"ratio":…}, medians. FAILED_PRECONDITION when there are
// fewer pages.
absl::StatusOr<std::string> MeasurePageDepth(const std::string& server, const std::string& token,
                                             int depth);

}  // namespace mainstay::load
