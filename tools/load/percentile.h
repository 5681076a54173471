// Percentiles of measured times.
#pragma once

#include <cstdint>
#include <vector>

namespace mainstay::load {

// The smallest value that `share` of all values do not exceed (nearest rank), in milliseconds; 0
// without values. Sorts them.
double PercentileMs(std::vector<uint32_t>& micros, double share);

}  // namespace mainstay::load
