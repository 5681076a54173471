#include "services/accounts/grading/grading_events.h"

#include <mainstay/accounts/v1/grading_events.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/money.h"
#include "common/api/proto_time.h"
#include "common/events/event_of.h"

namespace mainstay::accounts {

events::OutboxEvent AccountSalesMeasuredEvent(const AccountSales& sales,
                                              const AbcAnalysis& analysis,
                                              const history::WriteContext& context) {
  const AbcWindow& window = analysis.window;
  v1::AccountSalesMeasured payload;
  payload.set_account(absl::StrCat("accounts/", sales.account_id));
  payload.set_abc_analysis(absl::StrCat("abcAnalyses/", analysis.id));
  *payload.mutable_net_sales() = api::MoneyOf(DecimalOf(sales.net_sales), window.currency_code);
  if (window.start != absl::InfinitePast()) {
    *payload.mutable_start_time() = api::TimeToProto(window.start);
  }
  if (window.end != absl::InfiniteFuture()) {
    *payload.mutable_end_time() = api::TimeToProto(window.end);
  }
  return events::EventOf({sales.account_id, "account_sales", sales.id, sales.version}, payload,
                         context);
}

}  // namespace mainstay::accounts
