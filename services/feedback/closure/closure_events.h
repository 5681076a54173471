// The facts of closing cases that are none of the case's own states (cases/case_events.h).
#pragma once

#include <string>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/feedback/cases/case.h"
#include "services/feedback/closure/confirmation_task_store.h"

namespace mainstay::feedback {

events::OutboxEvent CaseConfirmationRemindedEvent(const Case& c, int reminder,
                                                  const std::string& contact,
                                                  const history::WriteContext& context);

// Has the one who works on the case, or else the account's owner, remind the customer.
events::OutboxEvent ReminderTaskEvent(const Case& c, const ConfirmationTask& task,
                                      const history::WriteContext& context);
// Of a reminder that needs no longer be given.
events::OutboxEvent ReminderTaskWithdrawnEvent(const Case& c, const ConfirmationTask& task,
                                               const history::WriteContext& context);

}  // namespace mainstay::feedback
