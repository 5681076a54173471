#include "services/accounts/mapping/write_context.h"

#include "common/status/status.h"
#include "services/accounts/rules/text_rules.h"

namespace mainstay::accounts {

absl::StatusOr<WriteContext> WriteContextOf(const rpc::CallContext& call,
                                            const std::string& reason) {
  RETURN_IF_ERROR(ValidateReason(reason));
  return WriteContext{.actor = call.principal().subject,
                      .reason = reason,
                      .now = call.now(),
                      .trace = call.trace()};
}

}  // namespace mainstay::accounts
