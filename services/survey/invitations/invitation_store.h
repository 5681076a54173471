// Invitations and their tokens in PostgreSQL: what answering, lists and verbs need. What planning
// and sending need is in planning_store.h and delivery_store.h.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/survey/campaigns/campaign.h"
#include "services/survey/invitations/invitation.h"

namespace mainstay::survey {

// Bare UUIDs.
struct LockedInvitation {
  std::string campaign_id, id;
};
// The invitation of a token (its SHA-256); nothing when there is none any more: never made,
// withdrawn, or answered anonymously. Its row is locked until the transaction ends, and its
// campaign held open (closing_store.h). Who answers reads both under the locks, by the token again:
// who waited for them may have waited for the answer that took the token away.
std::optional<LockedInvitation> LockByToken(pg::Tx& tx, const std::string& token_sha256);

// An invitation of a campaign by its bare UUID, as for staff who record an interview.
std::optional<Invitation> ReadInvitation(pg::Tx& tx, const std::string& campaign_id,
                                         const std::string& invitation_id);
std::optional<Invitation> LockInvitation(pg::Tx& tx, const std::string& campaign_id,
                                         const std::string& invitation_id);

// Those of a campaign that contacts (bare UUIDs) have, locked in the order of their ids, so that
// two who lock several wait for each other and no more.
std::vector<Invitation> LockInvitationsOf(pg::Tx& tx, const std::string& campaign_id,
                                          const std::vector<std::string>& contact_ids);

// It was answered, and its tokens open nothing more. The caller has locked it and found it open
// (LinkState). Identified and confidential: its state and time, and the tokens stay so that the
// page can say so. Anonymous: its tokens are deleted and nothing else changes. Publishes no event:
// a response's event tells of it.
void Consume(pg::Tx& tx, const Campaign& campaign, const Invitation& invitation, absl::Time now);
// The same of many, in a few statements: ids of one campaign's locked invitations.
void ConsumeAll(pg::Tx& tx, const Campaign& campaign,
                const std::vector<std::string>& invitation_ids, absl::Time now);

// Its page was opened, if it still is ToBeMarkedOpened.
void MarkOpened(pg::Tx& tx, const Invitation& invitation, absl::Time now);

// Whether an anonymous invitation can still be answered: it has a token. Staff who record an
// interview ask this under the lock.
bool HasToken(pg::Tx& tx, const std::string& invitation_id);
// Those of the invitations that have one.
std::set<std::string> HaveTokens(pg::Tx& tx, const std::vector<std::string>& invitation_ids);

// Keeps what a token of the invitation's sending `number` hashes to.
void InsertToken(pg::Tx& tx, const std::string& invitation_id, int number,
                 const std::string& token_sha256, absl::Time now);
// Takes one back that nobody was told, whatever others the invitation has.
void DropToken(pg::Tx& tx, const std::string& token_sha256);
// One that nobody was told: it marks that an interview by phone is still to come.
void InsertUntoldToken(pg::Tx& tx, const std::string& invitation_id, absl::Time now);
// Ends every token of the invitation and what is still to be sent of it.
void DropTokens(pg::Tx& tx, const std::string& invitation_id);

void InsertInvitations(pg::Tx& tx, const std::vector<Invitation>& invitations);
// Writes version, state, reason and the times of sending of one that is locked.
void UpdateInvitation(pg::Tx& tx, const Invitation& invitation);

// An invitation with its account's name, as lists show it.
struct ListedInvitation {
  Invitation invitation;
  std::string account_display_name;
};
const api::ListFields& InvitationListFields();
// Of one campaign, or with an empty `campaign_id` of all; to accounts within the scope.
api::Rows<ListedInvitation> ListInvitations(pg::Tx& tx, const api::ListQuery& query,
                                            const std::string& campaign_id,
                                            const auth::AccountScope& scope);

// The first are called first.
absl::Span<const api::Sort> CallSorts();
// Those of the channel phone that can still be answered at `now`.
api::Rows<ListedInvitation> ListCalls(pg::Tx& tx, const api::ListQuery& query,
                                      const std::string& campaign_id,
                                      const auth::AccountScope& scope, absl::Time now);

}  // namespace mainstay::survey
