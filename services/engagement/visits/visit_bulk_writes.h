// Many visits planned at once, for other features of this service.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/engagement/visits/visit.h"

namespace mainstay::engagement {

// Plans visits as CreateVisit does: fills in and checks each, gives it its id and times, writes it
// with its history and its event. The caller has checked that the accounts may be written under.
// INVALID_ARGUMENT for the first that cannot be accepted; nothing may be kept of the transaction
// then. 20,000 take some 3 seconds.
absl::Status PlanVisits(pg::Tx& tx, std::vector<Visit>& visits,
                        const history::WriteContext& context);

}  // namespace mainstay::engagement
