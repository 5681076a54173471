// RecordPayment and ListPayments.
#include <mainstay/accounts/v1/trade_service.pb.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/idempotency.h"
#include "common/api/page.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/accounts/profile/survivor_store.h"
#include "services/accounts/trade/ledger_store.h"
#include "services/accounts/trade/order_proto.h"
#include "services/accounts/trade/payment_store.h"
#include "services/accounts/trade/trade_events.h"
#include "services/accounts/trade/trade_handlers.h"

namespace mainstay::accounts {
namespace {

absl::StatusOr<v1::Payment> Record(rpc::CallContext& call,
                                   const v1::RecordPaymentRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "accounts/*", "parent"));
  absl::StatusOr<Payment> parsed = FromProto(request.payment());
  if (parsed.ok()) {
    if (absl::Status valid = Validate(*parsed, call.now()); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "payment");
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  return api::WriteOnce<v1::Payment>(
      call, request, ReplayWhereSeen(call.scope()), [&](pg::Tx& tx) -> absl::StatusOr<v1::Payment> {
        ASSIGN_OR_RETURN(const Survivor account, TradeAccountForWrite(tx, call, ids[0]));
        // Written under the account that was named, as orders are, and seen under the survivor.
        const std::string& own_id = ids[0];
        LockLedger(tx, own_id);
        Payment payment = *parsed;
        payment.id = api::NewUuid(context.now);
        payment.account_id = own_id;
        payment.actor = context.actor;
        payment.create_time = context.now;
        InsertPayment(tx, payment);
        events::Append(tx, PaymentReceivedEvent(own_id, AdvanceLedger(tx, own_id), payment.id,
                                                payment.payment_time, context));
        payment.account_id = account.account_id;
        return ToProto(payment);
      });
}

absl::StatusOr<v1::ListPaymentsResponse> List(rpc::CallContext& call, const Deps& deps,
                                              const v1::ListPaymentsRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "accounts/*", "parent"));
  ASSIGN_OR_RETURN(const int page_size, api::PageSize(request.page_size()));
  const std::string binding = absl::StrJoin(
      {std::string(call.method()), request.parent(), call.scope().user().value_or("")}, "\n");
  ASSIGN_OR_RETURN(const auto after, deps.page_tokens->Parse(binding, request.page_token()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListPaymentsResponse> {
        ASSIGN_OR_RETURN(const Survivor account, TradeAccountOf(tx, call, ids[0]));
        auto payments = ListPayments(tx, account.account_id, after, page_size + 1);
        v1::ListPaymentsResponse response;
        if (payments.size() > static_cast<size_t>(page_size)) {
          payments.pop_back();
          response.set_next_page_token(
              deps.page_tokens->Make(binding, PaymentCursor(payments.back())));
        }
        for (const Payment& payment : payments) *response.add_payments() = ToProto(payment);
        return response;
      });
}

}  // namespace

void RegisterPayments(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kTradeService, "RecordPayment"), Record);
  router.Unary(absl::StrCat(kTradeService, "ListPayments"), deps, List);
}

}  // namespace mainstay::accounts
