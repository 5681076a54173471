// What is published of a working calendar: each version has one event, with the whole calendar.
#pragma once

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/engagement/calendar/named_calendar.h"

namespace mainstay::engagement {

events::OutboxEvent WorkingCalendarChangedEvent(const NamedCalendar& named,
                                                const history::WriteContext& context);

}  // namespace mainstay::engagement
