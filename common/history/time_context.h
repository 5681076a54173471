// In whose name time does what it does: what is due, missed, given up or looked at again.
#pragma once

#include "absl/time/time.h"
#include "common/history/change.h"
#include "common/trace/trace.h"

namespace mainstay::history {

// The actor is "mainstay", and the trace one of its own.
inline WriteContext TimeContext(absl::Time now) {
  return {.actor = "mainstay", .reason = "", .now = now, .trace = trace::NewTrace()};
}

}  // namespace mainstay::history
