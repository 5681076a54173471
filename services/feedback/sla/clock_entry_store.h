// The history of clocks, and the cases of quarterly plans, in PostgreSQL.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/api/list.h"
#include "common/pg/session.h"
#include "services/feedback/sla/clock_entry.h"
#include "services/feedback/sla/sla_policy.h"

namespace mainstay::feedback {

// A level of a clock that is there already ends the transaction: ALREADY_EXISTS.
absl::Status InsertClockEntries(pg::Tx& tx, const std::vector<ClockEntry>& entries);

// The escalations of these cases that people were told of: case, clock, level and recipients.
std::vector<ClockEntry> ReadTold(pg::Tx& tx, const std::vector<std::string>& case_ids);

absl::Span<const api::Sort> ClockEntrySorts();
// The caller has checked that the case is to be seen.
api::Rows<ClockEntry> ListClockEntries(pg::Tx& tx, const api::ListQuery& query,
                                       const std::string& case_id);

// Where cases go: each to the plan of a quarter, or with none out of every plan.
struct CasePlan {
  std::string case_id;
  std::string account_id;
  std::optional<Quarter> quarter;
};
void SaveCasePlans(pg::Tx& tx, std::vector<CasePlan> plans);
// To the plan of which quarter a case goes.
std::optional<Quarter> ReadCasePlan(pg::Tx& tx, const std::string& case_id);

}  // namespace mainstay::feedback
