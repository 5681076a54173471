#include "common/api/write_context.h"

#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::api {

absl::StatusOr<history::WriteContext> WriteContextOf(const rpc::CallContext& call,
                                                     const std::string& reason,
                                                     std::string_view field) {
  if (const absl::Status valid = text::ValidateReason(reason); !valid.ok()) {
    return status::BadField(field, status::GetFieldViolations(valid)[0].description);
  }
  return history::WriteContext{.actor = call.principal().subject,
                               .reason = reason,
                               .now = call.now(),
                               .trace = call.trace()};
}

}  // namespace mainstay::api
