#include "services/feedback/scoring/ranking_proto.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/feedback/scoring/scoring_proto.h"

namespace mainstay::feedback {
namespace {

constexpr size_t kRemovalsTold = 20;

}  // namespace

absl::StatusOr<v1::Ranking> ExplainRanking(const Ranking& ranking, const ScoringSet& set,
                                           const std::vector<RankingRow>& rows,
                                           const TopsisRanking& result, bool names_others) {
  ASSIGN_OR_RETURN(const Firmness firmness,
                   FirmnessOf(RulesOf(set, ranking.normalization), result, rows, ranking.top));
  v1::Ranking message = ToProto(ranking, set);
  for (size_t i = 0; i < set.rules.criteria.size(); ++i) {
    v1::RankingCriterion criterion = RankingCriterionOf(set, i, result, firmness.bands[i]);
    criterion.set_top_lower(firmness.top_bands[i].lower);
    criterion.set_top_upper(firmness.top_bands[i].upper);
    if (!names_others && set.sources[i] == "sales") {
      criterion.clear_ideal();
      criterion.clear_anti_ideal();
    }
    *message.add_criteria() = criterion;
  }
  message.set_removal_count(static_cast<int>(firmness.removals.size()));
  if (!names_others) return message;
  for (size_t i = 0; i < std::min(kRemovalsTold, firmness.removals.size()); ++i) {
    const Removal& removal = firmness.removals[i];
    v1::RankingRemoval& told = *message.add_removals();
    told.set_requirement(absl::StrCat("requirements/", removal.removed));
    told.set_reversals(removal.reversals.count);
    for (const ReversedPair& pair : removal.reversals.pairs) *told.add_pairs() = ToProto(pair);
  }
  return message;
}

}  // namespace mainstay::feedback
