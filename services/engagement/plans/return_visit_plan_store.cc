#include "services/engagement/plans/return_visit_plan_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/pg/day.h"
#include "common/pg/statement.h"
#include "services/engagement/plans/plan_row.h"

namespace mainstay::engagement {
namespace {

// Whether a plan is seen within a scope; `parameter` ("$2") is auth::AccountScope::user().
#define MAINSTAY_PLAN_SEEN(parameter)                                                         \
  "(" parameter "::text IS NULL OR p.creator = " parameter "::text OR p.user_id = " parameter \
  "::text)"

#define MAINSTAY_PLAN_COUNTS \
  ", c.items, c.accounts, c.skipped, c.over_budget, c.day_full, c.no_person"
#define MAINSTAY_COUNTED_PLANS                                                                   \
  " FROM return_visit_plans p CROSS JOIN LATERAL (SELECT count(*) AS items, "                    \
  "count(DISTINCT i.account_id) FILTER (WHERE i.state <> 'skipped') AS accounts, "               \
  "count(*) FILTER (WHERE i.state = 'skipped') AS skipped, "                                     \
  "count(*) FILTER (WHERE i.state <> 'skipped' AND 'over_budget' = ANY (i.warnings)) "           \
  "  AS over_budget, "                                                                           \
  "count(*) FILTER (WHERE i.state <> 'skipped' AND 'day_full' = ANY (i.warnings)) AS day_full, " \
  "count(*) FILTER (WHERE i.state <> 'skipped' AND i.user_id = '') AS no_person "                \
  "FROM return_visit_plan_items i WHERE i.plan_id = p.plan_id) c "

constexpr pg::Statement kInsert{"return_visit_plan_insert", R"sql(
INSERT INTO return_visit_plans (plan_id, version, display_name, first_day, last_day, user_id,
  creator, team_user, calendar, daily_limit, state, approver, approve_time, create_time, update_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
)sql"};

constexpr pg::Statement kUpdate{
    "return_visit_plan_update",
    "UPDATE return_visit_plans SET version = $2, state = $3, approver = $4, approve_time = $5, "
    "update_time = $6 WHERE plan_id = $1"};

constexpr pg::Statement kRead{
    "return_visit_plan_read",
    "SELECT " MAINSTAY_PLAN_COLUMNS MAINSTAY_PLAN_COUNTS MAINSTAY_COUNTED_PLANS
    "WHERE p.plan_id = $1 AND " MAINSTAY_PLAN_SEEN("$2")};

constexpr pg::Statement kSeen{"return_visit_plan_seen",
                              "SELECT FROM return_visit_plans p WHERE p.plan_id = $1 "
                              "AND " MAINSTAY_PLAN_SEEN("$2")};

constexpr pg::Statement kLock{"return_visit_plan_lock",
                              "SELECT " MAINSTAY_PLAN_COLUMNS
                              " FROM return_visit_plans p WHERE p.plan_id = $1 "
                              "AND " MAINSTAY_PLAN_SEEN("$2") " FOR UPDATE"};

constexpr pg::Statement kCountStates{
    "return_visit_plan_states",
    "SELECT coalesce(v.users[1], i.user_id), coalesce(v.state, i.state), count(*) "
    "FROM return_visit_plan_items i LEFT JOIN visits v ON v.visit_id = i.visit_id "
    "WHERE i.plan_id = $1 GROUP BY 1, 2 ORDER BY 1, 2"};

CountedPlan CountedFromRow(const pqxx::row& row) {
  constexpr int kFirst = kPlanColumns;
  return {.plan = PlanFromRow(row),
          .counts = {.items = row[kFirst].as<int>(),
                     .accounts = row[kFirst + 1].as<int>(),
                     .skipped = row[kFirst + 2].as<int>(),
                     .over_budget = row[kFirst + 3].as<int>(),
                     .day_full = row[kFirst + 4].as<int>(),
                     .no_person = row[kFirst + 5].as<int>()}};
}

}  // namespace

void InsertPlan(pg::Tx& tx, const ReturnVisitPlan& p) {
  tx.Run(kInsert, p.id, p.version, p.display_name, pg::DayText(p.first_day),
         pg::DayText(p.last_day), p.user, p.creator, p.team_user, p.calendar, p.daily_limit,
         p.state, p.approver, p.approve_time, p.create_time, p.update_time);
}

void UpdatePlan(pg::Tx& tx, const ReturnVisitPlan& p) {
  tx.Run(kUpdate, p.id, p.version, p.state, p.approver, p.approve_time, p.update_time);
}

std::optional<CountedPlan> ReadPlan(pg::Tx& tx, const std::string& plan_id,
                                    const auth::AccountScope& scope) {
  const pqxx::result rows = tx.Run(kRead, plan_id, scope.user());
  if (rows.empty()) return std::nullopt;
  return CountedFromRow(rows[0]);
}

bool IsPlanSeen(pg::Tx& tx, const std::string& plan_id, const auth::AccountScope& scope) {
  return !tx.Run(kSeen, plan_id, scope.user()).empty();
}

std::optional<ReturnVisitPlan> LockPlan(pg::Tx& tx, const std::string& plan_id,
                                        const auth::AccountScope& scope) {
  const pqxx::result rows = tx.Run(kLock, plan_id, scope.user());
  if (rows.empty()) return std::nullopt;
  return PlanFromRow(rows[0]);
}

api::ListFields PlanListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"display_name", "p.display_name", kText},
      {"state", "p.state", kEnum,
       api::EnumFilterValues("RETURN_VISIT_PLAN_STATE_", {"draft", "approved", "discarded"})},
      {"user", "p.user_id", kText},
      {"creator", "p.creator", kText},
      {"create_time", "p.create_time", kTime},
      {"update_time", "p.update_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {
      {"create_time", true, "p.create_time", "timestamptz"},
      {"start_date", true, "p.first_day", "date"},
      {"update_time", true, "p.update_time", "timestamptz"},
  };
  return {filters, kSorts};
}

api::Rows<CountedPlan> ListPlans(pg::Tx& tx, const api::ListQuery& query,
                                 const auth::AccountScope& scope) {
  api::ListParams params(query);
  std::string seen;
  if (!scope.all()) {
    const std::string user = params.Add(scope.user());
    seen = absl::StrCat(" AND (p.creator = ", user, "::text OR p.user_id = ", user, "::text)");
  }
  std::string sql = absl::StrCat("SELECT " MAINSTAY_PLAN_COLUMNS MAINSTAY_PLAN_COUNTS,
                                 api::KeyColumns(query, "p.plan_id"),
                                 MAINSTAY_COUNTED_PLANS "WHERE ", query.filter.where, seen);
  absl::StrAppend(&sql, api::KeysetEnd(query, "p.plan_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, CountedFromRow);
}

std::vector<StateCount> CountStates(pg::Tx& tx, const std::string& plan_id) {
  std::vector<StateCount> counts;
  for (const auto& row : tx.Run(kCountStates, plan_id)) {
    counts.push_back({row[0].c_str(), row[1].c_str(), row[2].as<int>()});
  }
  return counts;
}

}  // namespace mainstay::engagement
