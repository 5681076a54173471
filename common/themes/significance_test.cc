#include "common/themes/significance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace mainstay::themes {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Dunning 1993, the table of bigrams by −2 log λ: times of the pair AB, of A with another word, of
// B after another word, of neither.
struct Published {
  int64_t both, first, second, neither;
  double value;
};
constexpr Published kDunning[] = {
    {110, 2442, 111, 29114, 270.72},  // the swiss
    {29, 13, 123, 31612, 263.90},     // can be
    {31, 23, 139, 31584, 256.84},     // previous year
    {10, 0, 3, 31764, 167.23},        // mineral water
    {76, 104, 2476, 29121, 157.21},   // at the
    {16, 16, 51, 31694, 157.03},      // real terms
    {9, 0, 5, 31763, 146.80},         // natural gas
    {16, 0, 865, 30896, 115.02},      // owing to
    {10, 9, 41, 31717, 104.53},       // health insurance
    {8, 2, 27, 31740, 100.96},        // stiff competition
};

TEST(LogLikelihoodRatioTest, IsWhatDunningPublished) {
  for (const Published& row : kDunning) {
    const TwoGroups groups{.with = row.both,
                           .all = row.both + row.first,
                           .other_with = row.second,
                           .other_all = row.second + row.neither};
    EXPECT_NEAR(LogLikelihoodRatio(groups), row.value, 0.006);
  }
}

TEST(LogLikelihoodRatioTest, IsTheSameForExchangedGroups) {
  EXPECT_DOUBLE_EQ(LogLikelihoodRatio({7, 100, 2, 250}), LogLikelihoodRatio({2, 250, 7, 100}));
}

TEST(LogLikelihoodRatioTest, IsZeroWithoutADifferenceOrAGroup) {
  EXPECT_NEAR(LogLikelihoodRatio({10, 100, 20, 200}), 0, 1e-9);
  EXPECT_EQ(LogLikelihoodRatio({0, 0, 20, 200}), 0);
  EXPECT_EQ(LogLikelihoodRatio({10, 100, 0, 0}), 0);
  EXPECT_EQ(LogLikelihoodRatio({100, 100, 200, 200}), 0);
  EXPECT_EQ(LogLikelihoodRatio({0, 100, 0, 200}), 0);
}

TEST(PValueTest, HasTheQuantilesOfChiSquareWithOneDegreeOfFreedom) {
  EXPECT_EQ(PValue(0), 1);
  EXPECT_NEAR(PValue(2.705543), 0.10, 1e-6);
  EXPECT_NEAR(PValue(3.841459), 0.05, 1e-6);
  EXPECT_NEAR(PValue(6.634897), 0.01, 1e-6);
  EXPECT_NEAR(PValue(10.827566), 0.001, 1e-7);
}

TEST(RateRatioTest, SaysHowMuchMoreFrequentAndStaysFinite) {
  EXPECT_NEAR(RateRatio({50, 999, 25, 999}), 50.5 / 25.5, 1e-9);
  EXPECT_NEAR(RateRatio({50, 999, 0, 999}), 101, 1e-9);
  EXPECT_EQ(RateRatio({50, 999, 0, 0}), 1);
}

TEST(AdjustedForManyTest, FollowsBenjaminiAndHochberg) {
  // p·m/rank, and never above that of a larger p.
  EXPECT_THAT(AdjustedForMany({0.01, 0.04, 0.03, 0.005}),
              ElementsAre(DoubleNear(0.02, 1e-12), DoubleNear(0.04, 1e-12), DoubleNear(0.04, 1e-12),
                          DoubleNear(0.02, 1e-12)));
  EXPECT_THAT(AdjustedForMany({0.9, 0.8}),
              ElementsAre(DoubleNear(0.9, 1e-12), DoubleNear(0.9, 1e-12)));
  EXPECT_THAT(AdjustedForMany({}), IsEmpty());
}

// The 15 p-values of the example in Benjamini and Hochberg 1995, section 3.2: at 0.05 it rejects
// four hypotheses, where Bonferroni's method rejects three.
TEST(AdjustedForManyTest, RejectsFourOfThePublishedExample) {
  const std::vector<double> adjusted =
      AdjustedForMany({0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459,
                       0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000});
  EXPECT_EQ(std::count_if(adjusted.begin(), adjusted.end(), [](double p) { return p <= 0.05; }), 4);
  EXPECT_NEAR(adjusted[3], 0.0095 * 15 / 4, 1e-12);
}

}  // namespace
}  // namespace mainstay::themes
