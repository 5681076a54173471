#include "services/feedback/closure/confirmation_task_store.h"

#include <pqxx/result>

#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kInsert{
    "confirmation_task_insert",
    "INSERT INTO confirmation_tasks (task_id, case_id, version) VALUES ($1, $2, $3)"};
constexpr pg::Statement kWithdraw{"confirmation_task_withdraw", R"sql(
UPDATE confirmation_tasks SET version = 2 WHERE case_id = ANY($1::uuid[]) AND version = 1
RETURNING task_id, case_id, version
)sql"};

}  // namespace

void InsertConfirmationTask(pg::Tx& tx, const ConfirmationTask& task) {
  tx.Run(kInsert, task.id, task.case_id, task.version);
}

std::vector<ConfirmationTask> WithdrawConfirmationTasks(pg::Tx& tx,
                                                        const std::vector<std::string>& case_ids) {
  std::vector<ConfirmationTask> withdrawn;
  for (const auto& row : tx.Run(kWithdraw, case_ids)) {
    withdrawn.push_back({row[0].c_str(), row[1].c_str(), row[2].as<int64_t>()});
  }
  return withdrawn;
}

}  // namespace mainstay::feedback
