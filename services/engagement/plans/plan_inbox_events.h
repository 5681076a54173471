// What accounts' events do to plans.
#pragma once

#include <mainstay/accounts/v1/events.pb.h>
#include <mainstay/accounts/v1/trade_events.pb.h>
#include <mainstay/events/v1/event.pb.h>

#include "absl/status/status.h"
#include "common/events/subscription.h"
#include "common/pg/session.h"

namespace mainstay::engagement {

// Keeps the directory (directory_events.h); when the account's tier changed, plans its items anew
// in every draft that it belongs to: those that nobody has edited or left out go, and what the
// rules ask for now comes. Approved plans stay: their visits are people's to move.
absl::Status TakeAccountChanged(pg::Tx& tx, const events::v1::Event& event,
                                const accounts::v1::AccountChanged& payload);
// Remembers the last order, which rules count from.
absl::Status TakeTradeChanged(pg::Tx& tx, const events::v1::Event& event,
                              const accounts::v1::TradeChanged& payload);

// Adds both to the subscription to accounts.
void TakePlanEvents(events::Subscription& subscription);

}  // namespace mainstay::engagement
