// The invitation (邀请): one contact, or one account, asked once by a campaign. Domain code: no
// SQL, no proto.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/survey/campaigns/campaign.h"

namespace mainstay::survey {

// What tokens of invitations are for (common/auth/link_token.h).
inline constexpr char kInvitationPurpose[] = "mainstay.survey.invitation.v1";

// An invitation as it is stored. It keeps the account it was made under and is seen under the one
// that survived if that was merged.
struct Invitation {
  std::string id;                  // bare UUID
  int64_t version = 0;             // counts its events; 0: nothing has gone out
  std::string campaign_id;         // bare UUID
  int wave = 0;                    // 0: invited by hand
  std::string account_id;          // bare UUID, for one that was merged the survivor
  std::string invited_account_id;  // as it was invited
  std::string contact_id;          // bare UUID; empty: the account as such
  std::string channel;             // "email", "webhook", "link", "phone", "paper"
  std::string language;            // "zh", "en"
  // "planned", "sent", "opened", "answered", "expired", "revoked", "bounced", "undeliverable" or
  // "skipped". Of an anonymous campaign it is never opened or answered: nothing here says who did.
  std::string state = "planned";
  std::string state_reason;  // of bounced and revoked; "budget", "asked_lately", "quota_full"
  // What was known of the person when they were invited: the facts of conditions.
  std::string tier, region, role;
  int influence = 0;                        // 1 to 5; 0: not known
  int reminders = 0;                        // sent
  std::optional<absl::Time> send_time;      // first sent
  std::optional<absl::Time> reminder_time;  // last sent again; likewise
  std::optional<absl::Time> expire_time;    // of its links; there is one from the first token on
  std::optional<absl::Time> open_time;
  std::optional<absl::Time> answer_time;
  absl::Time create_time;

  QuotaFacts quota_facts() const { return {tier, region, role}; }
};

// "campaigns/{uuid}/invitations/{uuid}"; "accounts/{uuid}/contacts/{uuid}", empty without a
// contact, under the account that it was invited with or the one that survived.
std::string InvitationName(const Invitation& invitation);
std::string ContactNameOf(const Invitation& invitation, const std::string& account_id);

// Whether it can be answered, and if not why: "open", "answered", "expired", "revoked", "closed"
// (its campaign takes no answers) or "full" (a quota that closes links is; `campaign.quotas`).
std::string_view LinkState(const Invitation& invitation, const Campaign& campaign, absl::Time now);

// Whether opening its page is to be kept: the first time, of identified and confidential campaigns
// alone.
bool ToBeMarkedOpened(const Invitation& invitation, const Campaign& campaign);

// Whether a paper that was handed in at `submitted` answers it: whether it was open then. Full
// quotas close nothing to a paper, which has been filled in. Of an anonymous campaign only one that
// went out, and whose tokens are there, which is the caller's to check: one that never goes out for
// having been answered would tell that it was.
bool OpenToPaper(const Invitation& invitation, const Campaign& campaign, absl::Time submitted);

// Withdraws it: WRONG_STATE when it was answered, skipped or revoked already.
absl::Status Revoke(Invitation& invitation, std::string_view reason);

}  // namespace mainstay::survey
