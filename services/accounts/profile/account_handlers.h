// The parts of AccountService, a file each. For account_service.cc only.
#pragma once

#include <memory>

#include "common/rpc/router.h"
#include "services/accounts/deps.h"
#include "services/accounts/profile/attribute_schema_store.h"

namespace mainstay::accounts {

void RegisterAccountReads(rpc::Router& router);
void RegisterAccountPages(rpc::Router& router, const Deps& deps);
void RegisterAccountWrites(rpc::Router& router, const Deps& deps,
                           std::shared_ptr<AttributeSchemaCache> schemas);
void RegisterAccountMerges(rpc::Router& router);
void RegisterAttributeSchema(rpc::Router& router, std::shared_ptr<AttributeSchemaCache> schemas);

}  // namespace mainstay::accounts
