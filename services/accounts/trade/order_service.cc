// RecordOrder, GetOrder, ListOrders and ListOrderChanges.
#include <mainstay/accounts/v1/trade_service.pb.h>

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/change_proto.h"
#include "common/api/idempotency.h"
#include "common/api/listing.h"
#include "common/api/page.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/accounts/profile/survivor_store.h"
#include "services/accounts/trade/ledger_store.h"
#include "services/accounts/trade/order_history_store.h"
#include "services/accounts/trade/order_proto.h"
#include "services/accounts/trade/order_store.h"
#include "services/accounts/trade/trade_events.h"
#include "services/accounts/trade/trade_handlers.h"

namespace mainstay::accounts {
namespace {

absl::StatusOr<v1::Order> Record(rpc::CallContext& call, const v1::RecordOrderRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "accounts/*", "parent"));
  absl::StatusOr<Order> parsed = FromProto(request.order());
  if (parsed.ok()) {
    if (absl::Status valid = Validate(*parsed, call.now()); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "order");
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::Order>(
      call, request, ReplayWhereSeen(call.scope()), [&](pg::Tx& tx) -> absl::StatusOr<v1::Order> {
        ASSIGN_OR_RETURN(const Survivor account, TradeAccountForWrite(tx, call, ids[0]));
        // Written under the account that was named, as imports do, also when it was merged: so the
        // same number means the same order, and unmerging gives each company its own.
        const std::string& own_id = ids[0];
        LockLedger(tx, own_id);
        Order order = *parsed;
        order.id = api::NewUuid(context.now);
        order.account_id = own_id;
        order.actor = context.actor;
        order.reason = context.reason;
        order.update_time = context.now;
        ReplacedOrder replaced;
        const OrderOutcome outcome = RecordOrder(tx, order, &replaced);
        if (outcome != OrderOutcome::kUnchanged) {
          events::Append(tx,
                         TradeChangedEvent({.account_id = own_id,
                                            .version = AdvanceLedger(tx, own_id),
                                            .orders_created = outcome == OrderOutcome::kCreated,
                                            .orders_replaced = outcome == OrderOutcome::kReplaced,
                                            .earliest = order.order_time,
                                            .latest = order.order_time},
                                           context));
        }
        v1::Order answer = ToProto(*ReadOrder(tx, account.account_id, order.id));
        if (outcome == OrderOutcome::kReplaced) *answer.mutable_replaced() = ToProto(replaced);
        return answer;
      });
}

// The order that `name` names; NOT_FOUND outside the scope.
absl::StatusOr<Order> Find(pg::Tx& tx, const rpc::CallContext& call, const std::string& name,
                           std::string_view field) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(name, "accounts/*/orders/*", field));
  const auto account = FindSurvivor(tx, ids[0], call.scope());
  if (!account) return status::NotFound(name);
  auto order = ReadOrder(tx, account->account_id, ids[1]);
  if (!order) return status::NotFound(name);
  return *std::move(order);
}

absl::StatusOr<v1::Order> Get(rpc::CallContext& call, const v1::GetOrderRequest& request) {
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Order> {
    ASSIGN_OR_RETURN(const Order order, Find(tx, call, request.name(), "name"));
    return ToProto(order);
  });
}

absl::StatusOr<v1::ListOrderChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListOrderChangesRequest& request) {
  ASSIGN_OR_RETURN(const api::ChangeListing listing,
                   api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListOrderChangesResponse> {
        ASSIGN_OR_RETURN(const Order order, Find(tx, call, request.parent(), "parent"));
        const auto rows = listing.ReadFrom([&](const auto& after, int limit) {
          return ReadOrderChanges(tx, order.id, after, limit);
        });
        v1::ListOrderChangesResponse response;
        for (const history::RecordedChange& change : rows.items) {
          *response.add_changes() = api::ChangeToProto<v1::OrderChange>(change);
        }
        response.set_next_page_token(listing.Token(rows.next));
        return response;
      });
}

absl::StatusOr<v1::ListOrdersResponse> List(rpc::CallContext& call, const Deps& deps,
                                            const v1::ListOrdersRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "accounts/*", "parent"));
  ASSIGN_OR_RETURN(
      const api::Listing listing,
      api::Listing::Read(call, *deps.page_tokens, request, OrderListFields(), request.parent()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListOrdersResponse> {
        ASSIGN_OR_RETURN(const Survivor account, TradeAccountOf(tx, call, ids[0]));
        const api::Rows<Order> page = ListOrders(tx, account.account_id, listing.query());
        v1::ListOrdersResponse response;
        for (const Order& order : page.items) *response.add_orders() = ToProto(order);
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterOrders(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kTradeService, "RecordOrder"), Record);
  router.Unary(absl::StrCat(kTradeService, "GetOrder"), Get);
  router.Unary(absl::StrCat(kTradeService, "ListOrders"), deps, List);
  router.Unary(absl::StrCat(kTradeService, "ListOrderChanges"), deps, ListChanges);
}

}  // namespace mainstay::accounts
