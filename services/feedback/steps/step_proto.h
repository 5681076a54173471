// Between steps, their templates and messages.
#pragma once

#include <mainstay/feedback/v1/step_service.pb.h>

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/feedback/steps/case_step.h"
#include "services/feedback/steps/step_template.h"

namespace mainstay::feedback {

inline constexpr std::string_view kStepTemplatePattern = "stepTemplates/*";
inline constexpr std::string_view kCaseStepPattern = "accounts/*/cases/*/steps/*";

std::string StepTemplateName(const std::string& template_id);
std::string CaseStepName(const CaseStep& step);
v1::CaseStepState CaseStepStateToProto(std::string_view state);

// The fields that people may set; enum numbers that do not exist are violations of their fields.
absl::StatusOr<StepTemplate> FromProto(const v1::StepTemplate& message);
v1::StepTemplate ToProto(const StepTemplate& step_template);
// What is late is so at `now`.
v1::CaseStep ToProto(const CaseStep& step, absl::Time now);

}  // namespace mainstay::feedback
