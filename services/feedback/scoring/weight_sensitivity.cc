#include "services/feedback/scoring/weight_sensitivity.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// A coefficient is the difference of sums of products; below this part of them it is what rounding
// left of zero.
constexpr double kRounding = 1e-13;
// Of two that share a rank, what the tolerance of ties leaves open.
constexpr double kTieRounding = 10 * kTieTolerance;

double DifferenceOrZero(double a, double b, double tolerance) {
  const double difference = a - b;
  return std::abs(difference) <= tolerance * (a + b) ? 0 : difference;
}

}  // namespace

WeightSensitivity::WeightSensitivity(const TopsisRanking& ranking) : weights_(ranking.weights) {
  ranks_.reserve(ranking.ranked.size());
  gaps_.reserve(ranking.parts.size());
  for (size_t place = 0; place < ranking.ranked.size(); ++place) {
    ranks_.push_back(ranking.ranked[place].rank);
    AddGaps(ranking.PartsOf(place));
  }
}

// The sums of the others come from adding them up from both ends: taking one from the whole would
// lose the digits of small ones.
void WeightSensitivity::AddGaps(absl::Span<const CriterionPart> parts) {
  const size_t first = gaps_.size();
  double ideal = 0, anti_ideal = 0;
  for (const CriterionPart& part : parts) {
    const double own_ideal = part.ideal_gap * part.ideal_gap;
    const double own_anti_ideal = part.anti_ideal_gap * part.anti_ideal_gap;
    gaps_.push_back({own_ideal, ideal, own_anti_ideal, anti_ideal});
    ideal += own_ideal;
    anti_ideal += own_anti_ideal;
  }
  ideal = anti_ideal = 0;
  for (size_t j = parts.size(); j-- > 0;) {
    Gaps& gaps = gaps_[first + j];
    gaps.ideal_rest += ideal;
    gaps.anti_ideal_rest += anti_ideal;
    ideal += gaps.ideal;
    anti_ideal += gaps.anti_ideal;
  }
}

WeightSensitivity::Polynomial WeightSensitivity::PolynomialOf(size_t upper, size_t lower,
                                                              size_t criterion) const {
  const Gaps& p = At(upper, criterion);
  const Gaps& q = At(lower, criterion);
  const double tolerance = ranks_[upper] == ranks_[lower] ? kTieRounding : kRounding;
  return {
      .c2 = DifferenceOrZero(p.anti_ideal * q.ideal, q.anti_ideal * p.ideal, tolerance),
      .c1 = DifferenceOrZero(p.anti_ideal * q.ideal_rest + p.anti_ideal_rest * q.ideal,
                             q.anti_ideal * p.ideal_rest + q.anti_ideal_rest * p.ideal, tolerance),
      .c0 = DifferenceOrZero(p.anti_ideal_rest * q.ideal_rest, q.anti_ideal_rest * p.ideal_rest,
                             tolerance)};
}

WeightSensitivity::Crossings WeightSensitivity::CrossingsOf(const Polynomial& f) {
  Crossings crossings{.below = 0, .above = kInfinity};
  const auto add = [&crossings](double y) {
    if (!(y > 0) || y == kInfinity) return;
    if (y < 1) {
      crossings.below = std::max(crossings.below, y);
    } else {
      crossings.above = std::min(crossings.above, y);
    }
  };
  if (f.c2 == 0) {
    if (f.c1 != 0) add(-f.c0 / f.c1);
    return crossings;
  }
  const double discriminant = std::fma(f.c1, f.c1, -4 * f.c2 * f.c0);
  if (discriminant <= 0) return crossings;
  // The sum that cancels nothing, and the other root by Vieta.
  const double sum = -(f.c1 + std::copysign(std::sqrt(discriminant), f.c1)) / 2;
  add(sum / f.c2);
  add(f.c0 / sum);
  return crossings;
}

double WeightSensitivity::WeightAt(size_t criterion, double y) const {
  const double weight = weights_[criterion];
  if (y == 0) return 0;
  if (y == kInfinity) return 1;
  if (y == 1) return weight;
  const double scaled = std::sqrt(y) * weight;
  return scaled / (1 - weight + scaled);
}

WeightBand WeightSensitivity::BandOf(size_t criterion, const Crossings& nearest) const {
  return {WeightAt(criterion, nearest.below), WeightAt(criterion, nearest.above)};
}

std::optional<WeightSwap> WeightSensitivity::SwapOf(size_t upper, size_t lower,
                                                    size_t criterion) const {
  if (ranks_[upper] == ranks_[lower]) return std::nullopt;
  const Crossings crossings = CrossingsOf(PolynomialOf(upper, lower, criterion));
  const double weight = weights_[criterion];
  const WeightBand band = BandOf(criterion, crossings);
  const bool down = crossings.below > 0, up = crossings.above < kInfinity;
  if (!down && !up) return std::nullopt;
  const bool nearer_down = down && (!up || weight - band.lower <= band.upper - weight);
  return WeightSwap{criterion, weight, nearer_down ? band.lower : band.upper};
}

std::vector<WeightSwap> WeightSensitivity::SwapsOf(size_t upper, size_t lower) const {
  std::vector<WeightSwap> swaps;
  for (size_t k = 0; k < weights_.size(); ++k) {
    if (const auto swap = SwapOf(upper, lower, k)) swaps.push_back(*swap);
  }
  std::stable_sort(swaps.begin(), swaps.end(), [](const WeightSwap& a, const WeightSwap& b) {
    return std::abs(a.swap_weight - a.weight) < std::abs(b.swap_weight - b.weight);
  });
  return swaps;
}

std::vector<std::optional<WeightSwap>> WeightSensitivity::NeighbourSwaps(size_t most) const {
  std::vector<std::optional<WeightSwap>> least;
  const size_t pairs = ranks_.empty() ? 0 : std::min(most, ranks_.size() - 1);
  least.reserve(pairs);
  for (size_t place = 0; place < pairs; ++place) {
    const std::vector<WeightSwap> swaps = SwapsOf(place, place + 1);
    least.push_back(swaps.empty() ? std::nullopt : std::optional(swaps.front()));
  }
  return least;
}

std::vector<WeightBand> WeightSensitivity::Bands() const {
  std::vector<WeightBand> bands;
  for (size_t k = 0; k < weights_.size(); ++k) {
    Crossings nearest{.below = 0, .above = kInfinity};
    for (size_t place = 0; place + 1 < ranks_.size(); ++place) {
      const Polynomial f = PolynomialOf(place, place + 1, k);
      if (ranks_[place] == ranks_[place + 1]) {
        // Equal now; unless equal at every weight, any change parts them.
        if (!f.IsZero()) nearest = {1, 1};
        continue;
      }
      const Crossings crossings = CrossingsOf(f);
      nearest.below = std::max(nearest.below, crossings.below);
      nearest.above = std::min(nearest.above, crossings.above);
    }
    bands.push_back(BandOf(k, nearest));
  }
  return bands;
}

absl::StatusOr<std::vector<WeightBand>> WeightSensitivity::TopBands(int top) const {
  if (top <= 0) return status::BadField("top", "must be positive");
  const size_t inside = std::upper_bound(ranks_.begin(), ranks_.end(), top) - ranks_.begin();
  if (inside * (ranks_.size() - inside) > kMaxTopPairs) {
    return status::BadField(
        "top", absl::StrCat("ask for a smaller top: its alternatives times the others must be at "
                            "most ",
                            kMaxTopPairs));
  }
  std::vector<Crossings> nearest(weights_.size(), {.below = 0, .above = kInfinity});
  for (size_t upper = 0; upper < inside; ++upper) {
    for (size_t lower = inside; lower < ranks_.size(); ++lower) {
      for (size_t k = 0; k < weights_.size(); ++k) {
        const Crossings crossings = CrossingsOf(PolynomialOf(upper, lower, k));
        nearest[k].below = std::max(nearest[k].below, crossings.below);
        nearest[k].above = std::min(nearest[k].above, crossings.above);
      }
    }
  }
  std::vector<WeightBand> bands;
  for (size_t k = 0; k < weights_.size(); ++k) bands.push_back(BandOf(k, nearest[k]));
  return bands;
}

}  // namespace mainstay::feedback
