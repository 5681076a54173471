// As whom requirements are read in a call.
#pragma once

#include "common/rpc/call_context.h"
#include "services/feedback/deps.h"
#include "services/feedback/requirements/requirement_store.h"

namespace mainstay::feedback {

// The caller's, now. What the caller sees of requirements they see of trade too, in every role
// (common/auth/roles_test.cc holds that), so that the one scope goes for both.
inline RequirementView ViewOf(const rpc::CallContext& call, const Deps& deps) {
  return {
      .scope = call.scope(), .today = DueDay(call.now()), .sales_currency = deps.sales_currency};
}

}  // namespace mainstay::feedback
