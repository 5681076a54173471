#include "services/engagement/cadence/cadence_rule_service.h"

#include "services/engagement/cadence/cadence_rule_handlers.h"

namespace mainstay::engagement {

void RegisterCadenceRuleService(rpc::Router& router, const Deps& deps) {
  RegisterCadenceRuleReads(router, deps);
  RegisterCadenceRuleWrites(router, deps);
}

}  // namespace mainstay::engagement
