// The columns of plans and of their items, as every statement that reads some selects them.
#pragma once

#include <pqxx/result>
#include <string>

#include "services/engagement/plans/return_visit_plan.h"

namespace mainstay::engagement {

#define MAINSTAY_PLAN_COLUMNS                                                             \
  "p.plan_id, p.version, p.display_name, p.first_day, p.last_day, p.user_id, p.creator, " \
  "p.team_user, p.calendar, p.daily_limit, p.state, p.approver, p.approve_time, "         \
  "p.create_time, p.update_time"
inline constexpr int kPlanColumns = 15;

// A row of MAINSTAY_PLAN_COLUMNS.
ReturnVisitPlan PlanFromRow(const pqxx::row& row);

#define MAINSTAY_PLAN_ITEM_COLUMNS                                                             \
  "i.item_id, i.version, i.state, i.edited, i.reasons, i.due_day, i.user_id, i.start_time, "   \
  "i.end_time, i.visit_kind, i.visit_mode, i.purpose, i.priority, i.warnings, i.skip_reason, " \
  "i.visit_id, i.create_time, i.update_time, coalesce(d.survivor_id, i.account_id), "          \
  "coalesce(s.display_name, ''), coalesce(v.state, '')"
// What the columns are of: an item with the account under which it is seen, and its visit.
#define MAINSTAY_PLAN_ITEMS                                        \
  " FROM return_visit_plan_items i "                               \
  "LEFT JOIN account_directory d ON d.account_id = i.account_id "  \
  "LEFT JOIN account_directory s ON s.account_id = d.survivor_id " \
  "LEFT JOIN visits v ON v.visit_id = i.visit_id "

// A row of MAINSTAY_PLAN_ITEM_COLUMNS.
PlanItem PlanItemFromRow(const pqxx::row& row);

}  // namespace mainstay::engagement
