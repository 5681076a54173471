// Making an item and its task in one transaction.
#pragma once

#include <string>

#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/engagement/care/care.h"
#include "services/engagement/tasks/task_store.h"

namespace mainstay::engagement {

// Makes `item`, whose id and task this sets, and its task for `owner`; nothing when there is such
// an item. The transaction holds the task feed's lock (tasks/task_feed_store.h).
void RecordCareItem(pg::Tx& tx, CareItem& item, const std::string& owner,
                    const TaskRequest& request, const history::WriteContext& context);

}  // namespace mainstay::engagement
