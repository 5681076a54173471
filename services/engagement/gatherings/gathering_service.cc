#include "services/engagement/gatherings/gathering_service.h"

#include "services/engagement/gatherings/gathering_handlers.h"

namespace mainstay::engagement {

void RegisterGatheringService(rpc::Router& router, const Deps& deps) {
  RegisterGatheringReads(router, deps);
  RegisterGatheringWrites(router);
  RegisterInvitationReads(router, deps);
  RegisterInvitationWrites(router, deps);
}

}  // namespace mainstay::engagement
