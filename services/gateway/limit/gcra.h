// The generic cell rate algorithm (ITU-T I.371, annex A; "leaky bucket as a meter"): a caller may
// go at a steady rate and save up a burst. Its whole state is one time, the theoretical arrival
// time (TAT) of the next call at the steady rate.
#pragma once

#include "absl/time/time.h"

namespace mainstay::gateway {

struct Quota {
  int per_second;  // steady rate, at least 1
  int burst;       // calls that may come at once after a pause, at least 1

  // Between calls at the steady rate.
  absl::Duration interval() const { return absl::Seconds(1) / per_second; }
  // How far the TAT may lie ahead of a call that is let through.
  absl::Duration tolerance() const { return interval() * (burst - 1); }
};

struct Grant {
  int calls;                   // 0 to the number wanted
  absl::Duration retry_after;  // until one more would be granted; zero if at once
};

// Grants as many of `wanted` calls as the quota has left at `now`, and moves `tat` on.
Grant TakeCalls(const Quota& quota, absl::Time now, int wanted, absl::Time* tat);

}  // namespace mainstay::gateway
