#include "services/engagement/plans/return_visit_plan_events.h"

#include <mainstay/engagement/v1/return_visit_plan_events.pb.h>

#include "common/events/event_of.h"
#include "services/engagement/plans/return_visit_plan_proto.h"

namespace mainstay::engagement {
namespace {

template <class Payload>
events::OutboxEvent EventOf(const ReturnVisitPlan& plan, Payload payload,
                            const history::WriteContext& context) {
  payload.set_return_visit_plan(PlanName(plan.id));
  return events::EventOf({events::kNoAccount, "return_visit_plan", plan.id, plan.version}, payload,
                         context);
}

}  // namespace

events::OutboxEvent PlanGeneratedEvent(const ReturnVisitPlan& plan, int items,
                                       const history::WriteContext& context) {
  v1::ReturnVisitPlanGenerated payload;
  payload.set_user(plan.user);
  payload.set_item_count(items);
  return EventOf(plan, std::move(payload), context);
}

events::OutboxEvent PlanChangedEvent(const ReturnVisitPlan& plan, const std::string& action,
                                     const history::WriteContext& context) {
  v1::ReturnVisitPlanChanged payload;
  payload.set_action(action);
  return EventOf(plan, std::move(payload), context);
}

events::OutboxEvent PlanApprovedEvent(const ReturnVisitPlan& plan, int visits,
                                      const history::WriteContext& context) {
  v1::ReturnVisitPlanApproved payload;
  payload.set_visit_count(visits);
  return EventOf(plan, std::move(payload), context);
}

events::OutboxEvent PlanDiscardedEvent(const ReturnVisitPlan& plan,
                                       const history::WriteContext& context) {
  return EventOf(plan, v1::ReturnVisitPlanDiscarded(), context);
}

}  // namespace mainstay::engagement
