#include "services/feedback/steps/case_step_store.h"

#include <pqxx/result>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/column.h"
#include "common/pg/statement.h"
#include "services/feedback/cases/case_store.h"

namespace mainstay::feedback {
namespace {

// Steps as arrays of their columns; links come as texts, since arrays of arrays are rectangular in
// PostgreSQL.
constexpr pg::Statement kInsert{"case_steps_insert", R"sql(
INSERT INTO case_steps (step_id, version, owner_role, owner, state, ready_time, due_time,
  start_time, close_time, closer, note, evidence_uris, task_count, task_wanted, task_version,
  update_time, case_id, template_id, title, department, due_minutes, calendar, required, sort_order,
  create_time)
SELECT step_id, version, owner_role, owner, state, ready_time, due_time, start_time, close_time,
  closer, note, evidence_uris::text[], task_count, task_wanted, task_version, update_time, case_id,
  template_id, title, department, due_minutes, calendar, required, sort_order, create_time
FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
  $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::text[], $11::text[], $12::text[],
  $13::int[], $14::bool[], $15::bigint[], $16::timestamptz[], $17::uuid[], $18::uuid[],
  $19::text[], $20::text[], $21::int[], $22::text[], $23::bool[], $24::int[], $25::timestamptz[])
  g (step_id, version, owner_role, owner, state, ready_time, due_time, start_time, close_time,
     closer, note, evidence_uris, task_count, task_wanted, task_version, update_time, case_id,
     template_id, title, department, due_minutes, calendar, required, sort_order, create_time)
)sql"};

constexpr pg::Statement kUpdate{"case_steps_update", R"sql(
UPDATE case_steps s SET version = g.version, owner_role = g.owner_role, owner = g.owner,
  state = g.state, ready_time = g.ready_time, due_time = g.due_time, start_time = g.start_time,
  close_time = g.close_time, closer = g.closer, note = g.note,
  evidence_uris = g.evidence_uris::text[], task_count = g.task_count, task_wanted = g.task_wanted,
  task_version = g.task_version, update_time = g.update_time
FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
  $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::text[], $11::text[], $12::text[],
  $13::int[], $14::bool[], $15::bigint[], $16::timestamptz[])
  g (step_id, version, owner_role, owner, state, ready_time, due_time, start_time, close_time,
     closer, note, evidence_uris, task_count, task_wanted, task_version, update_time)
WHERE s.step_id = g.step_id
)sql"};

#define MAINSTAY_CASE_STEP_COLUMNS                                                               \
  "s.step_id, s.version, s.owner_role, s.owner, s.state, s.ready_time, s.due_time, "             \
  "s.start_time, s.close_time, s.closer, s.note, s.evidence_uris, s.task_count, s.task_wanted, " \
  "s.task_version, s.update_time, s.case_id, s.template_id, s.title, s.department, "             \
  "s.due_minutes, s.calendar, s.required, s.sort_order, s.create_time"
constexpr int kColumns = 25;

constexpr pg::Statement kOfCases{"case_steps_of_cases",
                                 "SELECT " MAINSTAY_CASE_STEP_COLUMNS
                                 " FROM case_steps s WHERE s.case_id = ANY($1::uuid[]) "
                                 "ORDER BY s.case_id, s.sort_order, s.title COLLATE \"C\""};
constexpr pg::Statement kRead{
    "case_step_read",
    "SELECT " MAINSTAY_CASE_STEP_COLUMNS
    " FROM case_steps s JOIN cases c USING (case_id) WHERE s.step_id = $3 AND s.case_id = $2 "
    "AND c.account_id IN " MAINSTAY_FAMILY("$1")};
constexpr pg::Statement kOwns{
    "case_step_owns",
    "SELECT 1 FROM case_steps s JOIN cases c USING (case_id) WHERE s.case_id = $2::uuid AND "
    "s.owner = $4 AND ($3 = '' OR s.step_id::text = $3) AND c.account_id "
    "IN " MAINSTAY_RESOLVED_FAMILY("$1") " LIMIT 1"};
constexpr pg::Statement kOwners{
    "case_step_account_owners",
    "SELECT d.account_id, s.owner FROM account_directory d JOIN account_directory s ON "
    "s.account_id = d.survivor_id WHERE d.account_id = ANY($1::uuid[])"};
constexpr pg::Statement kOpenRequired{
    "case_steps_open_required",
    "SELECT case_id, title FROM case_steps WHERE case_id = ANY($1::uuid[]) AND required AND state "
    "IN ('waiting', 'open', 'in_progress') ORDER BY case_id, sort_order, title COLLATE \"C\""};

// Parameters $1 to $16 of both statements, of one step.
std::vector<pg::Param> Row(const CaseStep& s) {
  return {pg::ToParam(s.id),         pg::ToParam(s.version),     pg::ToParam(s.owner_role),
          pg::ToParam(s.owner),      pg::ToParam(s.state),       pg::ToParam(s.ready_time),
          pg::ToParam(s.due_time),   pg::ToParam(s.start_time),  pg::ToParam(s.close_time),
          pg::ToParam(s.closer),     pg::ToParam(s.note),        pg::ToParam(s.evidence_uris),
          pg::ToParam(s.task_count), pg::ToParam(s.task_wanted), pg::ToParam(s.task_version),
          pg::ToParam(s.update_time)};
}

// Parameters $17 to $25 of kInsert.
void AppendConstants(const CaseStep& s, std::vector<pg::Param>& row) {
  row.push_back(pg::ToParam(s.case_id));
  row.push_back(pg::ToParam(s.template_id));
  row.push_back(pg::ToParam(s.title));
  row.push_back(pg::ToParam(s.department));
  row.push_back(pg::ToParam(s.due_minutes));
  row.push_back(pg::ToParam(s.calendar));
  row.push_back(pg::ToParam(s.required));
  row.push_back(pg::ToParam(s.order));
  row.push_back(pg::ToParam(s.create_time));
}

void RunForAll(pg::Tx& tx, const pg::Statement& statement, const std::vector<CaseStep>& steps,
               bool with_constants) {
  if (steps.empty()) return;
  std::vector<std::vector<pg::Param>> columns;
  for (const CaseStep& step : steps) {
    std::vector<pg::Param> row = Row(step);
    if (with_constants) AppendConstants(step, row);
    columns.resize(row.size());
    for (size_t i = 0; i < row.size(); ++i) columns[i].push_back(std::move(row[i]));
  }
  std::vector<pg::Param> arrays;
  for (const std::vector<pg::Param>& column : columns) arrays.push_back(pg::ToParam(column));
  tx.RunParams(statement, arrays);
}

// A row of MAINSTAY_CASE_STEP_COLUMNS, seen under `account_id`.
CaseStep FromRow(const pqxx::row& row, const std::string& account_id) {
  CaseStep s;
  s.account_id = account_id;
  s.id = row[0].c_str();
  s.version = row[1].as<int64_t>();
  s.owner_role = row[2].c_str();
  s.owner = row[3].c_str();
  s.state = row[4].c_str();
  s.ready_time = pg::TimeOf(row[5]);
  s.due_time = pg::TimeOf(row[6]);
  s.start_time = pg::TimeOf(row[7]);
  s.close_time = pg::TimeOf(row[8]);
  s.closer = row[9].c_str();
  s.note = row[10].c_str();
  s.evidence_uris = pg::ParseArray(row[11].c_str());
  s.task_count = row[12].as<int>();
  s.task_wanted = row[13].as<bool>();
  s.task_version = row[14].as<int64_t>();
  s.update_time = pg::ParseTime(row[15].c_str());
  s.case_id = row[16].c_str();
  s.template_id = row[17].c_str();
  s.title = row[18].c_str();
  s.department = row[19].c_str();
  s.due_minutes = row[20].as<int>();
  s.calendar = row[21].c_str();
  s.required = row[22].as<bool>();
  s.order = row[23].as<int>();
  s.create_time = pg::ParseTime(row[24].c_str());
  return s;
}

// " AND …" for a list: of the cases that the scope shows, and what its user owns elsewhere.
std::string StepsPredicate(api::ListParams& params, const std::string& account_id,
                           const auth::AccountScope& scope) {
  const std::string cases = CasesPredicate(params, account_id, scope);
  if (!account_id.empty() || scope.all()) return cases;
  constexpr size_t kAnd = 5;  // " AND "
  return absl::StrCat(" AND (s.owner = ", params.Add(*scope.user()), " OR ", cases.substr(kAnd),
                      ")");
}

}  // namespace

void InsertCaseSteps(pg::Tx& tx, const std::vector<CaseStep>& steps) {
  RunForAll(tx, kInsert, steps, /*with_constants=*/true);
}

void UpdateCaseSteps(pg::Tx& tx, const std::vector<CaseStep>& steps) {
  RunForAll(tx, kUpdate, steps, /*with_constants=*/false);
}

absl::flat_hash_map<std::string, std::vector<CaseStep>> StepsOfCases(
    pg::Tx& tx, const std::vector<std::string>& case_ids) {
  absl::flat_hash_map<std::string, std::vector<CaseStep>> steps;
  for (const auto& row : tx.Run(kOfCases, case_ids)) {
    CaseStep step = FromRow(row, "");
    steps[step.case_id].push_back(std::move(step));
  }
  return steps;
}

std::optional<CaseStep> ReadCaseStep(pg::Tx& tx, const std::string& account_id,
                                     const std::string& case_id, const std::string& step_id) {
  const pqxx::result rows = tx.Run(kRead, account_id, case_id, step_id);
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0], account_id);
}

bool OwnsStep(pg::Tx& tx, const std::string& account_id, const std::string& case_id,
              const std::string& step_id, const std::string& user) {
  return !tx.Run(kOwns, account_id, case_id, step_id, user).empty();
}

absl::flat_hash_map<std::string, std::string> OwnersOfAccounts(
    pg::Tx& tx, const std::vector<std::string>& account_ids) {
  absl::flat_hash_map<std::string, std::string> owners;
  for (const auto& row : tx.Run(kOwners, account_ids)) {
    owners.emplace(row[0].c_str(), row[1].c_str());
  }
  return owners;
}

absl::flat_hash_map<std::string, std::vector<std::string>> OpenRequiredSteps(
    pg::Tx& tx, const std::vector<std::string>& case_ids) {
  absl::flat_hash_map<std::string, std::vector<std::string>> titles;
  for (const auto& row : tx.Run(kOpenRequired, case_ids)) {
    titles[row[0].c_str()].emplace_back(row[1].c_str());
  }
  return titles;
}

std::vector<api::FilterField> CaseStepFilterFields(absl::Time now) {
  using enum api::FilterType;
  return {
      {"state", "s.state", kEnum,
       api::EnumFilterValues("CASE_STEP_STATE_",
                             {"waiting", "open", "in_progress", "done", "skipped", "cancelled"})},
      {"unfinished", "(s.state IN ('waiting', 'open', 'in_progress'))", kBool},
      {"overdue",
       absl::StrCat("(s.state IN ('waiting', 'open', 'in_progress') AND "
                    "coalesce(s.due_time, 'infinity') < '",
                    *pg::ToParam(now), "'::timestamptz)"),
       kBool},
      {"required", "s.required", kBool},
      {"department", "s.department", kText},
      {"due_time", "s.due_time", kTime},
      {"close_time", "s.close_time", kTime},
      {"update_time", "s.update_time", kTime},
  };
}

absl::Span<const api::Sort> CaseStepSorts() {
  static constexpr api::Sort kSorts[] = {
      {"order", false,
       "(s.case_id::text || to_char(s.sort_order, 'FM00') || s.title) COLLATE \"C\"", "text"},
      {"due_time", false, "coalesce(s.due_time, 'infinity')", "timestamptz"},
      {"update_time", true, "s.update_time", "timestamptz"},
  };
  return kSorts;
}

api::Rows<CaseStep> ListCaseSteps(pg::Tx& tx, const api::ListQuery& query, const StepsOf& of,
                                  const auth::AccountScope& scope) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_CASE_STEP_COLUMNS ", coalesce(d.survivor_id, c.account_id)",
                   api::KeyColumns(query, "s.step_id"),
                   " FROM case_steps s JOIN cases c USING (case_id) LEFT JOIN account_directory d "
                   "ON d.account_id = c.account_id WHERE ",
                   query.filter.where);
  absl::StrAppend(&sql, StepsPredicate(params, of.account_id, scope));
  if (!of.case_id.empty()) {
    absl::StrAppend(&sql, " AND s.case_id = ", params.Add(of.case_id), "::uuid");
  }
  if (!of.owner.empty()) absl::StrAppend(&sql, " AND s.owner = ", params.Add(of.owner));
  absl::StrAppend(&sql, api::KeysetEnd(query, "s.step_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query,
                       [](const pqxx::row& row) { return FromRow(row, row[kColumns].c_str()); });
}

}  // namespace mainstay::feedback
