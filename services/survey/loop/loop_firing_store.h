// Firings and follow-ups in PostgreSQL. Both keep the account that they were about and are seen
// under the account that survived if that one was merged.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/survey/loop/case_follow_up.h"
#include "services/survey/loop/loop_firing.h"

namespace mainstay::survey {

// Inserts those that are not there yet, by rule and response, in one statement; returns the ids of
// those inserted.
std::vector<std::string> InsertLoopFirings(pg::Tx& tx, absl::Span<const LoopFiring> firings);

// Those of the accounts of which `least` contacts or more answered the campaign.
absl::flat_hash_set<std::string> AccountsThatAnsweredWidely(
    pg::Tx& tx, const std::string& campaign_id, const std::vector<std::string>& account_ids,
    int64_t least);

// What is heard of what a firing asked for; nothing when there is no such firing. What came before
// what is known already changes nothing.
void NoteOutcome(pg::Tx& tx, const std::string& firing_id, const std::string& outcome,
                 const std::string& state, absl::Time time);

// The contact of the firing that asked for this case; nothing when none did.
std::optional<std::string> ContactOfFiring(pg::Tx& tx, const std::string& firing_id);

// What lists of firings can be filtered and sorted by.
api::ListFields LoopFiringListFields();
api::Rows<LoopFiring> ListLoopFirings(pg::Tx& tx, const api::ListQuery& query,
                                      const std::string& campaign_id,
                                      const auth::AccountScope& scope);

// False when this case was followed up before.
bool InsertCaseFollowUp(pg::Tx& tx, const CaseFollowUp& follow_up);
void SetFollowUpInvitation(pg::Tx& tx, const std::string& case_id,
                           const std::string& invitation_id);

// What lists of follow-ups are sorted by: the cases closed last first.
absl::Span<const api::Sort> CaseFollowUpSorts();
api::Rows<CaseFollowUp> ListCaseFollowUps(pg::Tx& tx, const api::ListQuery& query,
                                          const std::string& campaign_id,
                                          const auth::AccountScope& scope);

// The running follow-up campaign that was launched last, before `closed`; nothing when none runs.
// Not one by link: nobody is there to hand it over.
std::optional<std::string> FollowUpCampaignAt(pg::Tx& tx, absl::Time closed);

}  // namespace mainstay::survey
