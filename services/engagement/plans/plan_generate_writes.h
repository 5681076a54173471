// The planner's proposals as items of a plan.
#pragma once

#include <vector>

#include "absl/time/time.h"
#include "services/engagement/plans/return_visit_plan.h"

namespace mainstay::engagement {

// New items, each with its id.
std::vector<PlanItem> ItemsOf(std::vector<ProposedVisit> proposals, absl::Time now);

}  // namespace mainstay::engagement
