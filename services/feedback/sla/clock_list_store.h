// Lists of clocks and of quarterly plans together with their cases.
#pragma once

#include <optional>
#include <string>

#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/feedback/sla/case_clock.h"
#include "services/feedback/sla/sla_policy.h"

namespace mainstay::feedback {

// A clock with what is told of its case.
struct ListedClock {
  CaseClock clock;
  std::string account_id;  // that the case is seen under
  int64_t number = 0;
  std::string subject;
  std::string assignee;
  std::string severity;
};

// Which open clocks.
struct ClockSearch {
  std::string state;  // of the clock's states; empty: every one
  std::string assignee;
  std::optional<absl::Time> due_before;
  absl::Time now;
};

// By when they are due.
absl::Span<const api::Sort> ClockSorts();
// Of one account, resolved by the caller; with an empty `account_id` all that the scope shows
// (CasesPredicate).
api::Rows<ListedClock> ListOpenClocks(pg::Tx& tx, const api::ListQuery& query,
                                      const ClockSearch& search, const std::string& account_id,
                                      const auth::AccountScope& scope);

// A case of a quarter's plan.
struct PlannedCase {
  std::string id;
  std::string account_id;  // that the case is seen under
  int64_t number = 0;
  std::string subject;
  std::string category;
  std::string kind;
  std::string severity;
  std::string state;
  absl::Time receive_time;
};
absl::Span<const api::Sort> PlannedCaseSorts();
// Without those that were withdrawn. Accounts as above.
api::Rows<PlannedCase> ListPlannedCases(pg::Tx& tx, const api::ListQuery& query,
                                        const Quarter& quarter, const std::string& account_id,
                                        const auth::AccountScope& scope);

}  // namespace mainstay::feedback
