#include "services/engagement/plans/return_visit_plan_service.h"

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/engagement/plans/plan_handlers.h"
#include "services/engagement/plans/return_visit_plan_store.h"

namespace mainstay::engagement {

void RegisterReturnVisitPlanService(rpc::Router& router, const Deps& deps) {
  RegisterPlanReads(router, deps);
  RegisterPlanGenerate(router, deps);
  RegisterPlanVerbs(router);
  RegisterPlanItemWrites(router, deps);
}

absl::StatusOr<ReturnVisitPlan> LockForWrite(pg::Tx& tx, const rpc::CallContext& call,
                                             const std::string& plan_id, const std::string& name) {
  std::optional<ReturnVisitPlan> plan = LockPlan(tx, plan_id, call.scope());
  if (!plan) return status::NotFound(name);
  return *std::move(plan);
}

absl::Status TooLarge(size_t most, std::string_view advice) {
  return status::Error(absl::StatusCode::kFailedPrecondition, "PLAN_TOO_LARGE",
                       absl::StrCat("the plan would have more than ", most, " items; ", advice));
}

void SavePlan(pg::Tx& tx, const ReturnVisitPlan& after, const std::string& action,
              const history::Change& change, const events::OutboxEvent& event,
              const history::WriteContext& at) {
  UpdatePlan(tx, after);
  history::RecordChanges(tx, kPlanChanges, after.id, after.version, action, {change}, at);
  events::Append(tx, event);
}

}  // namespace mainstay::engagement
