// Follow-ups of closed cases in PostgreSQL. They keep the account that they were about and are seen
// under the account that survived if that one was merged.
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/survey/loop/case_follow_up.h"

namespace mainstay::survey {

// False when this case was followed up before. One that is planned is due when the case is closed.
bool InsertCaseFollowUp(pg::Tx& tx, const CaseFollowUp& follow_up);

// The planned one of a campaign that runs or is closed whose turn it is by `now`; nothing when
// there is none. Those of paused campaigns wait.
std::optional<CaseFollowUp> FindDueFollowUp(pg::Tx& tx, absl::Time now);
// Locks one that is still planned; false when it is not any more.
bool LockPlannedFollowUp(pg::Tx& tx, const std::string& case_id);
// Writes what became of it: state, reason and invitation.
void UpdateCaseFollowUp(pg::Tx& tx, const CaseFollowUp& follow_up);
// Looks at it again at that time: what it takes was not there.
void PutOffFollowUp(pg::Tx& tx, const std::string& case_id, absl::Time look_at);

// What lists of follow-ups are sorted by: the cases closed last first.
absl::Span<const api::Sort> CaseFollowUpSorts();
api::Rows<CaseFollowUp> ListCaseFollowUps(pg::Tx& tx, const api::ListQuery& query,
                                          const std::string& campaign_id,
                                          const auth::AccountScope& scope);

// The running follow-up campaign that was launched last, before `closed`; nothing when none runs.
// Not one by link: nobody is there to hand it over.
std::optional<std::string> FollowUpCampaignAt(pg::Tx& tx, absl::Time closed);

}  // namespace mainstay::survey
