// Facts about trade for the outbox. Aggregate "trade": the account's ledger.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "common/events/outbox.h"
#include "common/history/change.h"

namespace mainstay::accounts {

// What changed in an account's orders. Ids are bare UUIDs; import_id is empty for an order that was
// recorded by itself.
struct TradeChange {
  std::string account_id;
  int64_t version = 0;  // the ledger's
  std::string import_id;
  int64_t orders_created = 0;
  int64_t orders_replaced = 0;
  absl::Time earliest;  // of the orders
  absl::Time latest;
};

events::OutboxEvent TradeChangedEvent(const TradeChange& change,
                                      const history::WriteContext& context);
events::OutboxEvent PaymentReceivedEvent(const std::string& account_id, int64_t version,
                                         const std::string& payment_id, absl::Time payment_time,
                                         const history::WriteContext& context);

}  // namespace mainstay::accounts
