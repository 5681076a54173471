// Keeping figures up to date.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"

namespace mainstay::survey {

// Counts a batch of the responses that came in, or takes a step of a campaign that is told in
// steps, or else counts a batch of who was invited: the body of a periodic task. True when there
// may be more. Those that cannot be read are counted in the metric
// mainstay_survey_unreadable_responses_total, and the others go on.
absl::StatusOr<bool> CountNewResponses(pg::Tx& tx, absl::Time now);

}  // namespace mainstay::survey
