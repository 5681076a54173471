#include "services/engagement/calendar/calendar_service.h"

#include "common/api/resource_name.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/engagement/calendar/calendar_events.h"
#include "services/engagement/calendar/calendar_handlers.h"
#include "services/engagement/calendar/calendar_store.h"

namespace mainstay::engagement {

void RegisterWorkingCalendarService(rpc::Router& router, const Deps& deps) {
  RegisterCalendarReads(router, deps);
  RegisterCalendarWrites(router);
  RegisterWorkingTime(router, deps);
}

absl::StatusOr<std::string> ParseCalendarName(const std::string& name, std::string_view field) {
  ASSIGN_OR_RETURN(const auto parts, api::ParseName(name, "workingCalendars/~", field));
  return parts[0];
}

bool AddCalendar(pg::Tx& tx, const NamedCalendar& named, std::string_view action,
                 const history::WriteContext& context) {
  if (!InsertCalendar(tx, named)) return false;
  history::RecordChanges(tx, kCalendarChanges, named.id, named.version, std::string(action), {{}},
                         context);
  events::Append(tx, WorkingCalendarChangedEvent(named, context));
  return true;
}

void SaveCalendar(pg::Tx& tx, const NamedCalendar& after, const DayChanges& days,
                  std::string_view action, const std::vector<history::Change>& changes,
                  const history::WriteContext& at) {
  UpdateCalendar(tx, after);
  WriteDays(tx, after.id, days);
  history::RecordChanges(tx, kCalendarChanges, after.id, after.version, std::string(action),
                         changes, at);
  events::Append(tx, WorkingCalendarChangedEvent(after, at));
}

}  // namespace mainstay::engagement
