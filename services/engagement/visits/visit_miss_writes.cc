#include "services/engagement/visits/visit_miss_writes.h"

#include "common/history/time_context.h"
#include "services/engagement/visits/visit_events.h"
#include "services/engagement/visits/visit_handlers.h"
#include "services/engagement/visits/visit_state.h"
#include "services/engagement/visits/visit_store.h"

namespace mainstay::engagement {
namespace {

constexpr int kBatch = 100;

}  // namespace

absl::StatusOr<bool> MissVisits(pg::Tx& tx, absl::Time now, absl::Duration grace) {
  const std::vector<Visit> overdue = LockOverdueVisits(tx, now - grace, kBatch);
  const history::WriteContext context = history::TimeContext(now);
  for (const Visit& before : overdue) {
    Visit after = before;
    after.state = std::string(StateAfter(VisitVerb::kMiss));
    const history::WriteContext at = history::NextVersion(before, context, after);
    SaveVersion(tx, before, after, NameOf(VisitVerb::kMiss),
                VisitStateChangedEvent(before, after, at), at);
  }
  return overdue.size() == kBatch;
}

}  // namespace mainstay::engagement
