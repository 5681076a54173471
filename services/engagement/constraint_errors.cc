#include "services/engagement/constraint_errors.h"

#include "common/status/status.h"

namespace mainstay::engagement {

const pg::ConstraintErrors& EngagementConstraintErrors() {
  static const auto& errors = *new pg::ConstraintErrors{
      {"calendar_feeds_user", status::Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE",
                                            "the feed was made anew at the same time; its other "
                                            "answer has the URL, or try again")},
      {"communications_external_id_key",
       status::Error(absl::StatusCode::kAlreadyExists, "EXTERNAL_ID_TAKEN",
                     "communication.external_id: the account has a communication with this id of "
                     "this source, perhaps a deleted one")},
      {"visit_forms_pkey", status::Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE",
                                         "the form was declared anew at the same time; read it "
                                         "and try again")},
  };
  return errors;
}

}  // namespace mainstay::engagement
