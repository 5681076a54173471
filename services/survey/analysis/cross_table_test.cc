#include "services/survey/analysis/cross_table.h"

#include <gtest/gtest.h>

#include <vector>

namespace mainstay::survey {
namespace {

CrossTable TableOf(const std::vector<std::vector<int64_t>>& rows) {
  CrossTable table(rows.size(), rows[0].size());
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t j = 0; j < rows[i].size(); ++j) table.At(i, j) = rows[i][j];
  }
  return table;
}

// R's figures: r_figures.R.
TEST(CrossTableTest, AssociationIsThatOfR) {
  const auto association = AssociationOf(TableOf({{12, 5, 7}, {9, 14, 8}, {3, 6, 16}}));
  EXPECT_NEAR(association->chi_square, 15.1056760319112, 1e-12);
  EXPECT_EQ(association->degrees, 4);
  EXPECT_NEAR(association->p_value, 0.00448698248096868, 1e-14);
  EXPECT_NEAR(association->cramers_v, 0.307262876376963, 1e-13);
  EXPECT_TRUE(association->reliable);
}

TEST(CrossTableTest, EmptyRowsAndColumnsDoNotCount) {
  const auto with = AssociationOf(TableOf({{10, 0, 20}, {0, 0, 0}, {25, 0, 15}}));
  const auto without = AssociationOf(TableOf({{10, 20}, {25, 15}}));
  EXPECT_DOUBLE_EQ(with->chi_square, without->chi_square);
  EXPECT_EQ(with->degrees, 1);
  EXPECT_DOUBLE_EQ(with->cramers_v, without->cramers_v);
}

TEST(CrossTableTest, ReachesFromNothingToEverything) {
  EXPECT_NEAR(AssociationOf(TableOf({{10, 20}, {30, 60}}))->cramers_v, 0, 1e-12);
  EXPECT_DOUBLE_EQ(AssociationOf(TableOf({{10, 0}, {0, 60}}))->cramers_v, 1);
  EXPECT_FALSE(AssociationOf(TableOf({{10, 20}, {0, 0}})));
  EXPECT_FALSE(AssociationOf(TableOf({{0, 0}, {0, 0}})));
}

TEST(CrossTableTest, SaysWhenThereIsTooLittleForTheTest) {
  const auto association = AssociationOf(TableOf({{3, 2}, {2, 40}}));
  EXPECT_DOUBLE_EQ(association->low_expected_share, 0.75);
  EXPECT_FALSE(association->reliable);
}

TEST(CrossTableTest, AddsUp) {
  const CrossTable table = TableOf({{1, 2, 3}, {4, 5, 6}});
  EXPECT_EQ(table.RowTotals(), (std::vector<int64_t>{6, 15}));
  EXPECT_EQ(table.ColumnTotals(), (std::vector<int64_t>{5, 7, 9}));
  EXPECT_EQ(table.Total(), 21);
}

}  // namespace
}  // namespace mainstay::survey
