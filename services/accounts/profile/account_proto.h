// Accounts between the API's messages and the domain.
#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/timestamp.pb.h>
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/attribute_schema_service.pb.h>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/accounts/profile/account.h"
#include "services/accounts/profile/attribute_schema.h"
#include "services/accounts/profile/group_store.h"

namespace mainstay::accounts {

// The fields that people may set, normalized; output-only ones are left out. What has no place in
// the domain (a bad parent name, a credit limit with more than four decimals, an unknown enum
// number) is a violation of that field.
absl::StatusOr<Account> FromProto(const v1::Account& message);
v1::Account ToProto(Account account);

v1::AccountGroup ToProto(const std::string& account_id, const Group& group);

AttributeSchema FromProto(const v1::AttributeSchema& message);
v1::AttributeSchema ToProto(const AttributeSchema& schema);

// "accounts/{id}".
std::string AccountName(std::string_view account_id);

}  // namespace mainstay::accounts
