#include "services/engagement/gifts/gift_proto.h"

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/money.h"
#include "common/api/proto_date.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"

namespace mainstay::engagement {
namespace {

std::string ContactName(const std::string& account_id, const std::string& contact_id) {
  return absl::StrCat("accounts/", account_id, "/contacts/", contact_id);
}

}  // namespace

std::string GiftName(const Gift& gift) {
  return absl::StrCat("accounts/", gift.account_id, "/gifts/", gift.id);
}

std::string GiftLimitName(const std::string& currency) {
  return absl::StrCat("giftLimits/", currency);
}

v1::GiftDirection GiftDirectionToProto(std::string_view direction) {
  return api::TextToEnum<v1::GiftDirection>(direction, "GIFT_DIRECTION_");
}

v1::GiftState GiftStateToProto(std::string_view state) {
  return api::TextToEnum<v1::GiftState>(state, "GIFT_STATE_");
}

absl::StatusOr<Gift> FromProto(const v1::Gift& message, absl::CivilDay today,
                               const std::string& asked_id, const std::string& survivor_id) {
  Gift gift;
  gift.account_id = survivor_id;
  ASSIGN_OR_RETURN(gift.direction,
                   api::EnumToText(message.direction(), "GIFT_DIRECTION_", "direction"));
  ASSIGN_OR_RETURN(gift.kind, api::EnumToText(message.kind(), "GIFT_KIND_", "kind"));
  gift.description = message.description();
  ASSIGN_OR_RETURN(gift.value, api::AmountFromProto(message.has_value(), message.value(), "value"));
  if (!message.contact().empty()) {
    ASSIGN_OR_RETURN(const auto ids,
                     api::ParseName(message.contact(), "accounts/*/contacts/*", "contact"));
    if (ids[0] != asked_id && ids[0] != survivor_id) {
      return status::BadField("contact", "must be of the gift's account");
    }
    gift.contact_id = ids[1];
  }
  gift.user = message.user();
  gift.day = today;
  if (message.has_date()) {
    ASSIGN_OR_RETURN(gift.day, api::DayFromProto(message.date(), "date"));
  }
  gift.occasion = message.occasion();
  if (!message.refuse_reason().empty()) {
    gift.state = "refused";
    gift.close_reason = message.refuse_reason();
  }
  return gift;
}

v1::Gift ToProto(const Gift& gift) {
  v1::Gift message;
  message.set_name(GiftName(gift));
  message.set_direction(GiftDirectionToProto(gift.direction));
  message.set_kind(api::TextToEnum<v1::GiftKind>(gift.kind, "GIFT_KIND_"));
  message.set_description(gift.description);
  *message.mutable_value() = api::MoneyOf(gift.value.decimal, gift.value.currency);
  message.set_contact(ContactName(gift.account_id, gift.contact_id));
  message.set_user(gift.user);
  *message.mutable_date() = api::DayToProto(gift.day);
  message.set_occasion(gift.occasion);
  message.set_state(GiftStateToProto(gift.state));
  message.set_approver(gift.approver);
  if (gift.state == "refused") message.set_refuse_reason(gift.close_reason);
  if (gift.state == "cancelled") message.set_cancel_reason(gift.close_reason);
  message.set_etag(api::EtagOf(gift.version));
  *message.mutable_create_time() = api::TimeToProto(gift.create_time);
  *message.mutable_update_time() = api::TimeToProto(gift.update_time);
  return message;
}

v1::GiftLimit ToProto(const GiftLimit& limit) {
  v1::GiftLimit message;
  message.set_name(GiftLimitName(limit.currency));
  if (!limit.decimal.empty()) {
    *message.mutable_amount() = api::MoneyOf(limit.decimal, limit.currency);
  }
  message.set_setter(limit.setter);
  message.set_etag(api::EtagOf(limit.version));
  if (limit.version > 0) *message.mutable_update_time() = api::TimeToProto(limit.update_time);
  return message;
}

v1::GiftTotal ToProto(const GiftTotal& total) {
  v1::GiftTotal message;
  message.set_direction(GiftDirectionToProto(total.direction));
  if (total.direction == "given") {
    message.set_contact(ContactName(total.account_id, total.recipient));
  } else {
    message.set_user(total.recipient);
  }
  *message.mutable_total() = api::MoneyOf(total.total, total.currency);
  message.set_count(total.count);
  message.set_refused_count(total.refused);
  if (!total.limit.empty()) {
    *message.mutable_limit() = api::MoneyOf(total.limit, total.currency);
    if (!total.left.empty()) {
      *message.mutable_left() = api::MoneyOf(total.left, total.currency);
    }
  }
  return message;
}

}  // namespace mainstay::engagement
