// A campaign that many answer at once.
#pragma once

#include <string>
#include <vector>

#include "common/pg/session.h"

namespace mainstay::survey {

// Invites 5,000 contacts of 100 accounts to the campaign, each of whom answered it, when all of
// the campaigns that PostgreSQL has analysed are of five: what it cannot know is how large this one
// is. Returns 50 of the accounts, bare UUIDs. `owner`: of the tables.
std::vector<std::string> AddCrowd(pg::Session& owner, const std::string& campaign_id);

}  // namespace mainstay::survey
