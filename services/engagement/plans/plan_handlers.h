// The parts of ReturnVisitPlanService, a file each. For this folder only.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/events/outbox.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "common/rpc/call_context.h"
#include "common/rpc/router.h"
#include "services/engagement/deps.h"
#include "services/engagement/plans/return_visit_plan.h"

namespace mainstay::engagement {

inline constexpr std::string_view kPlanService = "mainstay.engagement.v1.ReturnVisitPlanService/";
inline constexpr std::string_view kPlanPattern = "returnVisitPlans/*";
inline constexpr std::string_view kPlanItemPattern = "returnVisitPlans/*/items/*";

void RegisterPlanReads(rpc::Router& router, const Deps& deps);
void RegisterPlanGenerate(rpc::Router& router, const Deps& deps);
void RegisterPlanVerbs(rpc::Router& router);  // approve, discard
void RegisterPlanItemWrites(rpc::Router& router, const Deps& deps);

// The plan that `name` names, locked with its items.
absl::StatusOr<ReturnVisitPlan> LockForWrite(pg::Tx& tx, const rpc::CallContext& call,
                                             const std::string& plan_id, const std::string& name);

// The FAILED_PRECONDITION of a plan that would have more than `most` items; `advice`: what to do.
absl::Status TooLarge(size_t most, std::string_view advice);

// Writes the row, the history and the event of one version of the plan (history::NextVersion).
void SavePlan(pg::Tx& tx, const ReturnVisitPlan& after, const std::string& action,
              const history::Change& change, const events::OutboxEvent& event,
              const history::WriteContext& at);

}  // namespace mainstay::engagement
