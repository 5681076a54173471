#include "services/survey/loop/case_follow_up_writes.h"

#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "common/history/change.h"
#include "common/history/time_context.h"
#include "common/status/status.h"
#include "services/survey/campaigns/audience_reads.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/invitations/wave_writes.h"
#include "services/survey/loop/case_follow_up_store.h"

namespace mainstay::survey {
namespace {

constexpr int kNoWave = 0;
constexpr absl::Duration kAsk = absl::Seconds(15);
constexpr absl::Duration kAgain = absl::Minutes(1);

absl::StatusOr<ContactChoice> ChoiceOf(pg::Session& db, People& people,
                                       const std::string& service_token, const Campaign& campaign,
                                       const CaseFollowUp& follow_up, absl::Time now) {
  if (campaign.state == "closed") return ContactChoice{.choice = {}, .reason = "campaign_closed"};
  const Asking asking{.token = service_token, .deadline = absl::Now() + kAsk};
  return ReadContactChoice(db, people, asking, campaign, follow_up.account_id, follow_up.contact_id,
                           now);
}

// What becomes of the follow-up by what became of the contact.
CaseFollowUp Decided(pg::Tx& tx, const Campaign& campaign, CaseFollowUp follow_up,
                     const ContactChoice& chosen, const history::WriteContext& context) {
  follow_up.state = "left_out";
  follow_up.reason = chosen.reason;
  if (!chosen.choice) return follow_up;
  const Invitation invitation = InviteChosen(tx, campaign, kNoWave, {*chosen.choice}, context)[0];
  follow_up.invitation_id = invitation.id;
  follow_up.reason = chosen.choice->state == "undeliverable" ? "no_address" : chosen.choice->reason;
  if (follow_up.reason.empty()) follow_up.state = "invited";
  return follow_up;
}

absl::Status Decide(pg::Session& db, People& people, const std::string& service_token,
                    const Campaign& campaign, const CaseFollowUp& follow_up, absl::Time now) {
  ASSIGN_OR_RETURN(const ContactChoice chosen,
                   ChoiceOf(db, people, service_token, campaign, follow_up, now));
  const history::WriteContext context = history::TimeContext(now);
  return db.Write({}, [&](pg::Tx& tx) {
    const auto locked = LockCampaign(tx, campaign.id);
    // Another process decided it, or somebody changed the campaign meanwhile: it is looked at anew.
    if (!locked || locked->version != campaign.version) return absl::OkStatus();
    if (!LockPlannedFollowUp(tx, follow_up.case_id)) return absl::OkStatus();
    UpdateCaseFollowUp(tx, Decided(tx, *locked, follow_up, chosen, context));
    return absl::OkStatus();
  });
}

}  // namespace

absl::StatusOr<bool> PlanCaseFollowUp(pg::Session& db, People& people,
                                      const std::string& service_token, absl::Time now) {
  std::optional<CaseFollowUp> due;
  std::optional<Campaign> campaign;
  RETURN_IF_ERROR(db.Read({}, [&](pg::Tx& tx) {
    due = FindDueFollowUp(tx, now);
    if (due) campaign = ReadCampaign(tx, due->campaign_id);
    return absl::OkStatus();
  }));
  if (!due || !campaign) return false;
  const absl::Status decided = Decide(db, people, service_token, *campaign, *due, now);
  if (decided.ok()) return true;
  RETURN_IF_ERROR(db.Write({}, [&](pg::Tx& tx) {
    PutOffFollowUp(tx, due->case_id, now + kAgain);
    return absl::OkStatus();
  }));
  return decided;
}

}  // namespace mainstay::survey
