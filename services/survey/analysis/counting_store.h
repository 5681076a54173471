// Counting responses and invitations into tallies.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/survey/analysis/tally.h"

namespace mainstay::survey {

// What is counted of a published version of a questionnaire.
using PlanSource = std::function<absl::StatusOr<std::shared_ptr<const TallyPlan>>(
    pg::Tx&, const std::string& questionnaire_id, int version)>;

struct CountedBatch {
  bool more = false;       // there may be
  int64_t unreadable = 0;  // responses that could not be read and were put aside
};

// Brings tallies up to date with at most `limit` responses, in the caller's transaction: adds those
// of identified campaigns that are not counted yet, and moves those that got their first flag or
// lost their last one since, but for settled campaigns.
absl::StatusOr<CountedBatch> CountResponses(pg::Tx& tx, const PlanSource& plans, int limit);

// Brings the tallies of invitations (CountInvited) up to date with at most `limit` of them, in the
// caller's transaction. True when there may be more.
bool TallyInvitations(pg::Tx& tx, int limit);

// A closed campaign is settled when nobody who began to submit before can still be at it.
inline constexpr absl::Duration kSettleAfter = absl::Minutes(1);

// Takes the next step (told_steps.h) of one confidential or anonymous campaign where enough
// responses wait, or its last when it was closed kSettleAfter ago: from then on it is settled, its
// figures stay as they are. Of more than `limit` that wait the step is of so many, and the last one
// comes after such steps. In the caller's transaction.
absl::StatusOr<CountedBatch> TellNextStep(pg::Tx& tx, const PlanSource& plans, absl::Time now,
                                          int limit);

}  // namespace mainstay::survey
