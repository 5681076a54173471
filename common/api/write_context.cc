#include "common/api/write_context.h"

#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::api {

absl::StatusOr<history::WriteContext> WriteContextOf(const rpc::CallContext& call,
                                                     const std::string& reason) {
  RETURN_IF_ERROR(text::ValidateReason(reason));
  return history::WriteContext{.actor = call.principal().subject,
                               .reason = reason,
                               .now = call.now(),
                               .trace = call.trace()};
}

}  // namespace mainstay::api
