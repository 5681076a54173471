// What accounts' events do to plans.
#pragma once

#include <mainstay/accounts/v1/events.pb.h>
#include <mainstay/accounts/v1/trade_events.pb.h>
#include <mainstay/events/v1/event.pb.h>

#include "absl/status/status.h"
#include "common/events/subscription.h"
#include "common/pg/session.h"

namespace mainstay::engagement {

// All of them keep the directory first (directory_events.h), where the event is one of its own. To
// plan an account anew is to do so in every draft that it belongs to or has items in: those that
// nobody has edited or left out go, and what the rules ask for now comes. Approved plans stay:
// their visits are people's to move.

// Plans the account anew when its tier or its owner changed.
absl::Status TakeAccountChanged(pg::Tx& tx, const events::v1::Event& event,
                                const accounts::v1::AccountChanged& payload);
// Plans the survivor anew; of a merge that was taken back both accounts. Each comes with two
// events, the later of which finds the family whole.
absl::Status TakeAccountMerged(pg::Tx& tx, const events::v1::Event& event,
                               const accounts::v1::AccountMerged& payload);
absl::Status TakeAccountUnmerged(pg::Tx& tx, const events::v1::Event& event,
                                 const accounts::v1::AccountUnmerged& payload);
// Remembers the last order, which rules count from, and plans the account anew if there are such
// rules.
absl::Status TakeTradeChanged(pg::Tx& tx, const events::v1::Event& event,
                              const accounts::v1::TradeChanged& payload);

// Adds all of them to the subscription to accounts.
void TakePlanEvents(events::Subscription& subscription);

}  // namespace mainstay::engagement
