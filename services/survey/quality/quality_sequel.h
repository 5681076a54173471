// Flags of quality, set as responses are recorded; nothing is refused or dropped for them.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/survey/responses/response_sequel.h"

namespace mainstay::survey {

// Straight lines, contradictions, duplicates of what the campaign has, and speeders by the median
// so far.
ResponseSequel QualitySequel();

// Judges speeders again by the median of now, for campaigns that keep times and run or were closed
// within a day: a periodic step; true when more may be left.
absl::StatusOr<bool> JudgeSpeedersAgain(pg::Tx& tx, absl::Time now);

}  // namespace mainstay::survey
