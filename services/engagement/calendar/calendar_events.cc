#include "services/engagement/calendar/calendar_events.h"

#include <mainstay/engagement/v1/calendar_events.pb.h>

#include "common/calendar_replica/calendar_proto.h"
#include "services/engagement/calendar/calendar_proto.h"

namespace mainstay::engagement {

events::OutboxEvent WorkingCalendarChangedEvent(const NamedCalendar& named,
                                                const history::WriteContext& context) {
  constexpr char kNobody[] = "00000000-0000-0000-0000-000000000000";
  v1::WorkingCalendarChanged payload;
  *payload.mutable_working_calendar() = ToProto(named);
  payload.mutable_working_calendar()->clear_etag();
  for (const calendar::SpecialDay& day : named.hours.special_days) {
    *payload.add_special_days() = calendar_replica::DayToProto(day);
  }
  return {.account_id = kNobody,
          .aggregate_type = "working_calendar",
          .aggregate_id = named.id,
          .aggregate_version = named.version,
          .type = payload.GetDescriptor()->full_name(),
          .payload = payload.SerializeAsString(),
          .actor = context.actor,
          .trace = context.trace,
          .occurred_at = context.now};
}

}  // namespace mainstay::engagement
