// Reports between the API's messages and the domain.
#pragma once

#include <mainstay/feedback/v1/report_service.pb.h>

#include "absl/status/statusor.h"
#include "services/feedback/reports/case_figures.h"
#include "services/feedback/reports/report_store.h"

namespace mainstay::feedback {

// Violations are of its fields.
absl::StatusOr<CaseSelection> FromProto(const v1::CaseSelection& message);

v1::CaseFigures ToProto(const CaseFigures& figures);
// `group_by`: what the keys are; accounts are named by it.
v1::CaseReport::Group GroupToProto(const CaseFigures& figures, std::string_view group_by);
v1::CaseBacklog::Group ToProto(const BacklogFigures& figures, std::string_view group_by);
v1::CasePareto ToProto(const CasePareto& pareto);

}  // namespace mainstay::feedback
