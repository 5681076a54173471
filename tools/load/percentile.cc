#include "tools/load/percentile.h"

#include <algorithm>

namespace mainstay::load {

double PercentileMs(std::vector<uint32_t>& micros, double share) {
  if (micros.empty()) return 0;
  std::sort(micros.begin(), micros.end());
  const auto rank = static_cast<size_t>(share * static_cast<double>(micros.size()));
  return micros[std::min(rank, micros.size() - 1)] / 1000.0;
}

}  // namespace mainstay::load
