// Closing and answering in order: who records answers holds the campaign open until they are
// committed, and who closes it waits for them. So that what was committed before the closing is all
// there is, and figures can be settled on it. An advisory lock, which writes nothing: some hundred
// people a second answer the same campaign.
#pragma once

#include <string>

#include "common/pg/session.h"

namespace mainstay::survey {

// The advisory lock's key in SQL, of an expression of the campaign's id: shared by who answers,
// exclusive for who closes.
#define MAINSTAY_CLOSING_KEY(campaign) \
  "hashtextextended('survey campaign closing ' || " campaign "::uuid, 0)"

// Until the transaction ends the campaign (its bare UUID) is not closed; waits for whoever closes
// it now. Read its state afterwards, in another statement. After the locks on invitations and
// before those on quotas, in the order of all who answer.
void HoldOpen(pg::Tx& tx, const std::string& campaign_id);

// Waits until every transaction that holds it open has ended; those that come later wait for this
// one. Before every other lock, the campaign's row among them.
void WaitForAnswers(pg::Tx& tx, const std::string& campaign_id);

}  // namespace mainstay::survey
