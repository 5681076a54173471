// What the analysis says, and what it says where there is nothing to analyse.
#include "services/survey/analysis/driver_analysis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace mainstay::survey {
namespace {

using Rows = std::vector<std::vector<int>>;  // the outcome, then the drivers

DriverMoments MomentsOf(const Rows& rows, AnswerScale outcome = {0, 10},
                        AnswerScale drivers = {0, 10}) {
  DriverMoments moments({outcome, std::vector<AnswerScale>(rows[0].size() - 1, drivers)});
  for (const auto& row : rows) {
    moments.Add(row[0], std::vector<std::optional<int>>(row.begin() + 1, row.end()));
  }
  return moments;
}

// Two drivers that have nothing to do with each other: each has its own part and no more.
TEST(DriverAnalysisTest, UncorrelatedDriversHaveWhatTheyExplain) {
  Rows rows;
  for (int a : {1, 2, 3}) {
    for (int b : {1, 2, 3}) rows.push_back({2 * a + b, a, b});
  }
  const DriverAnalysis analysis = Analyse(MomentsOf(rows));
  EXPECT_NEAR(analysis.r_squared, 1, 1e-12);
  EXPECT_NEAR(analysis.drivers[0].shapley_share, 0.8, 1e-12);  // 4 : 1, the squares of 2 : 1
  EXPECT_NEAR(analysis.drivers[1].shapley_share, 0.2, 1e-12);
  EXPECT_NEAR(*analysis.drivers[0].pearson, std::sqrt(0.8), 1e-12);
  EXPECT_NEAR(analysis.drivers[0].regression->weight, std::sqrt(0.8), 1e-12);
  EXPECT_NEAR(analysis.drivers[0].regression->vif, 1, 1e-12);
  EXPECT_FALSE(analysis.enough);
}

TEST(DriverAnalysisTest, QuadrantsPartAtTheMeans) {
  std::mt19937_64 random(1);
  Rows rows;
  // Important and done well, important and done badly, neither, done well for nothing.
  for (int i = 0; i < 500; ++i) {
    const int luck = static_cast<int>(random() % 3);
    const int a = 3 + static_cast<int>(random() % 3), b = 1 + static_cast<int>(random() % 3);
    const int c = 1 + static_cast<int>(random() % 3), d = 3 + static_cast<int>(random() % 3);
    rows.push_back({a + b + luck, a, b, c, d});
  }
  const DriverAnalysis analysis = Analyse(MomentsOf(rows, {0, 10}, {1, 5}));
  EXPECT_EQ(analysis.drivers[0].quadrant, Quadrant::kKeepUpTheGoodWork);
  EXPECT_EQ(analysis.drivers[1].quadrant, Quadrant::kConcentrateHere);
  EXPECT_EQ(analysis.drivers[2].quadrant, Quadrant::kLowPriority);
  EXPECT_EQ(analysis.drivers[3].quadrant, Quadrant::kPossibleOverkill);
  EXPECT_TRUE(analysis.enough);
  EXPECT_NEAR(*analysis.drivers[0].performance, (*analysis.drivers[0].mean - 1) / 4, 1e-12);
  EXPECT_EQ(NameOf(Quadrant::kConcentrateHere, "en"), "Concentrate here");
  EXPECT_EQ(NameOf(Quadrant::kConcentrateHere, "zh"), "重点改进");

  const DriverAnalysis high =
      Analyse(MomentsOf(rows, {0, 10}, {1, 5}), {.importance = ImportanceMeasure::kPearson,
                                                 .importance_threshold = 0.99,
                                                 .performance_threshold = 0});
  for (const Driver& driver : high.drivers) {
    EXPECT_EQ(driver.quadrant, Quadrant::kPossibleOverkill);
    EXPECT_EQ(driver.importance, driver.pearson);
  }
}

TEST(DriverAnalysisTest, AConstantDriverSaysNothing) {
  const DriverAnalysis analysis = Analyse(MomentsOf({{1, 1, 5}, {2, 3, 5}, {4, 4, 5}, {9, 8, 5}}));
  const Driver& constant = analysis.drivers[1];
  EXPECT_EQ(constant.problem, DriverProblem::kConstant);
  EXPECT_FALSE(constant.pearson);
  EXPECT_FALSE(constant.spearman);
  EXPECT_FALSE(constant.regression);
  EXPECT_FALSE(constant.importance);
  EXPECT_FALSE(constant.quadrant);
  EXPECT_EQ(constant.shapley_share, 0);
  EXPECT_EQ(*constant.performance, 0.5);
  EXPECT_NEAR(analysis.drivers[0].shapley_share, 1, 1e-12);
  EXPECT_NEAR(analysis.drivers[0].shapley_part, analysis.r_squared, 1e-12);
}

TEST(DriverAnalysisTest, TheSameDriverTwiceSharesItsPart) {
  const DriverAnalysis analysis =
      Analyse(MomentsOf({{1, 1, 1, 3}, {2, 3, 3, 1}, {4, 4, 4, 4}, {9, 8, 8, 2}, {7, 5, 5, 9}}));
  EXPECT_EQ(analysis.drivers[0].problem, DriverProblem::kNone);
  EXPECT_EQ(analysis.drivers[1].problem, DriverProblem::kCollinear);
  EXPECT_FALSE(analysis.drivers[1].regression);
  EXPECT_NEAR(analysis.drivers[0].shapley_part, analysis.drivers[1].shapley_part, 1e-12);
  double parts = 0;
  for (const Driver& driver : analysis.drivers) parts += driver.shapley_part;
  EXPECT_NEAR(parts, analysis.r_squared, 1e-12);
}

TEST(DriverAnalysisTest, WithoutAnOutcomeThatVariesThereIsPerformanceOnly) {
  const DriverAnalysis same = Analyse(MomentsOf({{5, 1, 2}, {5, 3, 4}, {5, 9, 1}}));
  EXPECT_EQ(same.r_squared, 0);
  EXPECT_FALSE(same.drivers[0].importance);
  EXPECT_TRUE(same.drivers[0].performance);

  const DriverAnalysis nobody = Analyse(DriverMoments({{0, 10}, {{1, 5}, {1, 5}}}));
  EXPECT_EQ(nobody.respondents, 0);
  EXPECT_FALSE(nobody.drivers[0].performance);
  EXPECT_FALSE(nobody.drivers[0].importance);

  const DriverAnalysis one = Analyse(MomentsOf({{5, 1, 2}}));
  EXPECT_EQ(one.complete, 1);
  EXPECT_FALSE(one.drivers[0].pearson);
}

TEST(DriverAnalysisTest, TooFewAnswersForErrorsHaveNone) {
  // Three answers, two drivers: nothing is left to judge by.
  const DriverAnalysis analysis = Analyse(MomentsOf({{1, 1, 2}, {4, 3, 1}, {9, 5, 7}}));
  ASSERT_TRUE(analysis.drivers[0].regression);
  EXPECT_FALSE(analysis.drivers[0].regression->standard_error);
  EXPECT_FALSE(analysis.adjusted_r_squared);
  EXPECT_NEAR(analysis.r_squared, 1, 1e-9);
}

}  // namespace
}  // namespace mainstay::survey
