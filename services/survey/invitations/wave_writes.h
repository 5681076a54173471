// Inviting everybody of a wave whose time has come.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/survey/campaigns/audience.h"
#include "services/survey/campaigns/people.h"
#include "services/survey/invitations/invitation.h"

namespace mainstay::survey {

// The one way in which people who were chosen are invited, by waves (numbered from 1) and one by
// one (0): writes an invitation for each choice, also for those who are left out, with the reason;
// what is to be sent, calls and events. Returns them in the order of the choices.
std::vector<Invitation> InviteChosen(pg::Tx& tx, const Campaign& campaign, int wave,
                                     const std::vector<Choice>& choices,
                                     const history::WriteContext& context);

// Plans the next piece of the wave that is due first: an invitation for each contact of its
// audience, also for those who are left out, with the reason. Those by e-mail and webhook are to be
// delivered; those by phone are on the call list at once. True when there may be more. When another
// service cannot be asked, the wave is looked at again a minute later, and its error returned. Any
// number of processes may do this at once.
absl::StatusOr<bool> PlanWave(pg::Session& db, People& people, const std::string& service_token,
                              absl::Time now);

}  // namespace mainstay::survey
