#include "services/survey/analysis/suppression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;

constexpr std::nullopt_t kHidden = std::nullopt;

CrossTable TableOf(const std::vector<std::vector<int64_t>>& rows) {
  CrossTable table(rows.size(), rows[0].size());
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t j = 0; j < rows[i].size(); ++j) table.At(i, j) = rows[i][j];
  }
  return table;
}

TEST(SuppressionTest, HidesNothingWhereNothingIsSmall) {
  const ShownTable shown = Suppress(TableOf({{5, 9, 0}, {12, 7, 6}}));
  EXPECT_FALSE(shown.Hidden());
  EXPECT_THAT(shown.cells[0], ElementsAre(5, 9, 0));
  EXPECT_THAT(shown.row_totals, ElementsAre(14, 25));
  EXPECT_THAT(shown.column_totals, ElementsAre(17, 16, 6));
  EXPECT_EQ(shown.total, 39);
  EXPECT_FALSE(Suppress(TableOf({{1, 2}, {3, 4}}), 1).Hidden());
}

// By hand: 3 alone would follow from its row or column, so the cheapest rectangle goes with it.
TEST(SuppressionTest, HidesWhatASmallCellFollowsFrom) {
  const ShownTable shown = Suppress(TableOf({{3, 20, 30}, {20, 8, 50}, {40, 30, 60}}));
  EXPECT_THAT(shown.cells[0], ElementsAre(kHidden, kHidden, 30));
  EXPECT_THAT(shown.cells[1], ElementsAre(kHidden, kHidden, 50));
  EXPECT_THAT(shown.cells[2], ElementsAre(40, 30, 60));
  EXPECT_THAT(shown.row_totals, ElementsAre(53, 78, 130));
}

TEST(SuppressionTest, TwoOnesThatMakeTwoAreNotEnough) {
  // 1 + 1 = 2 can be nothing else when a hidden cell is at least 1.
  const ShownTable shown = Suppress(TableOf({{1, 1, 20}, {1, 1, 30}, {30, 40, 50}}));
  EXPECT_FALSE(shown.cells[0][2] && shown.cells[1][2]);
}

TEST(SuppressionTest, AGroupOfAFewIsHiddenWhole) {
  const ShownTable shown = Suppress(TableOf({{3, 0}, {20, 30}, {9, 16}}));
  EXPECT_THAT(shown.cells[0], ElementsAre(kHidden, kHidden));
  EXPECT_EQ(shown.row_totals[0], kHidden);
  // And with it another, from which and the total it would follow.
  EXPECT_THAT(shown.row_totals, ElementsAre(kHidden, 50, kHidden));
  EXPECT_EQ(shown.total, 78);
}

TEST(SuppressionTest, AFewPeopleInAllShowOnlyHowMany) {
  const ShownTable shown = Suppress(TableOf({{3, 0}, {0, 1}}));
  for (const auto& row : shown.cells) EXPECT_THAT(row, ElementsAre(kHidden, kHidden));
  EXPECT_THAT(shown.row_totals, ElementsAre(kHidden, kHidden));
  EXPECT_EQ(shown.total, 4);
  EXPECT_FALSE(Suppress(TableOf({{0, 0}, {0, 0}})).Hidden());
}

// Every table that a reader of `shown` must hold for possible, who knows that a hidden count is at
// least 1 unless it is in a row or column of a few.
class Reader {
 public:
  Reader(const CrossTable& table, const ShownTable& shown, int64_t least)
      : table_(table), shown_(shown) {
    const auto rows = table.RowTotals(), columns = table.ColumnTotals();
    const auto given = [](const auto& count) { return count.has_value(); };
    all_ = true;
    for (const auto& row : shown.cells) all_ = all_ && std::none_of(row.begin(), row.end(), given);
    for (size_t i = 0; i < table.rows(); ++i) {
      for (size_t j = 0; j < table.columns(); ++j) {
        const bool few =
            all_ || (rows[i] > 0 && rows[i] < least) || (columns[j] > 0 && columns[j] < least);
        floor_.push_back(few ? 0 : 1);
      }
    }
    guess_.resize(floor_.size());
    Guess(0, shown.total);
  }

  // What the hidden counts can be: cells, row totals, column totals.
  std::vector<std::set<int64_t>> values;

 private:
  void Guess(size_t place, int64_t left) {
    if (place == guess_.size()) {
      if (left == 0) Check();
      return;
    }
    const auto& shown = shown_.cells[place / table_.columns()][place % table_.columns()];
    const int64_t from = shown ? *shown : floor_[place];
    const int64_t to = shown ? *shown : left;
    for (guess_[place] = from; guess_[place] <= to && guess_[place] <= left; ++guess_[place]) {
      Guess(place + 1, left - guess_[place]);
    }
  }
  void Check() {
    CrossTable guess(table_.rows(), table_.columns());
    for (size_t p = 0; p < guess_.size(); ++p) {
      guess.At(p / table_.columns(), p % table_.columns()) = guess_[p];
    }
    std::vector<int64_t> counts = guess_;
    const auto take = [&](const std::vector<int64_t>& totals, const auto& shown) {
      for (size_t i = 0; i < totals.size(); ++i) {
        if (shown[i] ? totals[i] != *shown[i] : totals[i] == 0 && !all_) return false;
        counts.push_back(totals[i]);
      }
      return true;
    };
    if (!take(guess.RowTotals(), shown_.row_totals)) return;
    if (!take(guess.ColumnTotals(), shown_.column_totals)) return;
    values.resize(counts.size());
    for (size_t i = 0; i < counts.size(); ++i) values[i].insert(counts[i]);
  }

  const CrossTable& table_;
  const ShownTable& shown_;
  bool all_ = false;  // cells are hidden
  std::vector<int64_t> floor_, guess_;
};

TEST(SuppressionTest, NothingHiddenFollowsFromWhatIsShown) {
  std::mt19937_64 random(7);
  constexpr int64_t kLeast = 3;
  int hidden_tables = 0;
  for (int run = 0; run < 1500; ++run) {
    const size_t rows = 1 + random() % 3, columns = 1 + random() % 3;
    CrossTable table(rows, columns);
    const int64_t most = 2 + static_cast<int64_t>(random() % 4);
    for (size_t i = 0; i < rows; ++i) {
      for (size_t j = 0; j < columns; ++j) {
        if (random() % 4 != 0) table.At(i, j) = static_cast<int64_t>(random() % most);
      }
    }
    const ShownTable shown = Suppress(table, kLeast);
    if (!shown.Hidden()) continue;
    // Fewer show nothing at all; more take too long to try everything.
    if (shown.total < kLeast || shown.total > 14) continue;
    ++hidden_tables;
    const Reader reader(table, shown, kLeast);
    size_t place = 0;
    for (size_t i = 0; i < rows; ++i) {
      for (size_t j = 0; j < columns; ++j, ++place) {
        if (shown.cells[i][j]) {
          EXPECT_FALSE(*shown.cells[i][j] > 0 && *shown.cells[i][j] < kLeast) << run;
        } else {
          EXPECT_GT(reader.values[place].size(), 1u) << run << ": cell " << i << "," << j;
        }
      }
    }
    for (const auto* totals : {&shown.row_totals, &shown.column_totals}) {
      for (const auto& total : *totals) {
        if (!total) {
          EXPECT_GT(reader.values[place].size(), 1u) << run << ": margin " << place;
        } else {
          EXPECT_FALSE(*total > 0 && *total < kLeast) << run;
        }
        ++place;
      }
    }
  }
  EXPECT_GT(hidden_tables, 500);
}

TEST(HiddenGroupsTest, TogetherAreEnoughToHideEachOther) {
  EXPECT_THAT(HiddenGroups({10, 20, 30}), ElementsAre(false, false, false));
  EXPECT_THAT(HiddenGroups({10, 3, 30}), ElementsAre(true, true, false));
  EXPECT_THAT(HiddenGroups({1, 2, 30, 9}), ElementsAre(true, true, false, true));
  EXPECT_THAT(HiddenGroups({3, 2, 30, 9}), ElementsAre(true, true, false, false));
  EXPECT_THAT(HiddenGroups({0, 4, 30}), ElementsAre(false, true, true));
  EXPECT_THAT(HiddenGroups({4}), ElementsAre(true));
  EXPECT_THAT(HiddenGroups({4, 1}, 1), ElementsAre(false, false));
  // What is hidden already counts, and needs the same company.
  EXPECT_THAT(HiddenGroups({10, 20, 30}, 5, {false, true, false}), ElementsAre(true, true, false));
  EXPECT_THAT(HiddenGroups({0, 20, 30}, 5, {true, false, false}), ElementsAre(true, false, false));
}

}  // namespace
}  // namespace mainstay::survey
