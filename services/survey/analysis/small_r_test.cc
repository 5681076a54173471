// Small data sets, as R analyses them (r_figures.R has the same rows).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "services/survey/analysis/driver_analysis.h"

namespace mainstay::survey {
namespace {

constexpr double kAgree = 1e-12;
constexpr int kNone = -1;

// The outcome and four drivers of 20 respondents.
const std::vector<std::vector<int>> kRows = {
    {9, 5, 4, 7, 2},     {7, 4, 4, 5, 3}, {3, 2, 1, 3, 3}, {10, 5, 5, 6, 1},    {8, 4, kNone, 6, 2},
    {2, 1, 2, 2, 5},     {6, 3, 3, 4, 4}, {6, 3, 2, 5, 1}, {9, 5, 3, 7, 5},     {4, 2, 3, 1, 2},
    {kNone, 4, 4, 4, 4}, {0, 1, 1, 2, 3}, {8, 3, 5, 6, 4}, {7, 4, 3, kNone, 2}, {5, 3, 3, 4, 1},
    {10, 4, 5, 7, 3},    {1, 2, 1, 1, 4}, {7, 5, 4, 3, 2}, {9, 4, 5, 6, 5},     {3, 1, 3, 2, 1}};

std::optional<int> Given(int score) {
  return score == kNone ? std::nullopt : std::optional<int>(score);
}

TEST(SmallSetTest, FourDriversWithGaps) {
  DriverMoments moments({{0, 10}, {{1, 5}, {1, 5}, {1, 7}, {1, 5}}});
  for (const auto& row : kRows) {
    moments.Add(Given(row[0]), {Given(row[1]), Given(row[2]), Given(row[3]), Given(row[4])});
  }
  const DriverAnalysis analysis = Analyse(moments);
  EXPECT_EQ(analysis.respondents, 20);
  EXPECT_EQ(analysis.complete, 17);
  const double mean[] = {3.25, 3.21052631578947, 4.26315789473684, 2.85};
  const double pearson[] = {0.890398807970828, 0.869331933626572, 0.902486831998959,
                            -0.0181552948433768};
  const double spearman[] = {0.887035476034975, 0.868935928768398, 0.901130555383921,
                             -0.0138206660572022};
  const double weight[] = {0.330830620382748, 0.375838312772885, 0.386116461586677,
                           -0.0161464360639552};
  const double error[] = {0.0855302509811311, 0.0732100826252768, 0.0874357311599989,
                          0.0513699878354303};
  const double p[] = {0.00223599052351475, 0.000247575596821535, 0.000841457906780816,
                      0.758678124047609};
  const double part[] = {0.318395367313585, 0.313966632848035, 0.336210010109546,
                         0.00148559243910127};
  for (size_t i = 0; i < 4; ++i) {
    const Driver& driver = analysis.drivers[i];
    EXPECT_NEAR(*driver.mean, mean[i], kAgree);
    EXPECT_NEAR(*driver.pearson, pearson[i], kAgree);
    EXPECT_NEAR(*driver.spearman, spearman[i], kAgree);
    EXPECT_NEAR(driver.regression->weight, weight[i], kAgree);
    EXPECT_NEAR(*driver.regression->standard_error, error[i], kAgree);
    EXPECT_NEAR(*driver.regression->p_value, p[i], kAgree);
    EXPECT_NEAR(driver.shapley_part, part[i], kAgree);
  }
  EXPECT_NEAR(analysis.r_squared, 0.970057602710267, kAgree);
  EXPECT_NEAR(*analysis.adjusted_r_squared, 0.96007680361369, kAgree);
}

// A third driver that is the sum of the others.
TEST(SmallSetTest, ACollinearDriver) {
  DriverMoments moments({{0, 10}, {{1, 5}, {1, 5}, {2, 10}}});
  for (const auto& row : kRows) {
    if (std::count(row.begin(), row.end(), kNone) > 0) continue;
    moments.Add(row[0], {row[1], row[2], row[1] + row[2]});
  }
  const DriverAnalysis analysis = Analyse(moments);
  EXPECT_NEAR(analysis.drivers[0].regression->weight, 0.555825763788934, kAgree);
  EXPECT_NEAR(analysis.drivers[1].regression->weight, 0.48916536938009, kAgree);
  EXPECT_EQ(analysis.drivers[2].problem, DriverProblem::kCollinear);
  EXPECT_FALSE(analysis.drivers[2].regression);
  EXPECT_NEAR(analysis.r_squared, 0.920153673943492, kAgree);
  EXPECT_NEAR(analysis.drivers[0].shapley_part, 0.291756546405713, kAgree);
  EXPECT_NEAR(analysis.drivers[1].shapley_part, 0.273220533199234, kAgree);
  EXPECT_NEAR(analysis.drivers[2].shapley_part, 0.355176594338545, kAgree);
}

}  // namespace
}  // namespace mainstay::survey
