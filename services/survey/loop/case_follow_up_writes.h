// Inviting whoever came with a closed case to the follow-up campaign.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/survey/campaigns/people.h"

namespace mainstay::survey {

// Decides about the planned follow-up that is due first, by the rules of waves: invites the
// contact, or leaves them out and notes why. True when there may be more. When another service
// cannot be asked, it is looked at again a minute later, and its error returned. Any number of
// processes may do this at once. One at a time: who came with two cases is asked lately, for the
// second one.
absl::StatusOr<bool> PlanCaseFollowUp(pg::Session& db, People& people,
                                      const std::string& service_token, absl::Time now);

}  // namespace mainstay::survey
