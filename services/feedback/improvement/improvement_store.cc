#include "services/feedback/improvement/improvement_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/column.h"
#include "common/pg/day.h"
#include "common/pg/statement.h"
#include "services/feedback/requirements/requirement_sql_store.h"

namespace mainstay::feedback {
namespace {

#define MAINSTAY_ACTION_COLUMNS                                                          \
  "action_id, version, title, problem, plan, owner, due_date, year, quarter, case_ids, " \
  "requirement_ids, figure, category, kind, unit, source, goal, state, before_value, "   \
  "before_first_day, before_last_day, before_time, after_value, after_first_day, "       \
  "after_last_day, after_time, turn, outcome, create_time, update_time"
#define MAINSTAY_ACTION_PLACES                                                             \
  "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, " \
  "$20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30"

constexpr pg::Statement kInsert{"improvement_action_insert",
                                "INSERT INTO improvement_actions (" MAINSTAY_ACTION_COLUMNS
                                ") VALUES (" MAINSTAY_ACTION_PLACES ")"};
constexpr pg::Statement kUpdate{"improvement_action_update",
                                "UPDATE improvement_actions SET (" MAINSTAY_ACTION_COLUMNS
                                ") = (" MAINSTAY_ACTION_PLACES ") WHERE action_id = $1"};
#define MAINSTAY_ACTION_READ "SELECT " MAINSTAY_ACTION_COLUMNS " FROM improvement_actions "
constexpr pg::Statement kRead{"improvement_action_read",
                              MAINSTAY_ACTION_READ "WHERE action_id = $1"};
constexpr pg::Statement kLock{"improvement_action_lock",
                              MAINSTAY_ACTION_READ "WHERE action_id = $1 FOR UPDATE"};
constexpr pg::Statement kOfQuarter{"improvement_action_of_quarter", MAINSTAY_ACTION_READ
                                   "WHERE year = $1 AND quarter = $2 "
                                   "ORDER BY create_time, action_id LIMIT $3::int"};

// $2 the user whose scope it is or NULL for every account.
#define MAINSTAY_CASE_SEEN                                                                     \
  "($2::text IS NULL OR c.assignee = $2::text OR c.account_id IN " MAINSTAY_ACCOUNTS_OF_TEAMS( \
      "$2") ")"
constexpr pg::Statement kSeenCases{
    "improvement_seen_cases",
    "SELECT c.case_id, coalesce(d.survivor_id, c.account_id) FROM cases c "
    "LEFT JOIN account_directory d USING (account_id) WHERE c.case_id = ANY ($1::uuid[]) "
    "AND " MAINSTAY_CASE_SEEN};

constexpr pg::Statement kSeenRequirements{
    "improvement_seen_requirements",
    "SELECT r.requirement_id FROM requirements r WHERE r.requirement_id = ANY ($1::uuid[]) "
    "AND " MAINSTAY_REQUIREMENT_SEEN("$2")};

// $1 year, $3 quarter.
constexpr pg::Statement kTopics{
    "improvement_topics",
    "SELECT c.category, count(*), count(*) FILTER (WHERE c.state <> 'closed'), "
    "count(*) FILTER (WHERE EXISTS (SELECT FROM improvement_actions a "
    "WHERE a.case_ids @> ARRAY[c.case_id] AND a.state <> 'cancelled')) "
    "FROM quarterly_plan_cases q JOIN cases c USING (case_id) "
    "WHERE q.year = $1 AND q.quarter = $3 AND c.state <> 'withdrawn' AND " MAINSTAY_CASE_SEEN
    " GROUP BY c.category ORDER BY count(*) DESC, c.category"};

void AddMeasured(const std::optional<MeasuredValue>& measured, std::vector<pg::Param>& row) {
  if (!measured) {
    row.insert(row.end(), 4, pg::Param());
    return;
  }
  row.push_back(pg::ToParam(measured->value));
  row.push_back(pg::ToParam(pg::DayText(measured->first_day)));
  row.push_back(pg::ToParam(pg::DayText(measured->last_day)));
  row.push_back(pg::ToParam(measured->measure_time));
}

std::vector<pg::Param> Row(const ImprovementAction& a) {
  std::vector<pg::Param> row = {pg::ToParam(a.id),
                                pg::ToParam(a.version),
                                pg::ToParam(a.title),
                                pg::ToParam(a.problem),
                                pg::ToParam(a.plan),
                                pg::ToParam(a.owner),
                                a.due_date ? pg::ToParam(pg::DayText(*a.due_date)) : pg::Param(),
                                a.year == 0 ? pg::Param() : pg::ToParam(a.year),
                                a.year == 0 ? pg::Param() : pg::ToParam(a.quarter),
                                pg::ToParam(a.case_ids),
                                pg::ToParam(a.requirement_ids),
                                pg::ToParam(a.measure.figure),
                                pg::ToParam(a.measure.category),
                                pg::ToParam(a.measure.kind),
                                pg::ToParam(a.measure.unit),
                                pg::ToParam(a.measure.source),
                                pg::ToParam(a.measure.goal),
                                pg::ToParam(a.state)};
  AddMeasured(a.before, row);
  AddMeasured(a.after, row);
  row.push_back(pg::ToParam(a.turn));
  row.push_back(pg::ToParam(a.outcome));
  row.push_back(pg::ToParam(a.create_time));
  row.push_back(pg::ToParam(a.update_time));
  return row;
}

// Of the four columns from `first` on.
std::optional<MeasuredValue> MeasuredOf(const pqxx::row& row, int first) {
  if (row[first].is_null()) return std::nullopt;
  return MeasuredValue{.value = row[first].as<double>(),
                       .first_day = pg::ParseDay(row[first + 1].c_str()),
                       .last_day = pg::ParseDay(row[first + 2].c_str()),
                       .measure_time = pg::ParseTime(row[first + 3].c_str())};
}

ImprovementAction FromRow(const pqxx::row& row) {
  ImprovementAction a;
  a.id = row[0].c_str();
  a.version = row[1].as<int64_t>();
  a.title = row[2].c_str();
  a.problem = row[3].c_str();
  a.plan = row[4].c_str();
  a.owner = row[5].c_str();
  if (!row[6].is_null()) a.due_date = pg::ParseDay(row[6].c_str());
  a.year = row[7].is_null() ? 0 : row[7].as<int>();
  a.quarter = row[8].is_null() ? 0 : row[8].as<int>();
  a.case_ids = pg::ParseArray(row[9].c_str());
  a.requirement_ids = pg::ParseArray(row[10].c_str());
  a.measure = {.figure = row[11].c_str(),
               .category = row[12].c_str(),
               .kind = row[13].c_str(),
               .unit = row[14].c_str(),
               .source = row[15].c_str()};
  if (!row[16].is_null()) a.measure.goal = row[16].as<double>();
  a.state = row[17].c_str();
  a.before = MeasuredOf(row, 18);
  a.after = MeasuredOf(row, 22);
  a.turn = row[26].as<int>();
  a.outcome = row[27].c_str();
  a.create_time = pg::ParseTime(row[28].c_str());
  a.update_time = pg::ParseTime(row[29].c_str());
  return a;
}

std::optional<ImprovementAction> First(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

}  // namespace

void InsertImprovementAction(pg::Tx& tx, const ImprovementAction& action) {
  tx.RunParams(kInsert, Row(action));
}

void UpdateImprovementAction(pg::Tx& tx, const ImprovementAction& action) {
  tx.RunParams(kUpdate, Row(action));
}

std::optional<ImprovementAction> ReadImprovementAction(pg::Tx& tx, const std::string& action_id) {
  return First(tx.Run(kRead, action_id));
}

std::optional<ImprovementAction> LockImprovementAction(pg::Tx& tx, const std::string& action_id) {
  return First(tx.Run(kLock, action_id));
}

api::ListFields ImprovementActionListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"state", "state", kEnum,
       api::EnumFilterValues("IMPROVEMENT_STATE_", {"plan", "do", "check", "act", "cancelled"})},
      {"open", "(state NOT IN ('act', 'cancelled'))", kBool},
      {"owner", "owner", kText},
      {"title", "title", kText},
      {"year", "coalesce(year, 0)", kNumber},
      {"quarter", "coalesce(quarter, 0)", kNumber},
      {"create_time", "create_time", kTime},
      {"update_time", "update_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {
      {"create_time", true, "a.create_time", "timestamptz"},
      {"update_time", true, "a.update_time", "timestamptz"},
  };
  return {filters, kSorts};
}

api::Rows<ImprovementAction> ListImprovementActions(pg::Tx& tx, const api::ListQuery& query) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_ACTION_COLUMNS, api::KeyColumns(query, "a.action_id"),
                   " FROM improvement_actions a WHERE ", query.filter.where);
  absl::StrAppend(&sql, api::KeysetEnd(query, "a.action_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

std::vector<ImprovementAction> ActionsOfQuarter(pg::Tx& tx, int year, int quarter, int limit) {
  std::vector<ImprovementAction> actions;
  for (const auto& row : tx.Run(kOfQuarter, year, quarter, limit)) actions.push_back(FromRow(row));
  return actions;
}

SeenCases CasesInScope(pg::Tx& tx, const std::vector<std::string>& case_ids,
                       const auth::AccountScope& scope) {
  SeenCases seen;
  if (case_ids.empty()) return seen;
  for (const auto& row : tx.Run(kSeenCases, case_ids, scope.user())) {
    seen[row[0].c_str()] = row[1].c_str();
  }
  return seen;
}

SeenRequirements RequirementsInScope(pg::Tx& tx, const std::vector<std::string>& requirement_ids,
                                     const auth::AccountScope& scope) {
  SeenRequirements seen;
  if (requirement_ids.empty()) return seen;
  for (const auto& row : tx.Run(kSeenRequirements, requirement_ids, scope.user())) {
    seen.insert(row[0].c_str());
  }
  return seen;
}

SeenLinks LinksInScope(pg::Tx& tx, absl::Span<const ImprovementAction> actions,
                       const auth::AccountScope& scope) {
  std::vector<std::string> cases, requirements;
  for (const ImprovementAction& action : actions) {
    cases.insert(cases.end(), action.case_ids.begin(), action.case_ids.end());
    requirements.insert(requirements.end(), action.requirement_ids.begin(),
                        action.requirement_ids.end());
  }
  return {.cases = CasesInScope(tx, cases, scope),
          .requirements = RequirementsInScope(tx, requirements, scope)};
}

std::vector<PlanTopic> TopicsOfQuarter(pg::Tx& tx, int year, int quarter,
                                       const auth::AccountScope& scope) {
  std::vector<PlanTopic> topics;
  for (const auto& row : tx.Run(kTopics, year, scope.user(), quarter)) {
    topics.push_back({.category = row[0].c_str(),
                      .cases = row[1].as<int64_t>(),
                      .open = row[2].as<int64_t>(),
                      .covered = row[3].as<int64_t>()});
  }
  return topics;
}

}  // namespace mainstay::feedback
