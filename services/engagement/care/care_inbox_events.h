// Contacts' days that accounts announces.
#pragma once

#include <mainstay/accounts/v1/events.pb.h>
#include <mainstay/events/v1/event.pb.h>

#include "absl/status/status.h"
#include "common/events/subscription.h"
#include "common/pg/session.h"

namespace mainstay::engagement {

// Makes the item and its task for the account's owner, once for each contact, kind and day, or
// brings back what was withdrawn. Nothing for a day that is past, and for an account that is
// deleted or not known.
absl::Status TakeContactDateUpcoming(pg::Tx& tx, const events::v1::Event& event,
                                     const accounts::v1::ContactDateUpcoming& payload);
// Cancels the open task of a day that is another one now, or none.
absl::Status TakeContactDateWithdrawn(pg::Tx& tx, const events::v1::Event& event,
                                      const accounts::v1::ContactDateWithdrawn& payload);
// Cancels the open tasks of a contact that is gone.
absl::Status TakeContactDeleted(pg::Tx& tx, const events::v1::Event& event,
                                const accounts::v1::ContactDeleted& payload);

// Brings back what was cancelled by that and has not passed; what people cancelled stays.
absl::Status TakeContactUndeleted(pg::Tx& tx, const events::v1::Event& event,
                                  const accounts::v1::ContactUndeleted& payload);

// Adds them to accounts' subscription.
void TakeContactDates(events::Subscription& subscription);

}  // namespace mainstay::engagement
