#include "services/accounts/profile/account_service.h"

#include "services/accounts/profile/account_handlers.h"

namespace mainstay::accounts {

void RegisterAccountService(rpc::Router& router, const Deps& deps) {
  auto schemas = std::make_shared<AttributeSchemaCache>();
  RegisterAccountReads(router);
  RegisterAccountPages(router, deps);
  RegisterAccountWrites(router, deps, schemas);
  RegisterAccountMerges(router);
  RegisterAttributeSchema(router, schemas);
}

}  // namespace mainstay::accounts
