// How firm a ranking is against its weights (权重敏感性): which change of one weight would swap two
// alternatives, and how far each weight can move before the ranking, or its top, changes.
//
// One weight w moves to t in (0, 1) and the others are scaled by (1 − t) ÷ (1 − w), so that all
// still add up to 1. The weighted gaps of criterion k then scale by t ÷ w and all others by
// (1 − t) ÷ (1 − w). A closeness does not change when all gaps scale alike, so only
//     y = ((t ÷ w) · (1 − w) ÷ (1 − t))²,  1 now, rising from 0 to ∞ with t,
// counts: d⁺² is proportional to A(y) = a·y + A₀ and d⁻² to B(y) = b·y + B₀, with a and b the
// squared gaps of criterion k and A₀ and B₀ those of all others. C rises with d⁻ ÷ d⁺, so p is
// closer than q exactly where
//     F(y) = B_p(y)·A_q(y) − B_q(y)·A_p(y) > 0,
// a polynomial of degree two in y. Its simple positive roots are all weights at which the two
// swap, and a root gives t = r·w ÷ (1 − w + r·w) with r = √y. Where F only touches 0 the two are
// equal at that weight and in the old order on both sides: no swap. (Own derivation; ideals,
// anti-ideals and normalization do not depend on the weights as long as all are positive.)
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/feedback/scoring/topsis.h"

namespace mainstay::feedback {

// The most pairs that TopBands looks at.
inline constexpr size_t kMaxTopPairs = 500'000;

// At `swap_weight` two alternatives are equally close; a little beyond it, away from `weight`,
// they have changed places.
struct WeightSwap {
  size_t criterion = 0;  // its place
  double weight = 0;     // its share now
  double swap_weight = 0;
};

// The shares that one criterion may take, ends not included, without a change of order.
struct WeightBand {
  double lower = 0;  // 0: however little it counts
  double upper = 1;  // 1: however much
};

class WeightSensitivity {
 public:
  // Takes what it needs from `ranking`: O(m · n) time and memory, m alternatives, n criteria.
  explicit WeightSensitivity(const TopsisRanking& ranking);

  // For each criterion whose weight can swap the alternatives at two places of the ranking, the
  // nearest weight that does, the least change first. None for alternatives that share a rank: any
  // change may part them. Places must be in the ranking and `upper` before `lower`. O(n log n).
  std::vector<WeightSwap> SwapsOf(size_t upper, size_t lower) const;

  // The least change that swaps the alternatives at places i and i + 1; nothing where no change of
  // one weight does. One element for each of the first `most` pairs of neighbours. O(most · n).
  std::vector<std::optional<WeightSwap>> NeighbourSwaps(size_t most) const;

  // By criterion: how far its weight can go while no two alternatives change places. The first two
  // that do are neighbours, so that looking at neighbours is exact: O(m · n). A tie that any change
  // of the weight breaks leaves no band: lower and upper are the weight itself. An only criterion
  // has the band (0, 1).
  std::vector<WeightBand> Bands() const;

  // By criterion: how far its weight can go while the alternatives of rank `top` or better stay the
  // same ones, in whatever order. O(top · m · n), as the first to leave need not be the last of
  // them: 0.13 s for kMaxTopPairs and 10 criteria. INVALID_ARGUMENT on "top" unless it is positive
  // and the pairs of one in and one out of the top are at most kMaxTopPairs.
  absl::StatusOr<std::vector<WeightBand>> TopBands(int top) const;

 private:
  // The squared gaps of an alternative to the ideal and the anti-ideal: of one criterion, and of
  // all others together.
  struct Gaps {
    double ideal = 0, ideal_rest = 0;
    double anti_ideal = 0, anti_ideal_rest = 0;
  };
  // F of two alternatives and one criterion, with c1 and c0 belonging to y and 1.
  struct Polynomial {
    double c2 = 0, c1 = 0, c0 = 0;
    bool IsZero() const { return c2 == 0 && c1 == 0 && c0 == 0; }
  };
  // The swaps nearest to y = 1 on both sides: 0 and infinity where there is none.
  struct Crossings {
    double below = 0;
    double above = 0;
  };

  const Gaps& At(size_t place, size_t criterion) const {
    return gaps_[place * weights_.size() + criterion];
  }
  void AddGaps(absl::Span<const CriterionPart> parts);
  Polynomial PolynomialOf(size_t upper, size_t lower, size_t criterion) const;
  static Crossings CrossingsOf(const Polynomial& f);
  std::optional<WeightSwap> SwapOf(size_t upper, size_t lower, size_t criterion) const;
  // The weight that belongs to y.
  double WeightAt(size_t criterion, double y) const;
  WeightBand BandOf(size_t criterion, const Crossings& nearest) const;

  std::vector<double> weights_;
  std::vector<int> ranks_;  // by place
  std::vector<Gaps> gaps_;  // by place, then by criterion
};

}  // namespace mainstay::feedback
