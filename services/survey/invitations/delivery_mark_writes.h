// What becomes of an invitation by its sending. For this folder only.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/calendar_replica/working_times.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/survey/campaigns/campaign.h"
#include "services/survey/invitations/delivery_store.h"
#include "services/survey/invitations/sender.h"

namespace mainstay::survey {

// Ends an invitation, which is locked, that never goes out: "bounced", "undeliverable" or
// "skipped", for a reason. Of a reminder nothing is noted but that it failed.
void GiveUp(pg::Tx& tx, const Delivery& delivery, Invitation& invitation, const std::string& state,
            const std::string& reason, const history::WriteContext& context);

// Tries a delivery again later that an outage held up: after 1, 2, 4, 8, then every 15 minutes, for
// as long as its campaign runs. Counts as no attempt.
void HoldUp(pg::Tx& tx, Delivery delivery, const std::string& error, absl::Time now);

// Takes back the token made for an attempt that sent nothing, before the delivery is put off: links
// that nobody has do not pile up while it waits. Locks the invitation.
void TakeBackToken(pg::Tx& tx, const Delivery& delivery, const std::string& token_sha256);

// Notes what sending it with a token came to. One that was refused is tried again after 1, 2, 4 …
// minutes, at most 10 times. The token stays unless it is certain that nothing went out with it.
absl::Status MarkDelivery(pg::Tx& tx, calendar_replica::WorkingTimes& working_times,
                          const Delivery& delivery, const std::string& token_sha256,
                          const Campaign& campaign, const SendResult& result, absl::Time now);

}  // namespace mainstay::survey
