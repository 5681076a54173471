// What is to be sent, in PostgreSQL. A delivery is claimed, sent and marked in three steps, of
// which only the first and the last are transactions: a process that dies in between has lost
// nothing, as the claim runs out, and at most repeated one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/survey/invitations/invitation.h"

namespace mainstay::survey {

struct Delivery {
  std::string id;    // bare UUID
  int number = 0;    // 0: the invitation, then its reminders
  int attempts = 0;  // how often it was refused by whom it is for
  int outages = 0;   // how often in a row the way there was down since
  Invitation invitation;
};

// Claims at most `limit` that are due by a channel ("email", "webhook"), of campaigns that run,
// until `claimed_until`, in the order of their invitations' ids. These are locked until the
// transaction ends.
std::vector<Delivery> ClaimDeliveries(pg::Tx& tx, const std::string& channel, absl::Time now,
                                      absl::Time claimed_until, int limit);

// The invitation of one that was claimed, locked; nothing when there is nothing to send of it any
// more: it was answered, withdrawn or ended since.
std::optional<Invitation> LockToSend(pg::Tx& tx, const Delivery& delivery);

// What became of it. Of an anonymous campaign a reminder leaves no trace.
void MarkSent(pg::Tx& tx, const Delivery& delivery, bool anonymous);
void MarkFailed(pg::Tx& tx, const Delivery& delivery, const std::string& error);
// Is tried again at `next_time`, with the attempts and outages that it has now.
void PutOffDelivery(pg::Tx& tx, const Delivery& delivery, const std::string& error,
                    absl::Time next_time);

// When the next reminder is planned, unless somebody answers: noted with the newest token.
void RemindAt(pg::Tx& tx, const Delivery& delivery, absl::Time time);

// Leaves of the tokens that the delivery's attempts made the first `kept` and the last `kept`. Its
// invitation is locked.
void ThinOutTokens(pg::Tx& tx, const Delivery& delivery, int kept);

// The invitation of a delivery, locked; nothing when there is none.
std::optional<Invitation> LockInvitationOfDelivery(pg::Tx& tx, const std::string& delivery_id);

}  // namespace mainstay::survey
