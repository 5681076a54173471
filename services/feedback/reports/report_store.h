// Counts cases where they are. A few statements a report, over all cases that are selected.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/feedback/reports/case_figures.h"

namespace mainstay::feedback {

struct ReportQuery {
  CaseSelection selection;
  std::string account_id;  // resolved by the caller; empty: every one in the scope
  // "account", "manager", "category", "month", "kind", "severity", "channel", "assignee"; empty: no
  // groups. Of a Pareto analysis "category", "cause", "product".
  std::string group_by;
  absl::Time now;
  int limit = 50;                  // groups
  std::vector<std::string> after;  // rank and key of the last group before; empty: first page
};

struct CaseReport {
  CaseFigures total;
  std::vector<CaseFigures> groups;
  std::vector<std::string> next;  // ReportQuery::after of the next page; empty on the last
};
// In one snapshot only: reads twice.
CaseReport CountCases(pg::Tx& tx, const ReportQuery& query, const auth::AccountScope& scope);

struct CaseBacklog {
  BacklogFigures total;
  std::vector<BacklogFigures> groups;  // the `limit` largest
};
CaseBacklog CountBacklog(pg::Tx& tx, const ReportQuery& query, const auth::AccountScope& scope);

CasePareto CountPareto(pg::Tx& tx, const ReportQuery& query, const auth::AccountScope& scope);

}  // namespace mainstay::feedback
