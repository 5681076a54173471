#include "services/engagement/calendar/calendar_events.h"

#include <mainstay/engagement/v1/calendar_events.pb.h>

#include "common/calendar_replica/calendar_proto.h"
#include "common/events/event_of.h"
#include "services/engagement/calendar/calendar_proto.h"

namespace mainstay::engagement {

events::OutboxEvent WorkingCalendarChangedEvent(const NamedCalendar& named,
                                                const history::WriteContext& context) {
  v1::WorkingCalendarChanged payload;
  *payload.mutable_working_calendar() = ToProto(named);
  payload.mutable_working_calendar()->clear_etag();
  for (const calendar::SpecialDay& day : named.hours.special_days) {
    *payload.add_special_days() = calendar_replica::DayToProto(day);
  }
  return events::EventOf({events::kNoAccount, "working_calendar", named.id, named.version}, payload,
                         context);
}

}  // namespace mainstay::engagement
