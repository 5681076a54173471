// In whose name a service writes what an event asks for.
#pragma once

#include <mainstay/events/v1/event.pb.h>

#include "absl/time/clock.h"
#include "common/history/change.h"
#include "common/trace/trace.h"

namespace mainstay::events {

// The event's actor in the event's trace; the time is now, because events may be old when they
// come.
inline history::WriteContext ContextOf(const v1::Event& event) {
  history::WriteContext context{.actor = event.actor(), .now = absl::Now()};
  if (auto trace = trace::ParseTraceparent(event.traceparent())) context.trace = *trace;
  return context;
}

}  // namespace mainstay::events
