// The facts of closing cases that are none of the case's own states (cases/case_events.h).
#pragma once

#include <string>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/feedback/cases/case.h"

namespace mainstay::feedback {

events::OutboxEvent CaseConfirmationRemindedEvent(const Case& c, int reminder,
                                                  const std::string& contact,
                                                  const history::WriteContext& context);

}  // namespace mainstay::feedback
