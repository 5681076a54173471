// The facts that the clocks of cases publish.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/feedback/sla/case_clock.h"
#include "services/feedback/sla/clock_entry.h"
#include "services/feedback/sla/clock_store.h"

namespace mainstay::feedback {

// What an entry of a clock's history tells, as a fact of the clock's present version. Changes of
// plan are not published.
events::OutboxEvent ClockEvent(const CaseClock& clock, const ClockCase& c, const ClockEntry& entry,
                               const history::WriteContext& context);

// Asks for a task of `user`, whom the escalation `entry` tells, as a fact of the clock's present
// version: engagement keeps it in their list. `zone` is the calendar's.
events::OutboxEvent ClockTaskEvent(const CaseClock& clock, const ClockCase& c,
                                   const ClockEntry& entry, const std::string& user,
                                   absl::TimeZone zone, const history::WriteContext& context);

// Takes the task of `user` back that the escalation to `level` asked for, as a fact of the clock's
// present version: there is nothing to see to any more. `account_id`: the case's.
events::OutboxEvent ClockTaskWithdrawnEvent(const CaseClock& clock, const std::string& account_id,
                                            int level, const std::string& user,
                                            const history::WriteContext& context);

}  // namespace mainstay::feedback
