#include "services/accounts/contacts/contact_service.h"

#include "common/api/resource_name.h"
#include "common/auth/roles.h"
#include "common/status/status.h"
#include "services/accounts/contacts/contact_handlers.h"

namespace mainstay::accounts {

void RegisterContactService(rpc::Router& router, const Deps& deps) {
  RegisterContactReads(router, deps);
  RegisterContactWrites(router);
}

absl::StatusOr<ContactIds> ParseContactName(const std::string& name, std::string_view field) {
  ASSIGN_OR_RETURN(auto ids, api::ParseName(name, "accounts/*/contacts/*", field));
  return ContactIds{.account_id = ids[0], .contact_id = ids[1]};
}

bool MaySeeProtected(const rpc::CallContext& call) {
  return auth::Grants(call.principal(), "contacts.private.read").has_value();
}

}  // namespace mainstay::accounts
