// Swaps and bands of random cases against closenesses that the naive implementation finds at many
// weights.
#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "services/feedback/scoring/scoring_test_kit.h"
#include "services/feedback/scoring/weight_sensitivity.h"

namespace mainstay::feedback {
namespace {

constexpr int kRuns = 200;
constexpr int kGrid = 25;         // how many weights are looked at
constexpr double kBeside = 1e-6;  // how near to a swap the two sides are looked at

std::vector<long double> At(const Case& drawn, size_t k, double share) {
  return NaiveClosenesses(WithShare(drawn.set, k, share), drawn.alternatives);
}

// The weights of a grid strictly between two.
std::vector<double> Between(double from, double to) {
  std::vector<double> weights;
  for (int i = 1; i < kGrid; ++i) {
    const double weight = i / static_cast<double>(kGrid);
    if (weight > from + kBeside && weight < to - kBeside) weights.push_back(weight);
  }
  return weights;
}

// Closer by more than naive rounding can make of equal ones.
bool Closer(long double a, long double b) { return a > b + 1e-15L; }

TEST(WeightSensitivityRandomTest, ASwapIsWhereTheOrderTurnsAndNowhereNearer) {
  std::mt19937_64 random(11);
  int swapped = 0, kept = 0;
  for (int run = 0; run < kRuns; ++run) {
    const Case drawn = RandomCase(random, 7);
    const auto ranking = Ranked(drawn.set, drawn.alternatives);
    const WeightSensitivity sensitivity(ranking);
    for (size_t place = 0; place + 1 < ranking.ranked.size(); ++place) {
      if (ranking.ranked[place].rank == ranking.ranked[place + 1].rank) continue;
      const size_t p = ranking.ranked[place].index, q = ranking.ranked[place + 1].index;
      const auto swaps = sensitivity.SwapsOf(place, place + 1);
      for (size_t k = 0; k < ranking.weights.size() && ranking.weights.size() > 1; ++k) {
        const auto found = std::find_if(swaps.begin(), swaps.end(),
                                        [k](const auto& swap) { return swap.criterion == k; });
        const double now = ranking.weights[k];
        const double reach = found == swaps.end() ? 1 : std::abs(found->swap_weight - now);
        for (double weight : Between(std::max(0.0, now - reach), std::min(1.0, now + reach))) {
          const auto values = At(drawn, k, weight);
          ASSERT_FALSE(Closer(values[q], values[p])) << run << " " << place << " " << k;
        }
        if (found == swaps.end()) {
          ++kept;
          continue;
        }
        ++swapped;
        const double away = found->swap_weight > now ? kBeside : -kBeside;
        const double beyond = found->swap_weight + away;
        if (beyond <= 0 || beyond >= 1) continue;
        const auto before = At(drawn, k, found->swap_weight - away);
        const auto after = At(drawn, k, beyond);
        ASSERT_GT(before[p], before[q]) << run << " " << place << " " << k;
        ASSERT_LT(after[p], after[q]) << run << " " << place << " " << k;
      }
    }
  }
  EXPECT_GT(swapped, 300);
  EXPECT_GT(kept, 300);
}

// Whether of all pairs in order of rank none has turned.
bool SameOrder(const TopsisRanking& ranking, const std::vector<long double>& values,
               bool (*in_question)(const RankedAlternative&, const RankedAlternative&)) {
  for (size_t upper = 0; upper < ranking.ranked.size(); ++upper) {
    for (size_t lower = upper + 1; lower < ranking.ranked.size(); ++lower) {
      const auto &p = ranking.ranked[upper], &q = ranking.ranked[lower];
      if (in_question(p, q) && Closer(values[q.index], values[p.index])) return false;
    }
  }
  return true;
}

// Of the order inside a band, and of a turned pair just outside each end.
void ExpectBand(const Case& drawn, const TopsisRanking& ranking, size_t k, const WeightBand& band,
                bool (*in_question)(const RankedAlternative&, const RankedAlternative&)) {
  EXPECT_LE(band.lower, ranking.weights[k]);
  EXPECT_GE(band.upper, ranking.weights[k]);
  for (double weight : Between(band.lower, band.upper)) {
    ASSERT_TRUE(SameOrder(ranking, At(drawn, k, weight), in_question)) << weight;
  }
  if (band.lower > kBeside) {
    EXPECT_FALSE(SameOrder(ranking, At(drawn, k, band.lower - kBeside), in_question));
  }
  if (band.upper < 1 - kBeside) {
    EXPECT_FALSE(SameOrder(ranking, At(drawn, k, band.upper + kBeside), in_question));
  }
}

// Whether a small change of the weight makes neighbours differ that share a rank.
bool PartsATie(const Case& drawn, const TopsisRanking& ranking, size_t k) {
  const auto values = At(drawn, k, ranking.weights[k] * 0.999);
  for (size_t place = 0; place + 1 < ranking.ranked.size(); ++place) {
    const auto &p = ranking.ranked[place], &q = ranking.ranked[place + 1];
    if (p.rank != q.rank) continue;
    if (std::fabs(values[p.index] - values[q.index]) > kTieTolerance) return true;
  }
  return false;
}

TEST(WeightSensitivityRandomTest, InABandTheWholeRankingStaysAndBesideItNot) {
  std::mt19937_64 random(12);
  int bounded = 0, broken = 0;
  for (int run = 0; run < kRuns; ++run) {
    const Case drawn = RandomCase(random, 7);
    const auto ranking = Ranked(drawn.set, drawn.alternatives);
    if (ranking.weights.size() == 1) continue;
    const auto bands = WeightSensitivity(ranking).Bands();
    for (size_t k = 0; k < bands.size(); ++k) {
      SCOPED_TRACE(testing::Message() << "run " << run << " criterion " << k);
      if (bands[k].lower == bands[k].upper) {
        EXPECT_TRUE(PartsATie(drawn, ranking, k));
        ++broken;
        continue;
      }
      bounded += bands[k].lower > 0 || bands[k].upper < 1;
      ExpectBand(drawn, ranking, k, bands[k],
                 [](const auto& p, const auto& q) { return p.rank < q.rank; });
    }
  }
  EXPECT_GT(bounded, 200);
  EXPECT_GT(broken, 5);
}

TEST(WeightSensitivityRandomTest, InATopBandTheTopStaysAndBesideItNot) {
  std::mt19937_64 random(13);
  for (int run = 0; run < kRuns; ++run) {
    const Case drawn = RandomCase(random, 7);
    const auto ranking = Ranked(drawn.set, drawn.alternatives);
    if (ranking.weights.size() == 1) continue;
    const auto bands = WeightSensitivity(ranking).TopBands(2);
    ASSERT_TRUE(bands.ok());
    for (size_t k = 0; k < bands->size(); ++k) {
      SCOPED_TRACE(testing::Message() << "run " << run << " criterion " << k);
      ExpectBand(drawn, ranking, k, (*bands)[k],
                 [](const auto& p, const auto& q) { return p.rank <= 2 && q.rank > 2; });
    }
  }
}

}  // namespace
}  // namespace mainstay::feedback
