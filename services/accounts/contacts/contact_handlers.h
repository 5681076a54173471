// The parts of ContactService, a file each. For contact_service.cc only.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/rpc/router.h"
#include "services/accounts/deps.h"

namespace mainstay::accounts {

inline constexpr std::string_view kContactService = "mainstay.accounts.v1.ContactService/";

void RegisterContactReads(rpc::Router& router, const Deps& deps);
void RegisterContactWrites(rpc::Router& router);

// The ids in a contact's name; INVALID_ARGUMENT on `field` if it is not one.
struct ContactIds {
  std::string account_id;
  std::string contact_id;
};
absl::StatusOr<ContactIds> ParseContactName(const std::string& name, std::string_view field);

// Whether the caller may see protected fields in the change history; in contacts themselves the
// adapter masks them.
bool MaySeeProtected(const rpc::CallContext& call);

}  // namespace mainstay::accounts
