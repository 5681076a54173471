#include "services/engagement/plans/plan_generate_writes.h"

#include <mainstay/engagement/v1/return_visit_plan_service.pb.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/idempotency.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/status/status.h"
#include "services/engagement/plans/plan_handlers.h"
#include "services/engagement/plans/plan_inputs_store.h"
#include "services/engagement/plans/plan_item_store.h"
#include "services/engagement/plans/return_visit_plan_events.h"
#include "services/engagement/plans/return_visit_plan_proto.h"
#include "services/engagement/plans/return_visit_plan_store.h"

namespace mainstay::engagement {

std::vector<PlanItem> ItemsOf(std::vector<ProposedVisit> proposals, absl::Time now) {
  std::vector<PlanItem> items;
  items.reserve(proposals.size());
  for (ProposedVisit& proposal : proposals) {
    PlanItem& item = items.emplace_back();
    item.id = api::NewUuid(now);
    item.visit = std::move(proposal);
    item.create_time = item.update_time = now;
  }
  return items;
}

namespace {

// The items of a new plan: everything that is due in its period from tomorrow on.
absl::StatusOr<std::vector<PlanItem>> Propose(pg::Tx& tx, const Deps& deps,
                                              const ReturnVisitPlan& plan, absl::Time now) {
  const auto found = deps.working_times->Get(tx, plan.calendar);
  if (absl::IsNotFound(found.status())) {
    return status::BadField("working_calendar",
                            absl::StrCat("there is no workingCalendars/", plan.calendar));
  }
  RETURN_IF_ERROR(found.status());
  const calendar::WorkingTime& working = **found;
  const absl::CivilDay tomorrow = absl::ToCivilDay(now, working.zone()) + 1;
  RETURN_IF_ERROR(Validate(plan, tomorrow));
  const absl::CivilDay first = std::max(plan.first_day, tomorrow);
  const auto day = working.MoveToWorkingDay(first, calendar::Direction::kForward);
  if (!day || *day > plan.last_day) {
    return status::BadField("end_date", "there is no working day from tomorrow until then");
  }
  PlanInputs inputs = ReadPlanInputs(tx, plan, "", first, working.zone());
  inputs.working = &working;
  inputs.most = deps.max_plan_items;
  std::vector<PlanItem> items = ItemsOf(PlanReturnVisits(inputs), now);
  if (items.size() > deps.max_plan_items) {
    return TooLarge(deps.max_plan_items, "plan a shorter period or a user's accounts");
  }
  return items;
}

absl::StatusOr<v1::ReturnVisitPlan> Generate(rpc::CallContext& call, const Deps& deps,
                                             const v1::GenerateReturnVisitPlanRequest& request) {
  ASSIGN_OR_RETURN(const ReturnVisitPlan parsed, FromProto(request, call.principal().subject));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  return api::WriteOnce<v1::ReturnVisitPlan>(
      call, request, api::kReplayToCaller,
      [&](pg::Tx& tx) -> absl::StatusOr<v1::ReturnVisitPlan> {
        ReturnVisitPlan plan = parsed;
        plan.team_user = call.scope().user().value_or("");
        plan.id = api::NewUuid(context.now);
        plan.create_time = plan.update_time = context.now;
        ASSIGN_OR_RETURN(const std::vector<PlanItem> items, Propose(tx, deps, plan, context.now));
        InsertPlan(tx, plan);
        RETURN_IF_ERROR(InsertPlanItems(tx, plan.id, items));
        history::RecordChanges(tx, kPlanChanges, plan.id, plan.version, "generate", {{}}, context);
        events::Append(tx, PlanGeneratedEvent(plan, static_cast<int>(items.size()), context));
        return ToProto(plan, CountItems(items));
      },
      {.plan_once = false});
}

}  // namespace

void RegisterPlanGenerate(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kPlanService, "GenerateReturnVisitPlan"), deps, Generate);
}

}  // namespace mainstay::engagement
