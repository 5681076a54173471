// The parts of TradeService, a file each. For the trade feature's own .cc files.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "common/rpc/router.h"
#include "services/accounts/deps.h"
#include "services/accounts/profile/survivor_store.h"

namespace mainstay::accounts {

inline constexpr char kTradeService[] = "mainstay.accounts.v1.TradeService/";

void RegisterImportUpload(rpc::Router& router, const Deps& deps);
void RegisterImportReads(rpc::Router& router, const Deps& deps);
void RegisterOrders(rpc::Router& router, const Deps& deps);
void RegisterPayments(rpc::Router& router, const Deps& deps);
void RegisterTradeSummary(rpc::Router& router);

// The account whose trade "accounts/{id}" means, in the caller's scope; NOT_FOUND otherwise.
absl::StatusOr<Survivor> TradeAccountOf(pg::Tx& tx, const rpc::CallContext& call,
                                        const std::string& account_id);
// The same for writing: FAILED_PRECONDITION for a deleted account.
absl::StatusOr<Survivor> TradeAccountForWrite(pg::Tx& tx, const rpc::CallContext& call,
                                              const std::string& account_id);

}  // namespace mainstay::accounts
