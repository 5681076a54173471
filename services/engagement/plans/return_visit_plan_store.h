// Plans of return visits in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/engagement/plans/return_visit_plan.h"

namespace mainstay::engagement {

inline constexpr history::ChangeTable kPlanChanges =
    MAINSTAY_CHANGE_TABLE("return_visit_plan_changes", "plan_id");

struct CountedPlan {
  ReturnVisitPlan plan;
  PlanCounts counts;
};

// A plan is seen by those who see every account, by its creator and by whom it is for.

void InsertPlan(pg::Tx& tx, const ReturnVisitPlan& plan);
// Writes what can change of a plan that was read with LockPlan.
void UpdatePlan(pg::Tx& tx, const ReturnVisitPlan& plan);
std::optional<CountedPlan> ReadPlan(pg::Tx& tx, const std::string& plan_id,
                                    const auth::AccountScope& scope);
bool IsPlanSeen(pg::Tx& tx, const std::string& plan_id, const auth::AccountScope& scope);
// Locked until the transaction ends, and with it its items.
std::optional<ReturnVisitPlan> LockPlan(pg::Tx& tx, const std::string& plan_id,
                                        const auth::AccountScope& scope);
api::ListFields PlanListFields();
api::Rows<CountedPlan> ListPlans(pg::Tx& tx, const api::ListQuery& query,
                                 const auth::AccountScope& scope);

// What became of the visits of a plan, by who goes and by the visit's state; "skipped" and
// "proposed" for items without a visit.
struct StateCount {
  std::string user;
  std::string state;
  int count = 0;
};
std::vector<StateCount> CountStates(pg::Tx& tx, const std::string& plan_id);

}  // namespace mainstay::engagement
