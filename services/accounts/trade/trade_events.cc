#include "services/accounts/trade/trade_events.h"

#include <mainstay/accounts/v1/trade_events.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "common/events/event_of.h"

namespace mainstay::accounts {

events::OutboxEvent TradeChangedEvent(const TradeChange& change,
                                      const history::WriteContext& context) {
  v1::TradeChanged payload;
  payload.set_account(absl::StrCat("accounts/", change.account_id));
  if (!change.import_id.empty()) {
    payload.set_trade_import(absl::StrCat("tradeImports/", change.import_id));
  }
  payload.set_orders_created(change.orders_created);
  payload.set_orders_replaced(change.orders_replaced);
  *payload.mutable_earliest_order_time() = api::TimeToProto(change.earliest);
  *payload.mutable_latest_order_time() = api::TimeToProto(change.latest);
  return events::EventOf({change.account_id, "trade", change.account_id, change.version}, payload,
                         context);
}

events::OutboxEvent PaymentReceivedEvent(const std::string& account_id, int64_t version,
                                         const std::string& payment_id, absl::Time payment_time,
                                         const history::WriteContext& context) {
  v1::PaymentReceived payload;
  payload.set_account(absl::StrCat("accounts/", account_id));
  payload.set_payment(absl::StrCat("accounts/", account_id, "/payments/", payment_id));
  *payload.mutable_payment_time() = api::TimeToProto(payment_time);
  return events::EventOf({account_id, "trade", account_id, version}, payload, context);
}

}  // namespace mainstay::accounts
