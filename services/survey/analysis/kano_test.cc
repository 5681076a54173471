#include "services/survey/analysis/kano.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mainstay::survey {
namespace {

// In the order A, O, M, I, R, Q.
KanoCounts CountsOf(int64_t a, int64_t o, int64_t m, int64_t i, int64_t r = 0, int64_t q = 0) {
  KanoCounts counts;
  counts.Add(KanoCategory::kAttractive, a);
  counts.Add(KanoCategory::kOneDimensional, o);
  counts.Add(KanoCategory::kMustBe, m);
  counts.Add(KanoCategory::kIndifferent, i);
  counts.Add(KanoCategory::kReverse, r);
  counts.Add(KanoCategory::kQuestionable, q);
  return counts;
}

TEST(KanoTest, EvaluatesPairsByTheTable) {
  const std::vector<std::string> rows = {"QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"};
  for (int functional = 1; functional <= 5; ++functional) {
    std::string row;
    for (int dysfunctional = 1; dysfunctional <= 5; ++dysfunctional) {
      row += LetterOf(Evaluate(functional, dysfunctional));
    }
    EXPECT_EQ(row, rows[functional - 1]);
  }
}

// Brand & Rese, Dual Response Kano Method, J. Retailing and Consumer Services 89 (2026), Table 1.
TEST(KanoTest, CoefficientsAreThoseOfBrandAndRese) {
  const auto bonus = KanoOf(CountsOf(216, 56, 13, 275, 23, 24));
  EXPECT_NEAR(*bonus->better, 0.486, 5e-4);
  EXPECT_NEAR(*bonus->worse, -0.123, 5e-4);
  const auto mirror = KanoOf(CountsOf(229, 42, 5, 276, 33, 22));
  EXPECT_NEAR(*mirror->better, 0.491, 5e-4);
  EXPECT_NEAR(*mirror->worse, -0.085, 5e-4);
  const auto wifi = KanoOf(CountsOf(187, 71, 46, 258, 19, 26));
  EXPECT_NEAR(*wifi->better, 0.459, 5e-4);
  EXPECT_NEAR(*wifi->worse, -0.208, 5e-4);
  // Most are indifferent, yet more want it than do not: attractive, as the paper has it.
  EXPECT_EQ(wifi->category, KanoCategory::kIndifferent);
  EXPECT_EQ(wifi->grouped_category, KanoCategory::kAttractive);
}

// Sauerwein, Bailom, Matzler & Hinterhuber, The Kano Model: How to Delight Your Customers (1996),
// fig. 11: the ski's edge grip.
TEST(KanoTest, CoefficientsAreThoseOfSauerweinAndOthers) {
  const auto grip = KanoOf(CountsOf(7, 33, 50, 10));
  EXPECT_NEAR(*grip->better, 0.40, 1e-12);
  EXPECT_NEAR(*grip->worse, -0.83, 1e-12);
  EXPECT_EQ(grip->category, KanoCategory::kMustBe);
}

struct Published {
  int64_t m, o, a, i, r, q;
  const char* category;
  double total_strength, category_strength, better, worse;
  double difference, limit;  // of Fong's test
  bool significant;
};

// The five attributes that the R package stp25kano (W. Peter) prints with all measures.
TEST(KanoTest, MeasuresAreThoseOfAnRPackage) {
  const std::vector<Published> table = {
      {95, 123, 45, 33, 0, 0, "O", 0.89, 0.09, 0.568, -0.736, 28, 19.4, true},
      {101, 54, 54, 81, 3, 3, "M", 0.71, 0.07, 0.372, -0.534, 20, 18.5, true},
      {15, 24, 121, 124, 6, 6, "I", 0.54, 0.01, 0.511, -0.137, 3, 19.8, false},
      {65, 87, 93, 51, 0, 0, "A", 0.83, 0.02, 0.608, -0.514, 6, 18.5, false},
      {9, 18, 83, 177, 6, 3, "I", 0.37, 0.32, 0.352, -0.094, 94, 19.9, true},
  };
  for (const Published& row : table) {
    const auto result = KanoOf(CountsOf(row.a, row.o, row.m, row.i, row.r, row.q));
    EXPECT_EQ(result->total, 296);
    EXPECT_EQ(LetterOf(result->category), row.category);
    EXPECT_NEAR(result->total_strength, row.total_strength, 0.0051);
    EXPECT_NEAR(result->category_strength, row.category_strength, 0.0051);
    EXPECT_NEAR(*result->better, row.better, 5.1e-4);
    EXPECT_NEAR(*result->worse, row.worse, 5.1e-4);
    EXPECT_NEAR(result->category_strength * 296, row.difference, 1e-9);
    EXPECT_NEAR(result->fong_limit, row.limit, 0.051);
    EXPECT_EQ(result->significant, row.significant);
  }
}

TEST(KanoTest, AWantedNeedBetweenTwoCategoriesIsMixed) {
  EXPECT_TRUE(KanoOf(CountsOf(93, 87, 65, 51))->mixed);
  EXPECT_FALSE(KanoOf(CountsOf(45, 123, 95, 33))->mixed);   // strong enough
  EXPECT_FALSE(KanoOf(CountsOf(121, 24, 15, 124))->mixed);  // not wanted enough
}

TEST(KanoTest, TiesGoToWhatMattersMore) {
  EXPECT_EQ(KanoOf(CountsOf(5, 5, 5, 5, 5, 5))->category, KanoCategory::kMustBe);
  EXPECT_EQ(KanoOf(CountsOf(5, 5, 0, 5))->category, KanoCategory::kOneDimensional);
  EXPECT_EQ(KanoOf(CountsOf(5, 0, 0, 5))->category, KanoCategory::kAttractive);
  EXPECT_EQ(KanoOf(CountsOf(0, 0, 0, 0, 5, 5))->category, KanoCategory::kReverse);
}

TEST(KanoTest, FewAnswersAreDefined) {
  EXPECT_FALSE(KanoOf(KanoCounts()));
  const auto one = KanoOf(CountsOf(1, 0, 0, 0));
  EXPECT_EQ(one->category, KanoCategory::kAttractive);
  EXPECT_EQ(*one->better, 1);
  EXPECT_EQ(*one->worse, 0);
  EXPECT_FALSE(one->significant);  // 1 < 1.65 · √½
  const auto contrary = KanoOf(CountsOf(0, 0, 0, 0, 2, 1));
  EXPECT_FALSE(contrary->better);
  EXPECT_FALSE(contrary->worse);
}

}  // namespace
}  // namespace mainstay::survey
