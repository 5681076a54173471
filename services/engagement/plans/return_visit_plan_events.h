// What is published of a plan: each version has one event.
#pragma once

#include <string>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/engagement/plans/return_visit_plan.h"

namespace mainstay::engagement {

events::OutboxEvent PlanGeneratedEvent(const ReturnVisitPlan& plan, int items,
                                       const history::WriteContext& context);
events::OutboxEvent PlanChangedEvent(const ReturnVisitPlan& plan, const std::string& action,
                                     const history::WriteContext& context);
events::OutboxEvent PlanApprovedEvent(const ReturnVisitPlan& plan, int visits,
                                      const history::WriteContext& context);
events::OutboxEvent PlanDiscardedEvent(const ReturnVisitPlan& plan,
                                       const history::WriteContext& context);

}  // namespace mainstay::engagement
