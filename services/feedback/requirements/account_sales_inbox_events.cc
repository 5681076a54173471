#include "services/feedback/requirements/account_sales_inbox_events.h"

#include <mainstay/accounts/v1/grading_events.pb.h>

#include "common/api/money.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/feedback/requirements/account_sales_store.h"

namespace mainstay::feedback {

void TakeAccountSales(events::Subscription& subscription) {
  using accounts::v1::AccountSalesMeasured;
  subscription.On<AccountSalesMeasured>([](pg::Tx& tx, const events::v1::Event& event,
                                           const AccountSalesMeasured& payload) -> absl::Status {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(payload.account(), "accounts/*", "account"));
    AccountSales sales{.account_id = ids[0], .net_sales = {}, .measure_time = {}};
    ASSIGN_OR_RETURN(sales.net_sales, api::AmountFromProto(true, payload.net_sales(), "net_sales"));
    if (payload.has_start_time()) sales.start = api::TimeOf(payload.start_time());
    if (payload.has_end_time()) sales.end = api::TimeOf(payload.end_time());
    sales.measure_time = api::TimeOf(event.occur_time());
    KeepAccountSales(tx, sales);
    return absl::OkStatus();
  });
}

}  // namespace mainstay::feedback
