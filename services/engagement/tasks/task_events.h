// The facts that the task list publishes: identifiers only, nothing of what is to be done.
#pragma once

#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/engagement/tasks/task.h"

namespace mainstay::engagement {

// Of tasks about no account the events' account is the nil UUID.
events::OutboxEvent TaskCreatedEvent(const Task& task, const history::WriteContext& context);
// What made `after` of `before`: a verb, or an update with these changes.
events::OutboxEvent TaskChangedEvent(const Task& before, const Task& after,
                                     const std::vector<history::Change>& changes,
                                     const history::WriteContext& context);

}  // namespace mainstay::engagement
