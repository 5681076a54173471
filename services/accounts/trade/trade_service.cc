#include "services/accounts/trade/trade_service.h"

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/accounts/trade/trade_handlers.h"

namespace mainstay::accounts {

void RegisterTradeService(rpc::Router& router, const Deps& deps) {
  RegisterImportUpload(router, deps);
  RegisterImportReads(router, deps);
  RegisterOrders(router, deps);
  RegisterPayments(router, deps);
  RegisterTradeSummary(router);
}

absl::StatusOr<Survivor> TradeAccountOf(pg::Tx& tx, const rpc::CallContext& call,
                                        const std::string& account_id) {
  auto account = FindSurvivor(tx, account_id, call.scope());
  if (!account) return status::NotFound(absl::StrCat("accounts/", account_id));
  return *std::move(account);
}

absl::StatusOr<Survivor> TradeAccountForWrite(pg::Tx& tx, const rpc::CallContext& call,
                                              const std::string& account_id) {
  ASSIGN_OR_RETURN(Survivor account, TradeAccountOf(tx, call, account_id));
  if (account.deleted) {
    return status::Error(
        absl::StatusCode::kFailedPrecondition, "ACCOUNT_DELETED",
        absl::StrCat("accounts/", account_id, " is deleted; undelete it before recording trade"));
  }
  return account;
}

}  // namespace mainstay::accounts
