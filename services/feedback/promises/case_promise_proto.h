// Between promises and messages.
#pragma once

#include <mainstay/feedback/v1/case_promise_service.pb.h>

#include <string>

#include "absl/status/statusor.h"
#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/feedback/cases/case.h"
#include "services/feedback/promises/case_promise.h"

namespace mainstay::feedback {

std::string CasePromiseName(const CasePromise& promise);

// The fields that people may set; enum numbers and times that do not exist are violations of their
// fields.
absl::StatusOr<CasePromise> FromProto(const v1::CasePromise& message);
v1::CasePromise ToProto(const CasePromise& promise);

// The fact that it was made, for the commitment ledger.
events::OutboxEvent CasePromisedEvent(const CasePromise& promise, const Case& c,
                                      const history::WriteContext& context);

}  // namespace mainstay::feedback
