// How improvement actions are written: the row, its history and its event. For this folder only.
#pragma once

#include <string>
#include <string_view>

#include <mainstay/feedback/v1/improvement_service.pb.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/auth/scope.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "common/rpc/call_context.h"
#include "services/feedback/improvement/improvement_action.h"

namespace mainstay::feedback {

// The action that `name` names, locked, with a current etag, and the caller's to change:
// PERMISSION_DENIED with reason NOT_THE_OWNER otherwise.
absl::StatusOr<ImprovementAction> LockActionForWrite(pg::Tx& tx, const rpc::CallContext& call,
                                                     const std::string& action_id,
                                                     const std::string& name,
                                                     std::string_view etag);

// Makes `after` the next version of `before`, if anything changed, and gives it as the caller sees
// it. `action` is on record: "start".
v1::ImprovementAction WriteAction(pg::Tx& tx, const ImprovementAction& before,
                                  ImprovementAction after, const std::string& action,
                                  const auth::AccountScope& scope,
                                  const history::WriteContext& context);

}  // namespace mainstay::feedback
