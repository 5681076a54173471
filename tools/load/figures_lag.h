// How far figures are behind the answers that they are made of.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/time/time.h"

namespace mainstay::load {

// What somebody who looked at the figures saw.
struct FiguresLook {
  absl::Time seen;      // when the answer had come
  int64_t counted = 0;  // responses in the figures
};

struct FiguresLag {
  std::vector<uint32_t> micros;  // of each answer since `from`, in the order of answering
  int64_t never = 0;             // of these: in no figures that anybody saw
};

// The n-th answer that was acknowledged is in the figures from the first look on that counts n more
// than `before`. `answered` and `looks` in the order of time. Includes the time until somebody
// looks.
FiguresLag LagOf(const std::vector<absl::Time>& answered, const std::vector<FiguresLook>& looks,
                 int64_t before, absl::Time from);

}  // namespace mainstay::load
