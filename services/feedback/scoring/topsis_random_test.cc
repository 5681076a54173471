// Random cases against the naive implementation, and what must hold for any matrix.
#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/feedback/scoring/scoring_test_kit.h"

namespace mainstay::feedback {
namespace {

using ::testing::DoubleNear;
using ::testing::Pointwise;

TEST(TopsisRandomTest, EqualsTheNaiveImplementation) {
  std::mt19937_64 random(1);
  for (int run = 0; run < 5000; ++run) {
    const Case drawn = RandomCase(random, 12);
    const auto ranking = Ranked(drawn.set, drawn.alternatives);
    const auto naive = NaiveClosenesses(drawn.set, drawn.alternatives);
    const std::vector<double> values = ClosenessesOf(ranking);
    const std::vector<int> ranks = RanksOf(ranking);
    for (size_t i = 0; i < values.size(); ++i) {
      ASSERT_NEAR(values[i], static_cast<double>(naive[i]), 1e-13) << run;
      const auto above = std::count_if(naive.begin(), naive.end(), [&](long double other) {
        return other > naive[i] + kTieTolerance;
      });
      ASSERT_EQ(ranks[i], above + 1) << run;
    }
  }
}

TEST(TopsisRandomTest, ThePartsMakeUpTheDistances) {
  std::mt19937_64 random(2);
  for (int run = 0; run < 1000; ++run) {
    const Case drawn = RandomCase(random);
    const auto ranking = Ranked(drawn.set, drawn.alternatives);
    for (size_t place = 0; place < ranking.ranked.size(); ++place) {
      const RankedAlternative& ranked = ranking.ranked[place];
      double ideal = 0, anti_ideal = 0, ideal_shares = 0, anti_ideal_shares = 0;
      for (size_t j = 0; j < ranking.weights.size(); ++j) {
        const CriterionPart& part = ranking.PartsOf(place)[j];
        ASSERT_NEAR(part.ideal_gap, std::abs(part.value - ranking.ideal[j]), 1e-14);
        ASSERT_NEAR(part.anti_ideal_gap, std::abs(part.value - ranking.anti_ideal[j]), 1e-14);
        ideal += part.ideal_gap * part.ideal_gap;
        anti_ideal += part.anti_ideal_gap * part.anti_ideal_gap;
        ideal_shares += part.ideal_share;
        anti_ideal_shares += part.anti_ideal_share;
      }
      ASSERT_NEAR(std::sqrt(ideal), ranked.ideal_distance, 1e-14);
      ASSERT_NEAR(std::sqrt(anti_ideal), ranked.anti_ideal_distance, 1e-14);
      ASSERT_NEAR(ideal_shares, ranked.ideal_distance > 0 ? 1 : 0, 1e-12);
      ASSERT_NEAR(anti_ideal_shares, ranked.anti_ideal_distance > 0 ? 1 : 0, 1e-12);
    }
  }
}

TEST(TopsisRandomTest, UnitsDoNotCount) {
  std::mt19937_64 random(3);
  for (int run = 0; run < 1000; ++run) {
    Case drawn = RandomCase(random);
    const auto before = Ranked(drawn.set, drawn.alternatives);
    const size_t j = run % drawn.set.criteria.size();
    const double factor = std::exp(std::uniform_real_distribution<double>(-9, 9)(random));
    // Where the least is subtracted, the zero of the unit does not count, either.
    const double zero = drawn.set.normalization == "max_min" ? 40 : 0;
    for (Alternative& alternative : drawn.alternatives) {
      alternative.scores[j] = *alternative.scores[j] * factor + zero;
    }
    for (Criterion& criterion : drawn.set.criteria) criterion.weight *= 0.37;
    const auto after = Ranked(drawn.set, drawn.alternatives);
    ASSERT_THAT(ClosenessesOf(after), Pointwise(DoubleNear(1e-9), ClosenessesOf(before)));
  }
}

TEST(TopsisRandomTest, TheOrderOfRowsAndColumnsDoesNotCount) {
  std::mt19937_64 random(4);
  for (int run = 0; run < 1000; ++run) {
    Case drawn = RandomCase(random);
    const auto before = Ranked(drawn.set, drawn.alternatives);
    std::reverse(drawn.set.criteria.begin(), drawn.set.criteria.end());
    for (Alternative& alternative : drawn.alternatives) {
      std::reverse(alternative.scores.begin(), alternative.scores.end());
    }
    std::shuffle(drawn.alternatives.begin(), drawn.alternatives.end(), random);
    const auto after = Ranked(drawn.set, drawn.alternatives);
    for (size_t place = 0; place < before.ranked.size(); ++place) {
      ASSERT_EQ(after.ranked[place].id, before.ranked[place].id);
      ASSERT_EQ(after.ranked[place].rank, before.ranked[place].rank);
      ASSERT_NEAR(after.ranked[place].closeness, before.ranked[place].closeness, 1e-14);
    }
  }
}

// While neither the divisor nor an ideal moves: with "max" and "max_min", inside the extremes.
TEST(TopsisRandomTest, ABetterScoreNeverBringsAnAlternativeFurtherAway) {
  std::mt19937_64 random(5);
  int looked = 0;
  for (int run = 0; run < 3000; ++run) {
    Case drawn = RandomCase(random);
    const std::string& normalization = drawn.set.normalization;
    if (normalization == "vector" || normalization == "sum") continue;
    const size_t j = run % drawn.set.criteria.size();
    auto [least, most] = std::minmax_element(
        drawn.alternatives.begin(), drawn.alternatives.end(),
        [j](const auto& a, const auto& b) { return a.scores[j] < b.scores[j]; });
    for (auto one = drawn.alternatives.begin(); one != drawn.alternatives.end(); ++one) {
      const bool benefit = drawn.set.criteria[j].direction == "benefit";
      const double best = *(benefit ? most : least)->scores[j];
      if (one == least || one == most) continue;
      const auto before = ClosenessesOf(Ranked(drawn.set, drawn.alternatives));
      one->scores[j] = *one->scores[j] + 0.5 * (best - *one->scores[j]);
      const auto after = ClosenessesOf(Ranked(drawn.set, drawn.alternatives));
      const size_t i = one - drawn.alternatives.begin();
      ASSERT_GE(after[i], before[i] - 1e-14) << run;
      ++looked;
    }
  }
  EXPECT_GT(looked, 1000);
}

// One that is best on everything is first with closeness 1, one that is worst is last with 0.
TEST(TopsisRandomTest, TheIdealItselfIsFirstAndTheAntiIdealLast) {
  std::mt19937_64 random(6);
  for (int run = 0; run < 500; ++run) {
    Case drawn = RandomCase(random);
    Alternative best{"best", {}}, worst{"worst", {}};
    for (const Criterion& criterion : drawn.set.criteria) {
      const double sign = criterion.direction == "benefit" ? 1 : -1;
      best.scores.push_back(sign * 1000);
      worst.scores.push_back(sign * -1000);
    }
    drawn.alternatives.push_back(worst);
    drawn.alternatives.push_back(best);
    const auto ranking = Ranked(drawn.set, drawn.alternatives);
    EXPECT_EQ(ranking.ranked.front().id, "best");
    EXPECT_EQ(ranking.ranked.front().closeness, 1);
    EXPECT_EQ(ranking.ranked.back().id, "worst");
    EXPECT_EQ(ranking.ranked.back().closeness, 0);
  }
}

}  // namespace
}  // namespace mainstay::feedback
