// TOPSIS (逼近理想解排序法): alternatives in the order of their closeness to the best that was seen
// on every criterion, and what made each of them near or far.
//
// After Hwang & Yoon, Multiple Attribute Decision Making (Springer 1981), chapter III: scores are
// normalized and weighted, v = w · x ÷ N; d⁺ and d⁻ are the Euclidean distances of an alternative
// from the ideal and the anti-ideal; its closeness is C = d⁻ ÷ (d⁺ + d⁻), 1 at the ideal and 0 at
// the anti-ideal. (CriteriaSet says what N is and where the ideals come from.)
//
// What the method leaves open is decided here:
// - Closenesses that differ by at most kTieTolerance are equal: their alternatives share a rank and
//   the next rank counts them all (1, 2, 2, 4). A group is measured from its closest member, so
//   that no chain of small steps makes one of it. Within a group the order is that of the ids.
// - A criterion on which all alternatives score the same, zero or not, tells nothing apart: it adds
//   0 to every distance. Its weight is not given to others, which changes no closeness.
// - Identical rows get the same closeness and rank.
// - One alternative, and alternatives that are all identical, are ideal and anti-ideal at once:
//   d⁺ = d⁻ = 0, the closeness is 0.5 and the rank is 1. (With the ideals "scale" an only
//   alternative has a closeness as any other.)
// - An alternative without a score for some criterion is not ranked: it is named with what is
//   missing, and its other scores count nowhere. None at all give an empty ranking.
// - Negative scores are scores: "vector", "max" and "sum" divide by what is not negative, so that
//   the order within a criterion stays.
// - NaN, infinities and scores beyond kMaxScore or the criterion's scale are refused.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/feedback/scoring/criteria_set.h"

namespace mainstay::feedback {

inline constexpr size_t kMaxAlternatives = 20'000;
// Far above what rounding does to a closeness, far below what two judgements differ by.
inline constexpr double kTieTolerance = 1e-12;

// What is to be ranked.
struct Alternative {
  std::string id;  // not empty, unique
  // In the units of the criteria and in their order; nothing where there is no score yet.
  std::vector<std::optional<double>> scores;
};

// What one criterion does to one alternative.
struct CriterionPart {
  double value = 0;             // the weighted normalized score v
  double ideal_gap = 0;         // how far v is from the ideal's, ≥ 0
  double anti_ideal_gap = 0;    // and from the anti-ideal's
  double ideal_share = 0;       // of d⁺²: ideal_gap² ÷ d⁺², 0 to 1; 0 when d⁺ is 0
  double anti_ideal_share = 0;  // of d⁻²
};

struct RankedAlternative {
  size_t index = 0;  // in what was given
  std::string id;
  int rank = 0;                    // from 1
  double closeness = 0;            // 0 to 1
  double ideal_distance = 0;       // d⁺
  double anti_ideal_distance = 0;  // d⁻
};

struct UnrankedAlternative {
  size_t index = 0;  // in what was given
  std::string id;
  std::vector<size_t> missing;  // places of the criteria without a score
};

struct TopsisRanking {
  // By criterion: its share of the weights, and the weighted normalized ideal and anti-ideal.
  // Where these two are equal, the criterion told nothing apart.
  std::vector<double> weights;
  std::vector<double> ideal;
  std::vector<double> anti_ideal;
  std::vector<RankedAlternative> ranked;      // the closest first
  std::vector<CriterionPart> parts;           // by place in `ranked`, then by criterion
  std::vector<UnrankedAlternative> unranked;  // as given

  // The parts of the alternative at a place in `ranked`.
  absl::Span<const CriterionPart> PartsOf(size_t place) const {
    return absl::MakeConstSpan(parts).subspan(place * weights.size(), weights.size());
  }
};

// Checks alternatives against a valid set; INVALID_ARGUMENT names what cannot be accepted
// ("alternatives[3].scores[0]"), at most 100 of it.
absl::Status Validate(const CriteriaSet& set, absl::Span<const Alternative> alternatives);

// Ranks m alternatives by n criteria in O(m · (n + log m)). INVALID_ARGUMENT names what cannot be
// accepted of the set, or else of the alternatives.
absl::StatusOr<TopsisRanking> RankByTopsis(const CriteriaSet& set,
                                           absl::Span<const Alternative> alternatives);

}  // namespace mainstay::feedback
