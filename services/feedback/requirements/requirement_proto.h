// Requirements between the API's messages and the domain.
#pragma once

#include <string>
#include <string_view>

#include <mainstay/feedback/v1/requirement_service.pb.h>

#include "absl/status/statusor.h"
#include "services/feedback/requirements/requirement.h"
#include "services/feedback/requirements/requirement_review.h"

namespace mainstay::feedback {

inline constexpr std::string_view kRequirementPattern = "requirements/*";
inline constexpr std::string_view kRequirementReviewPattern = "requirementReviews/*";

// "requirements/{id}"; "" for "".
std::string RequirementName(const std::string& id);
std::string RequirementReviewName(const std::string& id);
// "requirements/{id}/askers/{id}".
std::string AskerName(const RequirementAsker& asker);

v1::RequirementState RequirementStateToProto(std::string_view state);

// The fields that people may set, without askers. Enum numbers, dates and names that do not exist
// are violations of their fields.
absl::StatusOr<Requirement> FromProto(const v1::Requirement& message);
v1::Requirement ToProto(const SeenRequirement& seen);

// Without the account: who it is only the directory knows.
absl::StatusOr<RequirementAsker> FromProto(const v1::RequirementAsker& message);

absl::StatusOr<RequirementReview> FromProto(const v1::RequirementReview& message);
v1::RequirementReview ToProto(const RequirementReview& review);

}  // namespace mainstay::feedback
