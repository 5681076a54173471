#include "services/engagement/tasks/task_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "common/directory/directory_store.h"
#include "common/pg/statement.h"
#include "services/engagement/tasks/task_row.h"

namespace mainstay::engagement {
namespace {

constexpr pg::Statement kInsert{"task_insert", R"sql(
INSERT INTO tasks (task_id, version, subject, subject_zh, body, assignee, due_time, priority,
  source_kind, source, state, close_time, update_time, account_id, creator, create_time,
  request_area, request_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
ON CONFLICT (request_area, request_key) DO NOTHING
)sql"};

constexpr pg::Statement kUpdate{"task_update", R"sql(
UPDATE tasks SET version = $2, subject = $3, subject_zh = $4, body = $5, assignee = $6,
  due_time = $7, priority = $8, source_kind = $9, source = $10, state = $11, close_time = $12,
  update_time = $13
WHERE task_id = $1
)sql"};

#define MAINSTAY_TASK_READ                                              \
  "SELECT " MAINSTAY_TASK_COLUMNS " FROM tasks t" MAINSTAY_TASK_ACCOUNT \
  "WHERE t.task_id = $1 AND " MAINSTAY_TASK_SEEN("$2")
constexpr pg::Statement kRead{"task_read", MAINSTAY_TASK_READ};
constexpr pg::Statement kLock{"task_lock", MAINSTAY_TASK_READ " FOR UPDATE OF t"};
constexpr pg::Statement kGaveAway{"task_gave_away",
                                  "SELECT EXISTS (SELECT FROM task_changes WHERE task_id = $1 AND "
                                  "field = 'assignee' AND old_value = $2 AND actor = $2)"};
constexpr pg::Statement kLockRequested{
    "task_lock_requested", "SELECT " MAINSTAY_TASK_COLUMNS " FROM tasks t" MAINSTAY_TASK_ACCOUNT
                           "WHERE t.request_area = $1 AND t.request_key = $2 "
                           "FOR UPDATE OF t"};

// Parameters $1 to $13 of both kInsert and kUpdate.
std::vector<pg::Param> Row(const Task& task) {
  return {pg::ToParam(task.id),         pg::ToParam(task.version),  pg::ToParam(task.subject),
          pg::ToParam(task.subject_zh), pg::ToParam(task.text),     pg::ToParam(task.assignee),
          pg::ToParam(task.due_time),   pg::ToParam(task.priority), pg::ToParam(task.source_kind),
          pg::ToParam(task.source),     pg::ToParam(task.state),    pg::ToParam(task.close_time),
          pg::ToParam(task.update_time)};
}

// SQL of the accounts whose team `user` ("$2") is on, those merged into them included.
std::string AccountsOf(const std::string& user) {
  return absl::Substitute(MAINSTAY_ACCOUNTS_OF_TEAMS("$0"), user);
}

std::optional<Task> First(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return TaskFromRow(rows[0]);
}

}  // namespace

Task TaskFromRow(const pqxx::row& row) {
  Task task;
  task.id = row[0].c_str();
  task.account_id = row[1].is_null() ? "" : row[1].c_str();
  task.version = row[2].as<int64_t>();
  task.subject = row[3].c_str();
  task.subject_zh = row[4].c_str();
  task.text = row[5].c_str();
  task.assignee = row[6].c_str();
  task.due_time = pg::ParseTime(row[7].c_str());
  task.priority = row[8].c_str();
  task.source_kind = row[9].c_str();
  task.source = row[10].c_str();
  task.state = row[11].c_str();
  task.creator = row[12].c_str();
  if (!row[13].is_null()) task.close_time = pg::ParseTime(row[13].c_str());
  task.create_time = pg::ParseTime(row[14].c_str());
  task.update_time = pg::ParseTime(row[15].c_str());
  return task;
}

bool InsertTask(pg::Tx& tx, const Task& task, const std::optional<TaskRequest>& request) {
  std::vector<pg::Param> params = Row(task);
  params.push_back(task.account_id.empty() ? pg::Param() : pg::Param(task.account_id));
  params.push_back(pg::ToParam(task.creator));
  params.push_back(pg::ToParam(task.create_time));
  params.push_back(request ? pg::Param(request->area) : pg::Param());
  params.push_back(request ? pg::Param(request->key) : pg::Param());
  return tx.RunParams(kInsert, params).affected_rows() > 0;
}

void UpdateTask(pg::Tx& tx, const Task& task) { tx.RunParams(kUpdate, Row(task)); }

std::optional<Task> ReadTask(pg::Tx& tx, const std::string& task_id,
                             const auth::AccountScope& scope) {
  return First(tx.Run(kRead, task_id, scope.user()));
}

std::optional<Task> LockTask(pg::Tx& tx, const std::string& task_id,
                             const auth::AccountScope& scope) {
  return First(tx.Run(kLock, task_id, scope.user()));
}

bool GaveAway(pg::Tx& tx, const std::string& task_id, const std::string& user) {
  return tx.Run(kGaveAway, task_id, user)[0][0].as<bool>();
}

std::optional<Task> LockRequestedTask(pg::Tx& tx, const TaskRequest& request) {
  return First(tx.Run(kLockRequested, request.area, request.key));
}

std::vector<api::FilterField> TaskFilterFields(absl::Time now) {
  using enum api::FilterType;
  return {
      {"state", "t.state", kEnum,
       api::EnumFilterValues("TASK_STATE_", {"open", "done", "cancelled"})},
      {"overdue",
       absl::StrCat("(t.state = 'open' AND t.due_time < '", *pg::ToParam(now), "'::timestamptz)"),
       kBool},
      {"assignee", "t.assignee", kText},
      {"creator", "t.creator", kText},
      {.name = "account",
       .column = "t.account_id",
       .type = kUuid,
       .prefix = "accounts/",
       .set = MAINSTAY_RESOLVED_FAMILY("$0")},
      {"priority", "t.priority", kEnum,
       api::EnumFilterValues("TASK_PRIORITY_", {"low", "normal", "high"})},
      {"source_kind", "t.source_kind", kText},
      {"source", "t.source", kText},
      {"due_time", "t.due_time", kTime},
      {"close_time", "t.close_time", kTime},
      {"create_time", "t.create_time", kTime},
      {"update_time", "t.update_time", kTime},
  };
}

absl::Span<const api::Sort> TaskSorts() {
  static constexpr api::Sort kSorts[] = {
      {"due_time", false, "t.due_time", "timestamptz"},
      {"due_time", true, "t.due_time", "timestamptz"},
      {"update_time", true, "t.update_time", "timestamptz"},
  };
  return kSorts;
}

api::Rows<Task> ListTasks(pg::Tx& tx, const api::ListQuery& query, const TaskSelection& selection,
                          const auth::AccountScope& scope) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_TASK_COLUMNS, api::KeyColumns(query, "t.task_id"),
                   " FROM tasks t" MAINSTAY_TASK_ACCOUNT "WHERE ", query.filter.where);
  if (!scope.all()) {
    // As MAINSTAY_TASK_SEEN, in a form for which there is an index in each case.
    const std::string user = params.Add(scope.user());
    absl::StrAppend(&sql, " AND (t.assignee = ", user, " OR t.creator = ", user,
                    " OR t.account_id = ANY (ARRAY", AccountsOf(user), "))");
  }
  if (!selection.assignee.empty()) {
    absl::StrAppend(&sql, " AND t.assignee = ", params.Add(selection.assignee));
  }
  if (!selection.member.empty()) {
    absl::StrAppend(&sql, " AND t.account_id IN ", AccountsOf(params.Add(selection.member)));
  }
  absl::StrAppend(&sql, api::KeysetEnd(query, "t.task_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, TaskFromRow);
}

}  // namespace mainstay::engagement
