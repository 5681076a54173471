// The states of a case and the verbs that lead from one to the next.
//
//   new → :acknowledge → acknowledged → :start → in_progress
//   acknowledged, in_progress → :waitForCustomer → waiting_for_customer → :start → in_progress
//   acknowledged, in_progress, waiting_for_customer → :resolve → resolved → :confirm → closed
//   resolved, when nobody answered the reminders → time_out → closed
//   resolved, closed, withdrawn → :reopen → in_progress
//   every one but closed and withdrawn: :assign → itself, :withdraw → withdrawn
//
// Each verb changes the case, or gives an error and leaves it: INVALID_ARGUMENT names the field of
// the verb's request, FAILED_PRECONDITION with reason WRONG_STATE the states that allow the verb.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/feedback/cases/case.h"

namespace mainstay::feedback {

absl::Status Assign(Case& c, const std::string& assignee);
absl::Status Acknowledge(Case& c, absl::Time now);
absl::Status Start(Case& c);
absl::Status Wait(Case& c, const std::string& reason);
// What solved it is also its acknowledgement and first answer when there was none. `cause` replaces
// the card's unless it is empty; a complaint is not resolved without one.
absl::Status Resolve(Case& c, const std::string& resolution, const std::string& cause,
                     absl::Time now);
// `contact`: who of the customer said so; that it is of the case's account is the caller's to
// check.
// `closure`: how they said it, "customer" (to one of us) or "customer_by_link".
absl::Status Confirm(Case& c, const std::string& contact, const std::string& note,
                     std::string_view closure, absl::Time now);
// Nobody of the customer answered.
absl::Status TimeOut(Case& c, absl::Time now);
// What had resolved and closed it stays on record in the changes. Counts unless it was withdrawn.
absl::Status Reopen(Case& c, const std::string& reason);
absl::Status Withdraw(Case& c, const std::string& reason);

// Notes that the customer was told something of the matter: the first answer, and with it the
// acknowledgement, when there was none. FAILED_PRECONDITION unless the case is open.
absl::Status Tell(Case& c, absl::Time now);

}  // namespace mainstay::feedback
