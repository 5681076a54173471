#include "services/engagement/visits/visit_bulk_writes.h"

#include "common/api/uuid.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/engagement/visits/visit_events.h"
#include "services/engagement/visits/visit_store.h"

namespace mainstay::engagement {

absl::Status PlanVisits(pg::Tx& tx, std::vector<Visit>& visits,
                        const history::WriteContext& context) {
  std::vector<std::string> ids;
  std::vector<events::OutboxEvent> events;
  for (Visit& visit : visits) {
    FillIn(visit, context.actor);
    RETURN_IF_ERROR(Validate(visit));
    visit.id = api::NewUuid(context.now);
    visit.create_time = visit.update_time = context.now;
    ids.push_back(visit.id);
    events.push_back(VisitPlannedEvent(visit, context));
  }
  RETURN_IF_ERROR(InsertVisits(tx, visits));
  history::RecordFirstVersions(tx, kVisitChanges, ids, "create", context);
  events::AppendAll(tx, events);
  return absl::OkStatus();
}

}  // namespace mainstay::engagement
