// Between plans of return visits and messages.
#pragma once

#include <string>
#include <vector>

#include <mainstay/engagement/v1/return_visit_plan_service.pb.h>

#include "absl/status/statusor.h"
#include "services/engagement/plans/return_visit_plan.h"
#include "services/engagement/plans/return_visit_plan_store.h"

namespace mainstay::engagement {

std::string PlanName(const std::string& plan_id);
std::string PlanItemName(const std::string& plan_id, const std::string& item_id);

v1::ReturnVisitPlan ToProto(const ReturnVisitPlan& plan, const PlanCounts& counts);
v1::ReturnVisitPlanProgress ProgressToProto(const std::string& plan_id,
                                            const std::vector<StateCount>& counts);

// The plan that a request asks for, filled in; `caller` stands for "me".
absl::StatusOr<ReturnVisitPlan> FromProto(const v1::GenerateReturnVisitPlanRequest& request,
                                          const std::string& caller);

// What callers set of an item. The account stays as the caller names it.
absl::StatusOr<PlanItem> FromProto(const v1::PlanItem& message);
v1::PlanItem ToProto(const PlanItem& item, const std::string& plan_id);

}  // namespace mainstay::engagement
