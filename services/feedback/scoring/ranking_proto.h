// A ranking with what is worked out of it, as a message.
#pragma once

#include <vector>

#include <mainstay/feedback/v1/scoring_service.pb.h>

#include "absl/status/statusor.h"
#include "services/feedback/scoring/ranking.h"
#include "services/feedback/scoring/scoring_set.h"

namespace mainstay::feedback {

// `rows` are those of the ranking, and `result` what their scores give. `names_others`: the caller
// sees every account, and so every requirement that it names; others are not told the ideals of
// criteria by sales.
absl::StatusOr<v1::Ranking> ExplainRanking(const Ranking& ranking, const ScoringSet& set,
                                           const std::vector<RankingRow>& rows,
                                           const TopsisRanking& result, bool names_others);

}  // namespace mainstay::feedback
