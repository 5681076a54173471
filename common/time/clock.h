// The clock that rules are given, so that tests can set it.
#pragma once

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace mainstay::time {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  // The present instant, to the microsecond (what PostgreSQL keeps).
  virtual absl::Time Now() const = 0;
};

// The machine's clock; lives for ever.
const Clock& SystemClock();

}  // namespace mainstay::time
