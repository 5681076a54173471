// Firings in PostgreSQL. They keep the account that they were about and are seen under the account
// that survived if that one was merged.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/survey/loop/loop_firing.h"

namespace mainstay::survey {

// Inserts those that are not there yet, by rule and response, in one statement; returns the ids of
// those inserted.
std::vector<std::string> InsertLoopFirings(pg::Tx& tx, absl::Span<const LoopFiring> firings);

// Those of the accounts of which `least` contacts or more answered the campaign.
absl::flat_hash_set<std::string> AccountsThatAnsweredWidely(
    pg::Tx& tx, const std::string& campaign_id, const std::vector<std::string>& account_ids,
    int64_t least);

// What is heard of what a firing asked for, at `version` of that, from 1; nothing when there is no
// such firing. What is not newer than what is known changes nothing: it is told by versions,
// because `time` is of the other service's clock.
void NoteOutcome(pg::Tx& tx, const std::string& firing_id, const std::string& outcome,
                 const std::string& state, int64_t version, absl::Time time);

// The contact of the firing that asked for this case; nothing when none did.
std::optional<std::string> ContactOfFiring(pg::Tx& tx, const std::string& firing_id);

// What lists of firings can be filtered and sorted by.
api::ListFields LoopFiringListFields();
api::Rows<LoopFiring> ListLoopFirings(pg::Tx& tx, const api::ListQuery& query,
                                      const std::string& campaign_id,
                                      const auth::AccountScope& scope);

}  // namespace mainstay::survey
