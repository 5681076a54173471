#include "tools/load/figures_lag.h"

#include <algorithm>

namespace mainstay::load {

FiguresLag LagOf(const std::vector<absl::Time>& answered, const std::vector<FiguresLook>& looks,
                 int64_t before, absl::Time from) {
  FiguresLag lag;
  size_t look = 0;
  for (size_t n = 0; n < answered.size(); ++n) {
    while (look < looks.size() && looks[look].counted - before <= static_cast<int64_t>(n)) ++look;
    if (answered[n] < from) continue;
    if (look == looks.size()) {
      ++lag.never;
    } else {
      // What was written is counted before its answer may have arrived.
      const int64_t micros = absl::ToInt64Microseconds(looks[look].seen - answered[n]);
      lag.micros.push_back(static_cast<uint32_t>(std::max<int64_t>(micros, 0)));
    }
  }
  return lag;
}

}  // namespace mainstay::load
