// Inviting a contact to a follow-up campaign.
#pragma once

#include <string>

#include "common/directory/directory_store.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/survey/campaigns/campaign.h"

namespace mainstay::survey {

// Invites the contact outside of any wave, in the campaign's own channel, and returns the
// invitation's bare UUID. Nobody is asked for it: whether there is an address is found when it is
// sent, and neither the contact budget nor when they were asked last is looked at, because it is
// their own case that they are asked about.
std::string InviteAfterCase(pg::Tx& tx, const Campaign& campaign, const directory::Account& account,
                            const std::string& contact_id, const history::WriteContext& context);

}  // namespace mainstay::survey
