// What people were asked to do for reminders to confirm, in PostgreSQL. It lives as long as the
// case, so that its facts can be counted.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/pg/session.h"

namespace mainstay::feedback {

struct ConfirmationTask {
  std::string id;
  std::string case_id;
  int64_t version = 1;  // 1: asked for, 2: taken back
};

void InsertConfirmationTask(pg::Tx& tx, const ConfirmationTask& task);
// Takes back what is asked for these cases; what it was.
std::vector<ConfirmationTask> WithdrawConfirmationTasks(pg::Tx& tx,
                                                        const std::vector<std::string>& case_ids);

}  // namespace mainstay::feedback
