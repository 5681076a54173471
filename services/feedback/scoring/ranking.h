// A ranking of requirements as it is kept: what was ranked with its scores. All else follows from
// that and the criteria set. Domain code: no SQL, no proto.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/feedback/scoring/rank_reversal.h"
#include "services/feedback/scoring/scoring_set.h"
#include "services/feedback/scoring/topsis.h"
#include "services/feedback/scoring/weight_sensitivity.h"

namespace mainstay::feedback {

// The most requirements of one ranking, and how many of the top bands are about unless said.
inline constexpr int kMaxRanked = 10'000;
inline constexpr int kDefaultTop = 10;

struct RankingRow {
  std::string requirement_id;  // bare UUID
  std::string title;
  std::vector<std::optional<double>> scores;  // by criterion
  int rank = 0;                               // from 1; 0 for what lacks a score
  double closeness = 0, ideal_distance = 0, anti_ideal_distance = 0;
  int previous_rank = 0;  // 0: had none
};

struct Ranking {
  std::string id;  // bare UUID
  std::string set_id;
  int64_t version = 0;  // of the set
  std::string normalization;
  int top = kDefaultTop;
  int ranked = 0, unranked = 0;
  std::string previous_id;  // by the same set; empty for the first
  int64_t reversal_count = 0;
  std::string author;  // user id
  absl::Time create_time;
};

// The set's rules with the ranking's normalization.
CriteriaSet RulesOf(const ScoringSet& set, const std::string& normalization);

// The rows as alternatives, by their ids.
std::vector<Alternative> AlternativesOf(absl::Span<const RankingRow> rows);

// Ranks the rows: puts them in the order of the result, what lacks a score last, and fills in what
// came out. `previous` are the rows of the ranking before, if there is one.
absl::StatusOr<TopsisRanking> RankRows(const CriteriaSet& rules, std::vector<RankingRow>& rows,
                                       absl::Span<const RankingRow> previous);

// Which of both rankings' rows are in another order; `most` pairs are told.
Reversals ReversalsOf(absl::Span<const RankingRow> before, absl::Span<const RankingRow> after,
                      size_t most);

// How firm a ranking is; by criterion.
struct Firmness {
  std::vector<WeightBand> bands;
  std::vector<WeightBand> top_bands;
  std::vector<Removal> removals;  // none for more than kMaxRemovals
};
// `rows` are as RankRows left them, and `result` what it gave.
absl::StatusOr<Firmness> FirmnessOf(const CriteriaSet& rules, const TopsisRanking& result,
                                    absl::Span<const RankingRow> rows, int top);

}  // namespace mainstay::feedback
