#include "services/survey/analysis/driver_moments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "common/status/status.h"

namespace mainstay::survey {
namespace {

const DriverScales kScales = {{0, 10}, {{1, 5}, {1, 7}, {-2, 2}}};

struct Row {
  std::optional<int> outcome;
  std::vector<std::optional<int>> drivers;
};

Row RandomRow(std::mt19937_64& random) {
  const auto draw = [&](const AnswerScale& scale) -> std::optional<int> {
    if (random() % 8 == 0) return std::nullopt;
    return scale.min + static_cast<int>(random() % (scale.width() + 1));
  };
  Row row{draw(kScales.outcome), {}};
  for (const AnswerScale& scale : kScales.drivers) row.drivers.push_back(draw(scale));
  return row;
}

TEST(DriverMomentsTest, CountsByHand) {
  DriverMoments moments({{0, 10}, {{1, 5}, {1, 5}}});
  moments.Add(9, {5, 4});
  moments.Add(3, {2, 1});
  moments.Add(7, {3, std::nullopt});
  moments.Add(std::nullopt, {1, 1});
  EXPECT_EQ(moments.respondents(), 4);
  EXPECT_EQ(moments.complete(), 2);
  EXPECT_EQ(moments.answered(0), 4);
  EXPECT_EQ(moments.answered_sum(0), 11);
  EXPECT_EQ(moments.answered(1), 3);
  EXPECT_EQ(moments.Sum(0), 12);
  EXPECT_EQ(moments.Sum(1), 7);
  EXPECT_EQ(moments.Sum(2), 5);
  EXPECT_EQ(moments.ProductSum(0, 0), 90);
  EXPECT_EQ(moments.ProductSum(0, 1), 51);
  EXPECT_EQ(moments.ProductSum(2, 1), 22);
  EXPECT_EQ(moments.ProductSum(1, 1), 29);
  EXPECT_EQ(moments.Joint(1, 9, 4), 1);
}

TEST(DriverMomentsTest, SumsAreThoseOfTheRows) {
  std::mt19937_64 random(1);
  for (int run = 0; run < 20; ++run) {
    DriverMoments moments(kScales);
    std::vector<std::vector<int64_t>> complete;
    for (int i = 0; i < 200; ++i) {
      const Row row = RandomRow(random);
      moments.Add(row.outcome, row.drivers);
      if (!row.outcome || !row.drivers[0] || !row.drivers[1] || !row.drivers[2]) continue;
      complete.push_back({*row.outcome, *row.drivers[0], *row.drivers[1], *row.drivers[2]});
    }
    ASSERT_EQ(moments.complete(), static_cast<int64_t>(complete.size()));
    for (size_t a = 0; a < 4; ++a) {
      int64_t sum = 0;
      for (const auto& row : complete) sum += row[a];
      ASSERT_EQ(moments.Sum(a), sum);
      for (size_t b = 0; b < 4; ++b) {
        int64_t products = 0;
        for (const auto& row : complete) products += row[a] * row[b];
        ASSERT_EQ(moments.ProductSum(a, b), products) << a << " " << b;
      }
    }
  }
}

// In any order, in any pieces, with what was taken back, and through the store.
TEST(DriverMomentsTest, HoweverTheyWereAddedTheyAreTheSame) {
  std::mt19937_64 random(2);
  DriverMoments all(kScales);
  std::vector<DriverMoments> pieces(5, DriverMoments(kScales));
  for (int i = 0; i < 1000; ++i) {
    const Row row = RandomRow(random), other = RandomRow(random);
    all.Add(row.outcome, row.drivers);
    DriverMoments& piece = pieces[random() % pieces.size()];
    piece.Add(other.outcome, other.drivers);
    piece.Add(row.outcome, row.drivers);
    piece.Add(other.outcome, other.drivers, -1);
  }
  DriverMoments merged(kScales);
  while (!pieces.empty()) {
    auto restored = DriverMoments::Restore(kScales, pieces.back().counters());
    ASSERT_TRUE(restored.ok());
    merged.Merge(*restored);
    pieces.pop_back();
  }
  EXPECT_EQ(merged, all);
}

TEST(DriverMomentsTest, RefusesWhatCannotBeAnalysed) {
  EXPECT_TRUE(Validate(kScales).ok());
  const auto fields = [](const DriverScales& scales) {
    std::string names;
    for (const auto& violation : status::GetFieldViolations(Validate(scales))) {
      names += violation.field + " ";
    }
    return names;
  };
  EXPECT_EQ(fields({{0, 10}, {}}), "drivers ");
  EXPECT_EQ(fields({{0, 10}, std::vector<AnswerScale>(21, {1, 5})}), "drivers ");
  EXPECT_EQ(fields({{3, 3}, {{1, 5}, {0, 21}}}), "outcome drivers[1] ");
  EXPECT_FALSE(DriverMoments::Restore(kScales, {1, 2, 3}).ok());
}

}  // namespace
}  // namespace mainstay::survey
