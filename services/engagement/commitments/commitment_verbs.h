// The states of a commitment and the verbs that lead from one to the next.
//
//   open → :keep → kept    open → :break → broken    open → :cancel → cancelled
//   open → :renegotiate → open    kept, broken, cancelled → :reopen → open
//
// Each verb changes the commitment, or gives an error and leaves it: INVALID_ARGUMENT names the
// field of the verb's request, FAILED_PRECONDITION with reason WRONG_STATE the states that allow
// the verb.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/engagement/commitments/commitment.h"

namespace mainstay::engagement {

// What shows that a promise was kept.
struct Proof {
  std::string text;
  std::vector<std::string> evidence_uris;
  absl::Time kept_time;
};
// `proof.kept_time` must not be after `now`.
absl::Status Keep(Commitment& commitment, const Proof& proof, absl::Time now);
absl::Status Break(Commitment& commitment, const std::string& reason);
// `due_time` must be after `now`, and another than before.
absl::Status Renegotiate(Commitment& commitment, absl::Time due_time, const std::string& reason,
                         absl::Time now);
absl::Status Cancel(Commitment& commitment, const std::string& reason);
absl::Status Reopen(Commitment& commitment);

}  // namespace mainstay::engagement
