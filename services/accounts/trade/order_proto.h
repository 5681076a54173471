// Orders and payments between the API's messages and the domain.
#pragma once

#include <string>

#include <mainstay/accounts/v1/trade_service.pb.h>

#include "absl/status/statusor.h"
#include "services/accounts/trade/order.h"
#include "services/accounts/trade/order_store.h"

namespace mainstay::accounts {

// The fields that callers may set. What has no place in the domain (an unknown enum number, a time
// that is missing or out of range) is a violation of that field.
absl::StatusOr<Order> FromProto(const v1::Order& message);
v1::Order ToProto(const Order& order);
v1::ReplacedOrder ToProto(const ReplacedOrder& replaced);

absl::StatusOr<Payment> FromProto(const v1::Payment& message);
v1::Payment ToProto(const Payment& payment);

}  // namespace mainstay::accounts
