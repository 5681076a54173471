// Whose invitations' progress is for those alone who may see who said what, in PostgreSQL.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "common/api/list.h"
#include "common/pg/session.h"

namespace mainstay::survey {

// Those of the campaigns (bare UUIDs) whose invitations are masked (invitation_masking.h):
// confidential ones that are not closed.
std::set<std::string> CampaignsThatMaskProgress(pg::Tx& tx,
                                                const std::vector<std::string>& campaign_ids);

// InvitationListFields, with what a masked invitation's state looks like.
const api::ListFields& MaskedInvitationListFields();

}  // namespace mainstay::survey
