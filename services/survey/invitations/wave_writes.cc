#include "services/survey/invitations/wave_writes.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/api/uuid.h"
#include "common/events/outbox.h"
#include "common/history/time_context.h"
#include "common/status/status.h"
#include "services/survey/campaigns/audience_reads.h"
#include "services/survey/campaigns/campaign_events.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/invitations/invitation_events.h"
#include "services/survey/invitations/invitation_store.h"
#include "services/survey/invitations/planning_store.h"

namespace mainstay::survey {
namespace {

constexpr absl::Duration kAsk = absl::Seconds(15);
constexpr absl::Duration kAgain = absl::Minutes(1);

Invitation InvitationOf(const Campaign& campaign, int wave, const Choice& choice, absl::Time now) {
  Invitation one;
  one.id = api::NewUuid(now);
  one.campaign_id = campaign.id;
  one.wave = wave;
  one.account_id = one.invited_account_id = choice.person.account_id;
  one.contact_id = choice.person.contact_id;
  one.channel = campaign.channel;
  one.language = campaign.language;
  one.state = choice.state;
  one.state_reason = choice.reason;
  one.tier = choice.facts.tier;
  one.region = choice.facts.region;
  one.role = choice.facts.role;
  one.influence = campaign.anonymous() ? 0 : choice.person.influence;
  one.create_time = now;
  // Those by phone are on the list from now on.
  if (one.state == "planned" && one.channel == "phone") {
    one.state = "sent";
    one.version = 1;
    one.send_time = now;
    one.expire_time = now + absl::Hours(24 * campaign.valid_days);
  }
  return one;
}

// Notes on the campaign that everybody of the wave was invited.
void Finish(pg::Tx& tx, const Campaign& before, const DueWave& wave,
            const history::WriteContext& context) {
  WaveCounts counts;
  for (const StateCount& one : CountWave(tx, wave)) {
    (one.state == "skipped"         ? counts.skipped
     : one.state == "undeliverable" ? counts.undeliverable
                                    : counts.invited) += one.count;
  }
  Campaign after = before;
  const history::WriteContext at = history::NextVersion(before, context, after);
  UpdateCampaign(tx, after);
  history::RecordChanges(
      tx, kCampaignChanges, after.id, after.version, "invite",
      {{absl::StrCat("waves[", wave.number - 1, "]"), "", absl::StrCat(counts.invited)}}, at);
  events::Append(tx, CampaignWaveInvitedEvent(after, wave.number, counts, at));
}

absl::StatusOr<bool> PlanPiece(pg::Session& db, People& people, const Asking& asking,
                               const Campaign& campaign, DueWave wave, absl::Time now) {
  ASSIGN_OR_RETURN(const AudiencePiece piece,
                   ReadAudience(db, people, asking, campaign, wave.invited_to, now));
  const history::WriteContext context = history::TimeContext(now);
  return db.Write({}, [&](pg::Tx& tx) -> absl::StatusOr<bool> {
    const auto locked = LockCampaign(tx, campaign.id);
    // Another process planned it, or somebody paused or changed the campaign meanwhile.
    if (!locked || locked->version != campaign.version || !LockDueWave(tx, wave)) return true;
    InviteChosen(tx, campaign, wave.number, piece.choices, context);
    DueWave planned = wave;
    if (!piece.last_id.empty()) planned.invited_to = piece.last_id;
    SaveWave(tx, planned, piece.more ? "inviting" : "invited");
    if (!piece.more) Finish(tx, *locked, wave, context);
    return true;
  });
}

}  // namespace

std::vector<Invitation> InviteChosen(pg::Tx& tx, const Campaign& campaign, int wave,
                                     const std::vector<Choice>& choices,
                                     const history::WriteContext& context) {
  std::vector<Invitation> invitations;
  std::vector<std::string> to_deliver;
  std::vector<events::OutboxEvent> facts;
  for (const Choice& choice : choices) {
    invitations.push_back(InvitationOf(campaign, wave, choice, context.now));
    const Invitation& one = invitations.back();
    if (one.state == "planned") to_deliver.push_back(one.id);
    if (one.state == "sent") facts.push_back(InvitationSentEvent(one, context));
  }
  if (invitations.empty()) return invitations;
  InsertInvitations(tx, invitations);
  InsertDeliveries(tx, to_deliver, context.now);
  for (const Invitation& one : invitations) {
    if (one.state == "sent") InsertUntoldToken(tx, one.id, context.now);
  }
  if (!facts.empty()) events::AppendAll(tx, facts);
  return invitations;
}

absl::StatusOr<bool> PlanWave(pg::Session& db, People& people, const std::string& service_token,
                              absl::Time now) {
  std::optional<DueWave> wave;
  std::optional<Campaign> campaign;
  RETURN_IF_ERROR(db.Read({}, [&](pg::Tx& tx) {
    wave = FindDueWave(tx, now);
    if (wave) campaign = ReadCampaign(tx, wave->campaign_id);
    return absl::OkStatus();
  }));
  if (!wave || !campaign) return false;
  const Asking asking{.token = service_token, .deadline = absl::Now() + kAsk};
  const absl::StatusOr<bool> planned = PlanPiece(db, people, asking, *campaign, *wave, now);
  if (!planned.ok()) {
    RETURN_IF_ERROR(db.Write({}, [&](pg::Tx& tx) {
      PutOffWave(tx, *wave, now + kAgain);
      return absl::OkStatus();
    }));
  }
  return planned;
}

}  // namespace mainstay::survey
