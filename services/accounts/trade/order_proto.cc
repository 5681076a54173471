#include "services/accounts/trade/order_proto.h"

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/money.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "services/accounts/trade/import_run.h"

namespace mainstay::accounts {
namespace {

constexpr char kKindPrefix[] = "ORDER_KIND_";

absl::StatusOr<absl::Time> RequiredTime(bool present, const google::protobuf::Timestamp& time,
                                        std::string_view field) {
  if (!present) return status::BadField(field, "must be given");
  return api::TimeFromProto(time, field);
}

}  // namespace

absl::StatusOr<Order> FromProto(const v1::Order& message) {
  Order order;
  order.order_number = message.order_number();
  ASSIGN_OR_RETURN(order.kind, api::EnumToText(message.kind(), kKindPrefix, "kind"));
  if (order.kind.empty()) order.kind = "order";
  ASSIGN_OR_RETURN(order.order_time,
                   RequiredTime(message.has_order_time(), message.order_time(), "order_time"));
  order.currency_code = message.currency_code();
  for (const v1::OrderLine& line : message.lines()) {
    order.lines.push_back({.product = line.product(),
                           .description = line.description(),
                           .quantity = line.quantity(),
                           .unit_price = line.unit_price()});
  }
  return order;
}

v1::Order ToProto(const Order& order) {
  v1::Order message;
  message.set_name(absl::StrCat("accounts/", order.account_id, "/orders/", order.id));
  message.set_order_number(order.order_number);
  message.set_kind(api::TextToEnum<v1::OrderKind>(order.kind, kKindPrefix));
  *message.mutable_order_time() = api::TimeToProto(order.order_time);
  message.set_currency_code(order.currency_code);
  *message.mutable_total() = api::MoneyOf(order.total, order.currency_code);
  message.set_line_count(order.line_count);
  for (const OrderLine& line : order.lines) {
    v1::OrderLine& out = *message.add_lines();
    out.set_line(message.lines_size());
    out.set_product(line.product);
    out.set_description(line.description);
    out.set_quantity(line.quantity);
    out.set_unit_price(line.unit_price);
    *out.mutable_amount() = api::MoneyOf(line.amount, order.currency_code);
  }
  if (!order.import_id.empty()) message.set_trade_import(TradeImportName(order.import_id));
  message.set_etag(api::EtagOf(order.version));
  *message.mutable_create_time() = api::TimeToProto(order.create_time);
  *message.mutable_update_time() = api::TimeToProto(order.update_time);
  return message;
}

v1::ReplacedOrder ToProto(const ReplacedOrder& replaced) {
  v1::ReplacedOrder message;
  *message.mutable_total() = api::MoneyOf(replaced.total, replaced.currency_code);
  message.set_line_count(replaced.line_count);
  *message.mutable_order_time() = api::TimeToProto(replaced.order_time);
  return message;
}

absl::StatusOr<Payment> FromProto(const v1::Payment& message) {
  Payment payment;
  payment.payment_number = message.payment_number();
  ASSIGN_OR_RETURN(payment.amount, api::DecimalOf(message.amount(), "amount"));
  payment.currency_code = message.amount().currency_code();
  ASSIGN_OR_RETURN(payment.payment_time, RequiredTime(message.has_payment_time(),
                                                      message.payment_time(), "payment_time"));
  payment.method = message.method();
  payment.order_number = message.order_number();
  return payment;
}

v1::Payment ToProto(const Payment& payment) {
  v1::Payment message;
  message.set_name(absl::StrCat("accounts/", payment.account_id, "/payments/", payment.id));
  message.set_payment_number(payment.payment_number);
  *message.mutable_amount() = api::MoneyOf(payment.amount, payment.currency_code);
  *message.mutable_payment_time() = api::TimeToProto(payment.payment_time);
  message.set_method(payment.method);
  message.set_order_number(payment.order_number);
  *message.mutable_create_time() = api::TimeToProto(payment.create_time);
  return message;
}

}  // namespace mainstay::accounts
