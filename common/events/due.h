// When the steps of the relay's and the consumer's rounds come.
#pragma once

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace mainstay::events {

// True, and moves `next` on to `every` from now, when its time has come.
inline bool Due(absl::Time* next, absl::Duration every) {
  const absl::Time now = absl::Now();
  if (now < *next) return false;
  *next = now + every;
  return true;
}

}  // namespace mainstay::events
