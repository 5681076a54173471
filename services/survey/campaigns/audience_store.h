// Whom an audience's conditions hold for, as far as this service knows it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/survey/campaigns/audience.h"

namespace mainstay::survey {

// The accounts in use that the conditions of accounts hold for, at most `limit` by id after
// `after_id` (empty: from the first).
std::vector<AudienceAccount> ReadAudienceAccounts(pg::Tx& tx, const Audience& audience,
                                                  const std::string& after_id, int limit);

// Whether they hold for the account, by its bare UUID: it as it is now, with the id of the one that
// survived if it was merged; nothing when they do not.
std::optional<AudienceAccount> FindInAudience(pg::Tx& tx, const Audience& audience,
                                              const std::string& account_id);

// Those of the contacts who were sent an invitation of any campaign since then, or are to be sent
// one.
absl::flat_hash_set<std::string> InvitedSince(pg::Tx& tx,
                                              const std::vector<std::string>& contact_ids,
                                              absl::Time since);

}  // namespace mainstay::survey
