#include "services/survey/analysis/counting_writes.h"

#include "common/metrics/metrics.h"
#include "common/status/status.h"
#include "services/survey/analysis/counting_store.h"
#include "services/survey/analysis/plan_store.h"

namespace mainstay::survey {
namespace {

// A batch takes a fraction of a second.
constexpr int kBatch = 2'000;

}  // namespace

absl::StatusOr<bool> CountNewResponses(pg::Tx& tx, absl::Time now) {
  ASSIGN_OR_RETURN(CountedBatch batch, CountResponses(tx, PublishedPlan, kBatch));
  if (!batch.more) {
    ASSIGN_OR_RETURN(batch, TellNextStep(tx, PublishedPlan, now, kBatch));
  }
  if (batch.unreadable > 0) {
    metrics::Counter("mainstay_survey_unreadable_responses_total",
                     "Stored responses that could not be read and are in no figure.")
        .Increment(static_cast<double>(batch.unreadable));
  }
  return batch.more || TallyInvitations(tx, kBatch);
}

}  // namespace mainstay::survey
