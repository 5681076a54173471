#include "services/accounts/constraint_errors.h"

#include "common/status/status.h"

namespace mainstay::accounts {

const pg::ConstraintErrors& AccountsConstraintErrors() {
  static const auto& errors = *new pg::ConstraintErrors{
      {"accounts_external_id_key",
       status::Error(absl::StatusCode::kAlreadyExists, "EXTERNAL_ID_TAKEN",
                     "account.external_id: another account has it; external ids are unique")},
      {"accounts_parent_id_fkey",
       status::BadField("account.parent_account", "must be an account that you may see")},
      {"team_members_pkey", status::Error(absl::StatusCode::kAlreadyExists, "ALREADY_A_MEMBER",
                                          "the user is on the team; update the member instead")},
      {"orders_number_key", status::Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE",
                                          "the order was recorded at the same time; try again")},
      {"payments_number_key",
       status::Error(absl::StatusCode::kAlreadyExists, "PAYMENT_NUMBER_TAKEN",
                     "payment.payment_number: the account has a payment with this number")},
  };
  return errors;
}

}  // namespace mainstay::accounts
