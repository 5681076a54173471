#include "services/engagement/gifts/gift_service.h"

#include "services/engagement/gifts/gift_handlers.h"

namespace mainstay::engagement {

void RegisterGiftService(rpc::Router& router, const Deps& deps) {
  RegisterGiftReads(router, deps);
  RegisterGiftWrites(router, deps);
  RegisterGiftLimits(router, deps);
}

}  // namespace mainstay::engagement
