// Improvement actions between the API's messages and the domain.
#pragma once

#include <string>

#include <mainstay/feedback/v1/improvement_service.pb.h>

#include "absl/status/statusor.h"
#include "services/feedback/improvement/improvement_action.h"
#include "services/feedback/improvement/improvement_store.h"

namespace mainstay::feedback {

// "improvementActions/{uuid}".
std::string ImprovementActionName(const std::string& action_id);

// The fields that people may set. Names, enum numbers and days that are none are violations of
// their fields.
absl::StatusOr<ImprovementAction> FromProto(const v1::ImprovementAction& message);
// Of its cases and requirements those in `seen`.
v1::ImprovementAction ToProto(const ImprovementAction& action, const SeenLinks& seen);

v1::ImprovementState ImprovementStateToProto(std::string_view state);

// The quarter of a request. Violations are of its fields.
absl::Status CheckQuarter(const v1::PlanQuarter& quarter);

}  // namespace mainstay::feedback
