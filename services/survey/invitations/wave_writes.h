// Inviting everybody of a wave whose time has come.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/survey/campaigns/people.h"

namespace mainstay::survey {

// Plans the next piece of the wave that is due first: an invitation for each contact of its
// audience, also for those who are left out, with the reason. Those by e-mail and webhook are to be
// delivered; those by phone are on the call list at once. True when there may be more. When another
// service cannot be asked, the wave is looked at again a minute later, and its error returned. Any
// number of processes may do this at once.
absl::StatusOr<bool> PlanWave(pg::Session& db, People& people, const std::string& service_token,
                              absl::Time now);

}  // namespace mainstay::survey
