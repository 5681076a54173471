// The limits, and what people got.
#include <mainstay/engagement/v1/gift_service.pb.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/etag.h"
#include "common/api/idempotency.h"
#include "common/api/money.h"
#include "common/api/page.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/directory/account_access.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "common/text/currency.h"
#include "services/engagement/gifts/gift.h"
#include "services/engagement/gifts/gift_events.h"
#include "services/engagement/gifts/gift_handlers.h"
#include "services/engagement/gifts/gift_limit_store.h"
#include "services/engagement/gifts/gift_proto.h"

namespace mainstay::engagement {
namespace {

absl::StatusOr<std::string> ParseCurrency(const std::string& name, std::string_view field) {
  ASSIGN_OR_RETURN(const auto parts, api::ParseName(name, "giftLimits/~", field));
  if (!text::IsCurrencyCode(parts[0])) {
    return status::BadField(field, absl::StrCat("its last part ", text::CurrencyRule(parts[0])));
  }
  return parts[0];
}

absl::StatusOr<v1::GiftLimit> Get(rpc::CallContext& call, const v1::GetGiftLimitRequest& request) {
  ASSIGN_OR_RETURN(const std::string currency, ParseCurrency(request.name(), "name"));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::GiftLimit> {
    return ToProto(ReadGiftLimit(tx, currency));
  });
}

absl::StatusOr<v1::ListGiftLimitsResponse> List(rpc::CallContext& call,
                                                const v1::ListGiftLimitsRequest&) {
  return call.db().ReadOne(call.tx_options(),
                           [&](pg::Tx& tx) -> absl::StatusOr<v1::ListGiftLimitsResponse> {
                             v1::ListGiftLimitsResponse response;
                             for (const GiftLimit& limit : ListGiftLimits(tx)) {
                               *response.add_gift_limits() = ToProto(limit);
                             }
                             return response;
                           });
}

absl::StatusOr<v1::GiftLimit> Update(rpc::CallContext& call,
                                     const v1::UpdateGiftLimitRequest& request) {
  const v1::GiftLimit& wanted = request.gift_limit();
  ASSIGN_OR_RETURN(const std::string currency, ParseCurrency(wanted.name(), "gift_limit.name"));
  ASSIGN_OR_RETURN(const text::Amount amount,
                   api::AmountFromProto(wanted.has_amount(), wanted.amount(), "gift_limit.amount"));
  if (absl::Status valid = ValidateLimit(currency, amount); !valid.ok()) {
    return status::PrefixFields(valid, "gift_limit");
  }
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::GiftLimit>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::GiftLimit> {
        const GiftLimit before = LockGiftLimit(tx, currency);
        RETURN_IF_ERROR(api::CheckEtag(wanted.etag(), before.version));
        if (before.decimal == amount.decimal) return ToProto(before);
        GiftLimit after = before;
        if (before.id.empty()) {
          after.id = api::NewUuid(context.now);
          after.create_time = after.update_time = context.now;
        }
        const history::WriteContext at = history::NextVersion(before, context, after);
        after.decimal = amount.decimal;
        after.setter = context.actor;
        SaveGiftLimit(tx, after);
        history::RecordChanges(tx, kGiftLimitChanges, after.id, after.version,
                               before.id.empty() ? "create" : "update",
                               {{"amount", before.decimal, after.decimal}}, at);
        events::Append(tx, GiftLimitChangedEvent(after, at));
        return ToProto(after);
      });
}

absl::StatusOr<v1::ListGiftTotalsResponse> ListTotals(rpc::CallContext& call, const Deps& deps,
                                                      const v1::ListGiftTotalsRequest& request) {
  const int year =
      request.year() == 0 ? static_cast<int>(RegisterDay(call.now()).year()) : request.year();
  if (year < 2000 || year > 2100) return status::BadField("year", "must be 2000 to 2100");
  ASSIGN_OR_RETURN(const std::string account_id,
                   AccountOfParent(call, *deps.directory, request.parent()));
  ASSIGN_OR_RETURN(const int page_size, api::PageSize(request.page_size()));
  const std::string binding = absl::StrJoin({std::string(call.method()), request.parent(),
                                             absl::StrCat(year), call.scope().user().value_or("")},
                                            "\n");
  ASSIGN_OR_RETURN(const auto after, deps.page_tokens->Parse(binding, request.page_token()));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListGiftTotalsResponse> {
        auto totals = ListGiftTotals(tx, year, account_id, call.scope(), after, page_size + 1);
        v1::ListGiftTotalsResponse response;
        if (totals.size() > static_cast<size_t>(page_size)) {
          totals.pop_back();
          const GiftTotal& last = totals.back();
          response.set_next_page_token(
              deps.page_tokens->Make(binding, {last.direction, last.recipient, last.currency}));
        }
        for (const GiftTotal& total : totals) *response.add_totals() = ToProto(total);
        return response;
      });
}

}  // namespace

void RegisterGiftLimits(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kGiftService, "GetGiftLimit"), Get);
  router.Unary(absl::StrCat(kGiftService, "ListGiftLimits"), List);
  router.Unary(absl::StrCat(kGiftService, "UpdateGiftLimit"), Update);
  router.Unary(absl::StrCat(kGiftService, "ListGiftTotals"), deps, ListTotals);
}

}  // namespace mainstay::engagement
