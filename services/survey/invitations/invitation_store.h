// Invitations and their tokens in PostgreSQL: what answering needs. What sending needs is in
// delivery_store.h, lists in invitation_list_store.h.
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/survey/campaigns/campaign.h"
#include "services/survey/invitations/invitation.h"

namespace mainstay::survey {

// The invitation of a token (its SHA-256), whose account is the survivor; nothing when there is
// none any more: never made, withdrawn, or answered anonymously. With `for_update` its row is
// locked until the transaction ends: who answers asks again under the lock.
std::optional<Invitation> FindByToken(pg::Tx& tx, const std::string& token_sha256, bool for_update);

// An invitation of a campaign by its bare UUID, as for staff who record an interview.
std::optional<Invitation> ReadInvitation(pg::Tx& tx, const std::string& campaign_id,
                                         const std::string& invitation_id);
std::optional<Invitation> LockInvitation(pg::Tx& tx, const std::string& campaign_id,
                                         const std::string& invitation_id);

// It was answered, and its tokens open nothing more. The caller has locked it and found it open
// (LinkState). Identified and confidential: its state and time, and the tokens stay so that the
// page can say so. Anonymous: its tokens are deleted and nothing else changes. Publishes no event:
// a response's event tells of it.
void Consume(pg::Tx& tx, const Campaign& campaign, const Invitation& invitation, absl::Time now);

// Its page was opened: the first time is kept, of identified and confidential campaigns alone.
void MarkOpened(pg::Tx& tx, const Campaign& campaign, const Invitation& invitation, absl::Time now);

// Whether an anonymous invitation can still be answered: it has a token. Staff who record an
// interview ask this under the lock.
bool HasToken(pg::Tx& tx, const std::string& invitation_id);

}  // namespace mainstay::survey
