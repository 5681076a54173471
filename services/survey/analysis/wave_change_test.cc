#include "services/survey/analysis/wave_change.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace mainstay::survey {
namespace {

Mean MeanOfCounts(const std::vector<int64_t>& counts) {
  ScoreCounts made(1, static_cast<int>(counts.size()));
  for (size_t i = 0; i < counts.size(); ++i) made.Add(1 + static_cast<int>(i), counts[i]);
  return *MeanOf(made);
}

// R's figures: r_figures.R.
TEST(WaveChangeTest, OfSharesIsTheTestOfTwoProportions) {
  const WaveChange change = ChangeOf(*ShareOf(30, 80), *ShareOf(45, 85));
  EXPECT_NEAR(change.statistic, 1.99078760648082, 1e-12);
  EXPECT_NEAR(change.p_value, 0.046504242464804, 1e-12);
  EXPECT_EQ(change.trend, Trend::kUp);
  EXPECT_EQ(ChangeOf(*ShareOf(45, 85), *ShareOf(30, 80)).trend, Trend::kDown);
}

// Newcombe 1998, Table II, 56/70 and 48/80, method 10: 0.0524 to 0.3339.
TEST(WaveChangeTest, OfSharesHasNewcombesInterval) {
  const WaveChange change = ChangeOf(*ShareOf(48, 80), *ShareOf(56, 70));
  EXPECT_NEAR(change.difference, 0.2, 1e-12);
  EXPECT_NEAR(change.interval->low, 0.0524, 5e-5);
  EXPECT_NEAR(change.interval->high, 0.3339, 5e-5);
  // 9/10 and 3/10: 0.1705 to 0.8090.
  const WaveChange few = ChangeOf(*ShareOf(3, 10), *ShareOf(9, 10));
  EXPECT_NEAR(few.interval->low, 0.1705, 5e-5);
  EXPECT_NEAR(few.interval->high, 0.8090, 5e-5);
}

TEST(WaveChangeTest, OfNpsComparesWithBothStandardErrors) {
  const WaveChange change = ChangeOf(*NpsOf(50, 30, 20), *NpsOf(70, 20, 15));
  EXPECT_NEAR(change.difference, 22.3809523809524, 1e-11);
  EXPECT_NEAR(change.statistic, 2.11511833662729, 1e-12);
  EXPECT_NEAR(change.p_value, 0.034419862766968, 1e-12);
  EXPECT_EQ(change.trend, Trend::kUp);
}

TEST(WaveChangeTest, OfMeansIsWelchs) {
  const WaveChange change =
      ChangeOf(MeanOfCounts({2, 3, 9, 21, 15}), MeanOfCounts({1, 2, 5, 20, 22}));
  EXPECT_NEAR(change.statistic, 1.62267724583929, 1e-12);
  EXPECT_NEAR(change.p_value, 0.107916115083924, 1e-12);
  EXPECT_NEAR(change.interval->low, -0.0714153892155036, 1e-12);
  EXPECT_NEAR(change.interval->high, 0.711415389215504, 1e-12);
  EXPECT_EQ(change.trend, Trend::kSteady);
}

TEST(WaveChangeTest, NothingThatVariesIsJudgedSoundly) {
  // The same of the same: nothing changed.
  const WaveChange same = ChangeOf(*NpsOf(20, 0, 0), *NpsOf(30, 0, 0));
  EXPECT_EQ(same.statistic, 0);
  EXPECT_EQ(same.p_value, 1);
  EXPECT_EQ(same.trend, Trend::kSteady);
  // All promoters, then all detractors: both together vary.
  const WaveChange turned = ChangeOf(*NpsOf(20, 0, 0), *NpsOf(0, 0, 20));
  EXPECT_TRUE(std::isfinite(turned.statistic));
  EXPECT_EQ(turned.trend, Trend::kDown);
  EXPECT_EQ(ChangeOf(*ShareOf(10, 10), *ShareOf(12, 12)).p_value, 1);
  EXPECT_EQ(ChangeOf(MeanOfCounts({0, 0, 20}), MeanOfCounts({0, 0, 15})).p_value, 1);
  const WaveChange apart = ChangeOf(MeanOfCounts({0, 0, 20}), MeanOfCounts({15, 0, 0}));
  EXPECT_EQ(apart.trend, Trend::kDown);
  EXPECT_FALSE(apart.interval);
  // Only one of them varies.
  EXPECT_EQ(ChangeOf(MeanOfCounts({0, 0, 20}), MeanOfCounts({12, 8, 0})).trend, Trend::kDown);
}

TEST(WaveChangeTest, AFewAnswersAreNotJudged) {
  EXPECT_EQ(ChangeOf(*ShareOf(0, 9), *ShareOf(90, 90)).trend, Trend::kTooFew);
  EXPECT_EQ(ChangeOf(*NpsOf(90, 0, 1), *NpsOf(0, 0, 9)).trend, Trend::kTooFew);
  EXPECT_EQ(ChangeOf(MeanOfCounts({0, 0, 90}), MeanOfCounts({1, 0, 0})).trend, Trend::kTooFew);
}

}  // namespace
}  // namespace mainstay::survey
