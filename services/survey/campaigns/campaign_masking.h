// Which campaigns keep to themselves how they go on. Domain code: no SQL, no proto.
#pragma once

#include "services/survey/campaigns/campaign.h"

namespace mainstay::survey {

// A confidential campaign that is not closed: whoever may not see who said what is not told who
// answered or when, by invitations, by quotas or by forms. A case or a task that an answer asked
// for stands beside these, and the two moments together would tell whose answer it was.
inline bool MasksProgress(const Campaign& campaign) {
  return campaign.privacy == "confidential" && campaign.state != "closed";
}

}  // namespace mainstay::survey
