#include "services/engagement/constraint_errors.h"

#include "common/status/status.h"

namespace mainstay::engagement {

const pg::ConstraintErrors& EngagementConstraintErrors() {
  static const auto& errors = *new pg::ConstraintErrors{
      {"calendar_feeds_user", status::Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE",
                                            "the feed was made anew at the same time; its other "
                                            "answer has the URL, or try again")},
      {"care_rules_pkey", status::Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE",
                                        "the rule was set at the same time; read it and try "
                                        "again")},
      {"communications_external_id_key",
       status::Error(absl::StatusCode::kAlreadyExists, "EXTERNAL_ID_TAKEN",
                     "communication.external_id: the account has a communication with this id of "
                     "this source, perhaps a deleted one")},
      {"gift_limits_pkey", status::Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE",
                                         "the limit was set at the same time; read it and try "
                                         "again")},
      {"invitations_contact_key",
       status::Error(absl::StatusCode::kAlreadyExists, "ALREADY_INVITED",
                     "invitation.contact: the contact has an invitation to this gathering; if it "
                     "was taken back, :reply with REPLY_NONE invites them again")},
      {"visit_forms_pkey", status::Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE",
                                         "the form was declared anew at the same time; read it "
                                         "and try again")},
  };
  return errors;
}

}  // namespace mainstay::engagement
