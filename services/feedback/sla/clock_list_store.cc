#include "services/feedback/sla/clock_list_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/sla/clock_store.h"

namespace mainstay::feedback {
namespace {

// The condition of an open clock's state at `now`, as Read() says: due beats paused, and paused
// beats at risk.
std::string StateIs(const std::string& state, const std::string& now) {
  const std::string due = absl::StrCat("coalesce(k.due_time <= ", now, ", false)");
  const std::string paused = "'infinity' = ANY (k.pause_to)";
  const std::string at_risk = absl::StrCat("coalesce(k.at_risk_time <= ", now, ", false)");
  if (state == kClockBreached) return due;
  if (state == kClockPaused) return absl::StrCat("NOT ", due, " AND ", paused);
  const std::string counting =
      absl::StrCat("k.calendar_version > 0 AND NOT ", due, " AND NOT ", paused);
  if (state == kClockAtRisk) return absl::StrCat(counting, " AND ", at_risk);
  return absl::StrCat(counting, " AND NOT ", at_risk);
}

}  // namespace

absl::Span<const api::Sort> ClockSorts() {
  static constexpr api::Sort kSorts[] = {
      {"due_time", false, "coalesce(k.due_time, 'infinity')", "timestamptz"}};
  return kSorts;
}

api::Rows<ListedClock> ListOpenClocks(pg::Tx& tx, const api::ListQuery& query,
                                      const ClockSearch& search, const std::string& account_id,
                                      const auth::AccountScope& scope) {
  api::ListParams params(query);
  std::string sql = absl::StrCat(
      "SELECT " MAINSTAY_CLOCK_COLUMNS
      ", coalesce(d.survivor_id, c.account_id), c.number, c.subject, c.assignee, c.severity",
      api::KeyColumns(query, "k.clock_id"),
      " FROM case_clocks k JOIN cases c USING (case_id) "
      "LEFT JOIN account_directory d ON d.account_id = c.account_id "
      "WHERE k.met_time IS NULL AND k.withdraw_time IS NULL AND k.target IS NOT NULL AND ",
      query.filter.where);
  if (!search.state.empty()) {
    const std::string now = absl::StrCat(params.Add(search.now), "::timestamptz");
    absl::StrAppend(&sql, " AND ", StateIs(search.state, now));
  }
  if (!search.assignee.empty()) {
    absl::StrAppend(&sql, " AND c.assignee = ", params.Add(search.assignee));
  }
  if (search.due_before) {
    absl::StrAppend(&sql, " AND k.due_time < ", params.Add(*search.due_before), "::timestamptz");
  }
  absl::StrAppend(&sql, CasesPredicate(params, account_id, scope));
  absl::StrAppend(&sql, api::KeysetEnd(query, "k.clock_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, [](const pqxx::row& row) {
    constexpr int kCase = kClockColumns;
    return ListedClock{.clock = ClockOfRow(row),
                       .account_id = row[kCase].c_str(),
                       .number = row[kCase + 1].as<int64_t>(),
                       .subject = row[kCase + 2].c_str(),
                       .assignee = row[kCase + 3].c_str(),
                       .severity = row[kCase + 4].c_str()};
  });
}

absl::Span<const api::Sort> PlannedCaseSorts() {
  static constexpr api::Sort kSorts[] = {{"receive_time", false, "c.receive_time", "timestamptz"}};
  return kSorts;
}

api::Rows<PlannedCase> ListPlannedCases(pg::Tx& tx, const api::ListQuery& query,
                                        const Quarter& quarter, const std::string& account_id,
                                        const auth::AccountScope& scope) {
  api::ListParams params(query);
  std::string sql = absl::StrCat(
      "SELECT c.case_id, coalesce(d.survivor_id, c.account_id), c.number, c.subject, c.category, "
      "c.kind, c.severity, c.state, c.receive_time",
      api::KeyColumns(query, "c.case_id"),
      " FROM quarterly_plan_cases q JOIN cases c USING (case_id) "
      "LEFT JOIN account_directory d ON d.account_id = c.account_id "
      "WHERE c.state <> 'withdrawn' AND q.year = ",
      params.Add(quarter.year), "::int AND q.quarter = ", params.Add(quarter.quarter), "::int AND ",
      query.filter.where);
  absl::StrAppend(&sql, CasesPredicate(params, account_id, scope));
  absl::StrAppend(&sql, api::KeysetEnd(query, "c.case_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, [](const pqxx::row& row) {
    return PlannedCase{.id = row[0].c_str(),
                       .account_id = row[1].c_str(),
                       .number = row[2].as<int64_t>(),
                       .subject = row[3].c_str(),
                       .category = row[4].c_str(),
                       .kind = row[5].c_str(),
                       .severity = row[6].c_str(),
                       .state = row[7].c_str(),
                       .receive_time = pg::ParseTime(row[8].c_str())};
  });
}

}  // namespace mainstay::feedback
