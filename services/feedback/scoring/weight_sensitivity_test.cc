// Swaps and bands that can be had by hand.
#include "services/feedback/scoring/weight_sensitivity.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "services/feedback/scoring/scoring_test_kit.h"

namespace mainstay::feedback {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// Each is best on one criterion and worst on the other: their closenesses are w and 1 − w.
TEST(WeightSensitivityTest, TwoOppositesSwapAtEqualWeights) {
  const auto ranking = Ranked(SetOf({7, 3}, "++", "max_min"), RowsOf({{1, 0}, {0, 1}}));
  const WeightSensitivity sensitivity(ranking);
  const auto swaps = sensitivity.SwapsOf(0, 1);
  ASSERT_THAT(swaps, SizeIs(2));
  for (const WeightSwap& swap : swaps) EXPECT_NEAR(swap.swap_weight, 0.5, 1e-15);
  EXPECT_NEAR(swaps[0].weight + swaps[1].weight, 1, 1e-15);

  const auto neighbours = sensitivity.NeighbourSwaps(10);
  ASSERT_THAT(neighbours, SizeIs(1));
  EXPECT_NEAR(neighbours[0]->swap_weight, 0.5, 1e-15);
  const auto bands = sensitivity.Bands();
  EXPECT_NEAR(bands[0].lower, 0.5, 1e-15);
  EXPECT_EQ(bands[0].upper, 1);
  EXPECT_EQ(bands[1].lower, 0);
  EXPECT_NEAR(bands[1].upper, 0.5, 1e-15);
}

// The mountain climber (see topsis_published_test.cc) with the share w of the first criterion and
// r = w ÷ (1 − w): the squares of d⁻ ÷ d⁺ are r², (9r² + 4) ÷ (r² + 4) and 1 ÷ r². The second stays
// first while r⁴ − 5r² − 4 < 0 and, with s = 1 ÷ r², 4s² − 3s − 9 < 0.
TEST(WeightSensitivityTest, TheMountainClimberByHand) {
  const auto ranking =
      Ranked(SetOf({0.5, 0.5}, "-+", "max_min"), RowsOf({{1, 3000}, {2, 3750}, {5, 4500}}));
  const WeightSensitivity sensitivity(ranking);
  const double most = std::sqrt((5 + std::sqrt(41)) / 2);
  const double least = std::sqrt(8 / (3 + std::sqrt(153)));
  const auto first = sensitivity.TopBands(1);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_NEAR((*first)[0].lower, least / (1 + least), 1e-14);
  EXPECT_NEAR((*first)[0].upper, most / (1 + most), 1e-14);
  EXPECT_NEAR((*first)[1].lower, 1 - most / (1 + most), 1e-14);
  EXPECT_NEAR((*first)[1].upper, 1 - least / (1 + least), 1e-14);
  // The other two share a rank, and any change parts them.
  EXPECT_EQ(sensitivity.Bands()[0].lower, 0.5);
  EXPECT_EQ(sensitivity.Bands()[0].upper, 0.5);
  EXPECT_THAT(sensitivity.SwapsOf(1, 2), IsEmpty());
  EXPECT_EQ(sensitivity.NeighbourSwaps(10)[1], std::nullopt);
  EXPECT_NEAR(sensitivity.SwapsOf(0, 1)[0].swap_weight, most / (1 + most), 1e-14);
  // They stay among the first two together or not at all: all three are in.
  EXPECT_EQ((*sensitivity.TopBands(2))[0].lower, 0);
  EXPECT_EQ((*sensitivity.TopBands(2))[0].upper, 1);
}

TEST(WeightSensitivityTest, WhatIsBetterOnEverythingIsNeverSwapped) {
  const auto ranking = Ranked(SetOf({1, 2, 3}, "+-+"), RowsOf({{5, 1, 5}, {3, 3, 3}, {1, 5, 1}}));
  const WeightSensitivity sensitivity(ranking);
  EXPECT_THAT(sensitivity.SwapsOf(0, 2), IsEmpty());
  EXPECT_EQ(sensitivity.NeighbourSwaps(10)[0], std::nullopt);
  for (const WeightBand& band : sensitivity.Bands()) {
    EXPECT_EQ(band.lower, 0);
    EXPECT_EQ(band.upper, 1);
  }
}

TEST(WeightSensitivityTest, IdenticalRowsStayTogetherWhateverTheWeights) {
  const auto ranking =
      Ranked(SetOf({1, 1}, "++"), RowsOf({{5, 4}, {0.1, 0.3}, {0.1, 0.3}, {3, 3.5}}));
  for (const WeightBand& band : WeightSensitivity(ranking).Bands()) {
    EXPECT_EQ(band.lower, 0);
    EXPECT_EQ(band.upper, 1);
  }
}

// Equal while the first two weigh the same, which the third can change nothing about.
TEST(WeightSensitivityTest, ATieMayDependOnSomeWeightsOnly) {
  const auto ranking = Ranked(SetOf({1, 1, 3}, "+++", "max"),
                              RowsOf({{0.1, 0.7, 0.3}, {0.7, 0.1, 0.3}, {1, 1, 1}, {0, 0, 0}}));
  EXPECT_EQ(ranking.ranked[1].rank, ranking.ranked[2].rank);
  const auto bands = WeightSensitivity(ranking).Bands();
  EXPECT_EQ(bands[0].lower, bands[0].upper);
  EXPECT_EQ(bands[1].lower, bands[1].upper);
  EXPECT_EQ(bands[2].lower, 0);
  EXPECT_EQ(bands[2].upper, 1);
}

TEST(WeightSensitivityTest, AnOnlyCriterionAndFewAlternativesHaveNothingToSwap) {
  const auto one = Ranked(SetOf({4}, "-"), RowsOf({{1}, {2}, {3}}));
  EXPECT_THAT(WeightSensitivity(one).SwapsOf(0, 1), IsEmpty());
  EXPECT_EQ(WeightSensitivity(one).Bands()[0].lower, 0);
  EXPECT_EQ(WeightSensitivity(one).Bands()[0].upper, 1);
  for (const auto& rows : {std::vector<std::vector<double>>{}, {{1, 2}}, {{1, 2}, {1, 2}}}) {
    const WeightSensitivity sensitivity(Ranked(SetOf({1, 3}, "+-"), RowsOf(rows)));
    EXPECT_EQ(sensitivity.Bands()[1].lower, 0);
    EXPECT_EQ(sensitivity.Bands()[1].upper, 1);
    EXPECT_EQ((*sensitivity.TopBands(1))[0].upper, 1);
    EXPECT_EQ(sensitivity.NeighbourSwaps(5).size(), rows.size() == 2 ? 1u : 0u);
  }
}

TEST(WeightSensitivityTest, TheTopIsPositiveAndNotTooLarge) {
  std::vector<std::vector<double>> rows;
  for (int i = 0; i < 2000; ++i) rows.push_back({1.0 * i, 1.0 * (i * 37 % 2000)});
  const WeightSensitivity sensitivity(Ranked(SetOf({1, 1}, "++"), RowsOf(rows)));
  EXPECT_FALSE(sensitivity.TopBands(0).ok());
  EXPECT_TRUE(sensitivity.TopBands(10).ok());
  const auto refused = sensitivity.TopBands(1000);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(status::GetFieldViolations(refused.status())[0].field, "top");
  EXPECT_TRUE(sensitivity.TopBands(1990).ok());  // few are left outside
}

}  // namespace
}  // namespace mainstay::feedback
