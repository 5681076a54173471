// Analysis between the API's messages and the domain.
#pragma once

#include <mainstay/survey/v1/analysis_service.pb.h>

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/survey/analysis/cross_table.h"
#include "services/survey/analysis/driver_analysis.h"
#include "services/survey/analysis/figures.h"
#include "services/survey/analysis/response_groups.h"
#include "services/survey/analysis/suppression.h"
#include "services/survey/analysis/wave_change.h"
#include "services/survey/questionnaires/content_proto.h"

namespace mainstay::survey {

// Violations are of its fields.
absl::StatusOr<Selection> FromProto(const v1::ResponseSelection& message);

void ToProto(const Interval& interval, v1::ConfidenceInterval& message);
v1::ShareFigure ToProto(const Share& share);

// What is told of a question and of a group; nothing of what is hidden.
v1::QuestionFigures ToProto(const Tally& tally, const TalliedQuestion& question);
// `invited`: how many invitations reached the group; nothing when that is not known.
v1::GroupFigures ToProto(const ResponseGroup& group, std::optional<int64_t> invited);

v1::Association ToProto(const Association& association);
void ToProto(const WaveChange& change, v1::TrendPoint& point);
// `names`: the drivers'.
v1::DriverAnalysis ToProto(const DriverAnalysis& analysis, const TallyPlan& plan);
v1::KanoNeed KanoToProto(const Tally& tally, const TalliedQuestion& question);

}  // namespace mainstay::survey
