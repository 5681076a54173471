// Making an item and its task in one transaction, and taking it back. The transaction holds the
// task feed's lock (tasks/task_feed_store.h).
#pragma once

#include <string>

#include "absl/status/status.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/engagement/care/care.h"
#include "services/engagement/care/care_store.h"
#include "services/engagement/tasks/task_store.h"

namespace mainstay::engagement {

// Makes `item`, whose id and task this sets, and its task for `owner`; nothing when there is such
// an item.
void RecordCareItem(pg::Tx& tx, CareItem& item, const std::string& owner,
                    const TaskRequest& request, const history::WriteContext& context);

// Cancels the item's task, if it is open, and notes `why` (care_store.h); what people closed stays,
// but comes up no more when its day is another one.
absl::Status WithdrawCareTask(pg::Tx& tx, const CareTask& task, const std::string& why,
                              const history::WriteContext& context);
// Takes that back: reopens the task that was cancelled so.
absl::Status RestoreCareTask(pg::Tx& tx, const CareTask& task,
                             const history::WriteContext& context);

}  // namespace mainstay::engagement
