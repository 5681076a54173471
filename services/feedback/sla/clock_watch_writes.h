// What time does to the clocks of cases.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/feedback/sla/planning_write.h"

namespace mainstay::feedback {

// Tells what there is to tell of clocks, once: at risk, breached, the levels of their ladders; and
// plans anew those whose grounds have changed. Everything is in rows, so that it does not matter
// who looks, how many do so at once, or how late; a clock is locked while it is looked at. One that
// cannot be looked at is logged and put off for a day. For service::PeriodicTask; copyable,
// thread-safe.
class ClockWatch {
 public:
  // A step: a batch of clocks; true when there may be more. Makes the default policy if there is
  // none.
  absl::StatusOr<bool> operator()(pg::Tx& tx, absl::Time now) const;

 private:
  std::shared_ptr<PlanningCache> cache_ = std::make_shared<PlanningCache>();
};

}  // namespace mainstay::feedback
