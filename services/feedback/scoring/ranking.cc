#include "services/feedback/scoring/ranking.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

constexpr size_t kPairsOfRemoval = 5;

// What ReversalsBetween reads of a ranking.
TopsisRanking OrderOf(absl::Span<const RankingRow> rows) {
  TopsisRanking order;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].rank == 0) continue;
    order.ranked.push_back({.index = i,
                            .id = rows[i].requirement_id,
                            .rank = rows[i].rank,
                            .closeness = rows[i].closeness});
  }
  return order;
}

}  // namespace

CriteriaSet RulesOf(const ScoringSet& set, const std::string& normalization) {
  CriteriaSet rules = set.rules;
  if (!normalization.empty()) rules.normalization = normalization;
  return rules;
}

std::vector<Alternative> AlternativesOf(absl::Span<const RankingRow> rows) {
  std::vector<Alternative> alternatives;
  alternatives.reserve(rows.size());
  for (const RankingRow& row : rows) alternatives.push_back({row.requirement_id, row.scores});
  return alternatives;
}

absl::StatusOr<TopsisRanking> RankRows(const CriteriaSet& rules, std::vector<RankingRow>& rows,
                                       absl::Span<const RankingRow> previous) {
  ASSIGN_OR_RETURN(TopsisRanking result, RankByTopsis(rules, AlternativesOf(rows)));
  absl::flat_hash_map<std::string, int> before;
  for (const RankingRow& row : previous) before[row.requirement_id] = row.rank;
  std::vector<RankingRow> sorted;
  sorted.reserve(rows.size());
  const auto take = [&](size_t index) -> RankingRow& {
    RankingRow& row = sorted.emplace_back(std::move(rows[index]));
    const auto old = before.find(row.requirement_id);
    row.previous_rank = old == before.end() ? 0 : old->second;
    return row;
  };
  for (const RankedAlternative& ranked : result.ranked) {
    RankingRow& row = take(ranked.index);
    row.rank = ranked.rank;
    row.closeness = ranked.closeness;
    row.ideal_distance = ranked.ideal_distance;
    row.anti_ideal_distance = ranked.anti_ideal_distance;
  }
  for (const UnrankedAlternative& unranked : result.unranked) take(unranked.index).rank = 0;
  rows = std::move(sorted);
  return result;
}

Reversals ReversalsOf(absl::Span<const RankingRow> before, absl::Span<const RankingRow> after,
                      size_t most) {
  return ReversalsBetween(OrderOf(before), OrderOf(after), most);
}

absl::StatusOr<Firmness> FirmnessOf(const CriteriaSet& rules, const TopsisRanking& result,
                                    absl::Span<const RankingRow> rows, int top) {
  Firmness firmness;
  const WeightSensitivity sensitivity(result);
  firmness.bands = sensitivity.Bands();
  // All of them are the top: nothing can leave it.
  if (top >= static_cast<int>(result.ranked.size())) {
    firmness.top_bands.resize(result.weights.size());
  } else {
    ASSIGN_OR_RETURN(firmness.top_bands, sensitivity.TopBands(top));
  }
  if (!result.ranked.empty() && result.ranked.size() <= kMaxRemovals) {
    ASSIGN_OR_RETURN(firmness.removals,
                     ReversalsByRemoval(rules, AlternativesOf(rows), kPairsOfRemoval));
  }
  return firmness;
}

}  // namespace mainstay::feedback
