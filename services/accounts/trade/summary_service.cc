// GetTradeSummary.
#include <mainstay/accounts/v1/trade_service.pb.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/money.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "common/text/currency.h"
#include "common/text/rules.h"
#include "services/accounts/trade/summary_store.h"
#include "services/accounts/trade/trade_handlers.h"

namespace mainstay::accounts {
namespace {

constexpr int kDefaultProducts = 10, kMaxProducts = 100;

absl::StatusOr<SummaryQuery> QueryOf(const v1::GetTradeSummaryRequest& request) {
  SummaryQuery query;
  if (request.has_start_time()) {
    ASSIGN_OR_RETURN(query.start, api::TimeFromProto(request.start_time(), "start_time"));
  }
  if (request.has_end_time()) {
    ASSIGN_OR_RETURN(query.end, api::TimeFromProto(request.end_time(), "end_time"));
  }
  if (query.start >= query.end) return status::BadField("end_time", "must be after start_time");
  query.currency_code = request.currency_code();
  if (!query.currency_code.empty() && !text::IsCurrencyCode(query.currency_code)) {
    return status::BadField("currency_code", text::CurrencyRule(query.currency_code));
  }
  if (!request.time_zone().empty()) query.time_zone = request.time_zone();
  if (!text::IsTimeZone(query.time_zone)) {
    return status::BadField("time_zone", text::kTimeZoneRule);
  }
  return query;
}

absl::StatusOr<int> TopOf(int requested) {
  if (requested == 0) return kDefaultProducts;
  if (requested < 1 || requested > kMaxProducts) {
    return status::BadField("top_products", absl::StrCat("must be 1 to ", kMaxProducts));
  }
  return requested;
}

void FillMonths(std::vector<MonthOfTrade> months, const std::string& currency,
                v1::TradeSummary& summary) {
  const MonthOfTrade total = months.back();
  months.pop_back();
  for (const MonthOfTrade& month : months) {
    v1::TradeSummary::Month& out = *summary.add_months();
    out.mutable_month()->set_year(month.year);
    out.mutable_month()->set_month(month.month);
    *out.mutable_net_sales() = api::MoneyOf(month.net_sales, currency);
    out.set_orders(month.orders);
    out.set_credit_notes(month.credit_notes);
    *out.mutable_returns() = api::MoneyOf(month.returns, currency);
    *out.mutable_payments() = api::MoneyOf(month.payments, currency);
  }
  *summary.mutable_net_sales() = api::MoneyOf(total.net_sales, currency);
  summary.set_orders(total.orders);
  summary.set_credit_notes(total.credit_notes);
  *summary.mutable_returns() = api::MoneyOf(total.returns, currency);
  *summary.mutable_payments() = api::MoneyOf(total.payments, currency);
}

void FillProducts(const ProductMix& mix, const std::string& currency, v1::TradeSummary& summary) {
  for (const ProductOfTrade& product : mix.top) {
    v1::TradeSummary::Product& out = *summary.add_top_products();
    out.set_product(product.product);
    out.set_description(product.description);
    out.set_quantity(product.quantity);
    *out.mutable_net_sales() = api::MoneyOf(product.net_sales, currency);
    out.set_share(product.share);
  }
  *summary.mutable_other_products() = api::MoneyOf(mix.other_net_sales, currency);
  summary.set_other_product_count(mix.other_count);
}

// The currency asked for, or the only one there is; "" without trade.
absl::StatusOr<std::string> CurrencyOf(pg::Tx& tx, const SummaryQuery& query) {
  if (!query.currency_code.empty()) return query.currency_code;
  const std::vector<std::string> currencies = TradeCurrencies(tx, query);
  if (currencies.size() > 1) {
    return status::BadField("currency_code", absl::StrCat("choose one of those there are: ",
                                                          absl::StrJoin(currencies, ", ")));
  }
  return currencies.empty() ? "" : currencies[0];
}

absl::StatusOr<v1::TradeSummary> Get(rpc::CallContext& call,
                                     const v1::GetTradeSummaryRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "accounts/*", "parent"));
  ASSIGN_OR_RETURN(SummaryQuery query, QueryOf(request));
  ASSIGN_OR_RETURN(const int top, TopOf(request.top_products()));
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::TradeSummary> {
    ASSIGN_OR_RETURN(const Survivor account, TradeAccountOf(tx, call, ids[0]));
    query.account_id = account.account_id;
    ASSIGN_OR_RETURN(query.currency_code, CurrencyOf(tx, query));
    v1::TradeSummary summary;
    summary.set_account(absl::StrCat("accounts/", account.account_id));
    summary.set_currency_code(query.currency_code);
    FillMonths(TradeByMonth(tx, query), query.currency_code, summary);
    FillProducts(MixOfProducts(tx, query, top), query.currency_code, summary);
    const OrderRhythm rhythm = RhythmOfOrders(tx, query);
    if (rhythm.first) {
      *summary.mutable_first_order_time() = api::TimeToProto(*rhythm.first);
      *summary.mutable_last_order_time() = api::TimeToProto(*rhythm.last);
    }
    summary.set_average_interval_days(rhythm.average_interval_days);
    return summary;
  });
}

}  // namespace

void RegisterTradeSummary(rpc::Router& router) {
  router.Unary(absl::StrCat(kTradeService, "GetTradeSummary"), Get);
}

}  // namespace mainstay::accounts
