#include "services/engagement/plans/plan_row.h"

#include "common/pg/day.h"
#include "common/pg/param.h"

namespace mainstay::engagement {

ReturnVisitPlan PlanFromRow(const pqxx::row& row) {
  ReturnVisitPlan plan;
  plan.id = row[0].c_str();
  plan.version = row[1].as<int64_t>();
  plan.display_name = row[2].c_str();
  plan.first_day = pg::ParseDay(row[3].c_str());
  plan.last_day = pg::ParseDay(row[4].c_str());
  plan.user = row[5].c_str();
  plan.creator = row[6].c_str();
  plan.team_user = row[7].c_str();
  plan.calendar = row[8].c_str();
  plan.daily_limit = row[9].as<int>();
  plan.state = row[10].c_str();
  plan.approver = row[11].c_str();
  if (!row[12].is_null()) plan.approve_time = pg::ParseTime(row[12].c_str());
  plan.create_time = pg::ParseTime(row[13].c_str());
  plan.update_time = pg::ParseTime(row[14].c_str());
  return plan;
}

PlanItem PlanItemFromRow(const pqxx::row& row) {
  PlanItem item;
  ProposedVisit& visit = item.visit;
  item.id = row[0].c_str();
  item.version = row[1].as<int64_t>();
  item.state = row[2].c_str();
  item.edited = row[3].as<bool>();
  for (const std::string& line : pg::ParseArray(row[4].c_str())) {
    if (auto reason = ParsePlanReason(line)) visit.reasons.push_back(*std::move(reason));
  }
  visit.due = pg::ParseDay(row[5].c_str());
  visit.user = row[6].c_str();
  visit.start = pg::ParseTime(row[7].c_str());
  visit.end = pg::ParseTime(row[8].c_str());
  visit.visit_kind = row[9].c_str();
  visit.visit_mode = row[10].c_str();
  visit.purpose = row[11].c_str();
  visit.priority = row[12].c_str();
  visit.warnings = pg::ParseArray(row[13].c_str());
  item.skip_reason = row[14].c_str();
  item.visit_id = row[15].is_null() ? "" : row[15].c_str();
  item.create_time = pg::ParseTime(row[16].c_str());
  item.update_time = pg::ParseTime(row[17].c_str());
  visit.account_id = row[18].c_str();
  item.account_display_name = row[19].c_str();
  item.visit_state = row[20].c_str();
  return item;
}

}  // namespace mainstay::engagement
