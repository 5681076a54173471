#include "services/engagement/communications/communication_service.h"

#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/engagement/communications/communication_handlers.h"

namespace mainstay::engagement {

void RegisterCommunicationService(rpc::Router& router, const Deps& deps) {
  RegisterCommunicationReads(router, deps);
  RegisterCommunicationWrites(router, deps);
  RegisterCommunicationImport(router, deps);
}

absl::StatusOr<CommunicationIds> ParseCommunicationName(const std::string& name,
                                                        std::string_view field) {
  ASSIGN_OR_RETURN(auto ids, api::ParseName(name, "accounts/*/communications/*", field));
  return CommunicationIds{.account_id = ids[0], .communication_id = ids[1]};
}

}  // namespace mainstay::engagement
