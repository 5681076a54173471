#include "services/survey/constraint_errors.h"

#include "common/status/status.h"

namespace mainstay::survey {

const pg::ConstraintErrors& SurveyConstraintErrors() {
  static const auto& errors = *new pg::ConstraintErrors{
      {"responses_external_id_key",
       status::Error(absl::StatusCode::kAlreadyExists, "RESPONSE_EXISTS",
                     "external_id: the campaign has a response of that name already")},
      {"responses_invitation_key",
       status::Error(absl::StatusCode::kFailedPrecondition, "INVITATION_NOT_OPEN",
                     "the invitation was answered")},
  };
  return errors;
}

}  // namespace mainstay::survey
