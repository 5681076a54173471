#include "services/survey/analysis/figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "services/survey/analysis/probability.h"

namespace mainstay::survey {
namespace {

// Expected values are R's (r_figures.R), unless a test says otherwise.

ScoreCounts CountsOf(int min, const std::vector<int64_t>& counts) {
  ScoreCounts made(min, min + static_cast<int>(counts.size()) - 1);
  for (size_t i = 0; i < counts.size(); ++i) made.Add(min + static_cast<int>(i), counts[i]);
  return made;
}

TEST(ProbabilityTest, TailsAndQuantilesAreThoseOfR) {
  EXPECT_NEAR(StudentQuantile975(1), 12.7062047361747, 1e-11);
  EXPECT_NEAR(StudentQuantile975(2.5), 3.57465484200369, 1e-12);
  EXPECT_NEAR(StudentQuantile975(30), 2.04227245630124, 1e-13);
  EXPECT_NEAR(StudentQuantile975(1e6), 1.95996635681411, 1e-10);
  EXPECT_NEAR(StudentTwoSidedP(0.5, 3), 0.651447964848151, 1e-13);
  EXPECT_NEAR(StudentTwoSidedP(-2, 17.5), 0.0612667653391887, 1e-13);
  EXPECT_NEAR(StudentTwoSidedP(12, 200) / 2.42213600524659e-25, 1, 1e-9);
  EXPECT_NEAR(ChiSquareUpperTail(0.1, 1), 0.751829634045849, 1e-13);
  EXPECT_NEAR(ChiSquareUpperTail(9.49, 4), 0.0499531312232949, 1e-13);
  EXPECT_NEAR(ChiSquareUpperTail(120, 30) / 1.020275854147e-12, 1, 1e-9);
  EXPECT_NEAR(NormalTwoSidedP(kZ95), 0.05, 1e-15);
}

TEST(ShareTest, HasWilsonsInterval) {
  const auto share = ShareOf(17, 40);
  EXPECT_DOUBLE_EQ(share->value, 0.425);
  EXPECT_NEAR(share->interval.low, 0.285093925599504, 1e-12);
  EXPECT_NEAR(share->interval.high, 0.578049314580089, 1e-12);
}

TEST(ShareTest, OfNoneAndAllKeepsAWidth) {
  EXPECT_EQ(ShareOf(0, 10)->interval.low, 0);
  EXPECT_NEAR(ShareOf(0, 10)->interval.high, 0.277532799862889, 1e-12);
  EXPECT_NEAR(ShareOf(10, 10)->interval.low, 1 - 0.277532799862889, 1e-12);
  EXPECT_EQ(ShareOf(10, 10)->interval.high, 1);
  // One answer: n ÷ (n + z²).
  EXPECT_NEAR(ShareOf(1, 1)->interval.low, 1 / (1 + kZ95 * kZ95), 1e-12);
  EXPECT_FALSE(ShareOf(0, 0));
}

// Both ends solve what Wilson's interval is defined by, (p − θ)² = z² θ(1 − θ) ÷ n.
TEST(ShareTest, EndsSolveTheScoreEquation) {
  std::mt19937_64 random(1);
  for (int run = 0; run < 1000; ++run) {
    const int64_t n = std::uniform_int_distribution<int64_t>(1, 5000)(random);
    const int64_t k = std::uniform_int_distribution<int64_t>(0, n)(random);
    const auto share = ShareOf(k, n);
    for (const double end : {share->interval.low, share->interval.high}) {
      const double off = share->value - end;
      EXPECT_NEAR(off * off, kZ95 * kZ95 * end * (1 - end) / static_cast<double>(n), 1e-14);
    }
    EXPECT_LE(share->interval.low, share->value);
    EXPECT_GE(share->interval.high, share->value);
  }
}

TEST(MeanTest, HasStudentsInterval) {
  const auto mean = MeanOf(CountsOf(1, {2, 3, 9, 21, 15}));
  EXPECT_EQ(mean->total, 50);
  EXPECT_NEAR(mean->value, 3.88, 1e-13);
  EXPECT_NEAR(mean->standard_deviation, 1.04275929090827, 1e-13);
  EXPECT_NEAR(mean->interval->low, 3.58365108848491, 1e-12);
  EXPECT_NEAR(mean->interval->high, 4.17634891151509, 1e-12);
}

TEST(MeanTest, OfAnswersAllAlikeHasNoInterval) {
  EXPECT_FALSE(MeanOf(ScoreCounts(1, 5)));
  for (const int64_t times : {1, 7}) {
    const auto mean = MeanOf(CountsOf(1, {0, 0, 0, times, 0}));
    EXPECT_EQ(mean->value, 4);
    EXPECT_EQ(mean->standard_deviation, 0);
    EXPECT_FALSE(mean->interval);
  }
}

TEST(MeanTest, StaysOnTheScale) {
  const auto mean = MeanOf(CountsOf(1, {0, 0, 0, 1, 2}));
  EXPECT_EQ(mean->interval->high, 5);
  EXPECT_GE(MeanOf(CountsOf(1, {2, 1, 0, 0, 0}))->interval->low, 1);
}

TEST(NpsTest, HasTheIntervalOfItsVariance) {
  const auto nps = NpsOf(50, 30, 20);
  EXPECT_DOUBLE_EQ(nps->value, 30);
  EXPECT_NEAR(nps->interval.low, 14.6921919249573, 1e-11);
  EXPECT_NEAR(nps->interval.high, 45.3078080750427, 1e-11);
}

TEST(NpsTest, CountsPromotersFromNineAndDetractorsToSix) {
  const auto nps = NpsOf(CountsOf(0, {1, 1, 1, 1, 1, 1, 1, 10, 20, 100, 200}));
  EXPECT_EQ(nps->detractors, 7);
  EXPECT_EQ(nps->passives, 30);
  EXPECT_EQ(nps->promoters, 300);
  EXPECT_FALSE(NpsOf(ScoreCounts(0, 10)));
}

// By hand: L = n ÷ (n + z²) of one answer is 0.2065.
TEST(NpsTest, OfOneKindKeepsAWidth) {
  const double rest = 1 - 1 / (1 + kZ95 * kZ95);
  EXPECT_NEAR(NpsOf(1, 0, 0)->interval.low, 100 - 200 * rest, 1e-9);
  EXPECT_EQ(NpsOf(1, 0, 0)->interval.high, 100);
  EXPECT_EQ(NpsOf(0, 0, 1)->interval.low, -100);
  EXPECT_NEAR(NpsOf(0, 0, 1)->interval.high, 200 * rest - 100, 1e-9);
  EXPECT_NEAR(NpsOf(0, 1, 0)->interval.low, -100 * rest, 1e-9);
  EXPECT_NEAR(NpsOf(0, 1, 0)->interval.high, 100 * rest, 1e-9);
  // The more answers, the less is left open.
  EXPECT_GT(NpsOf(500, 0, 0)->interval.low, 98);
}

// The variance of +1, 0 and −1 as they stand.
TEST(NpsTest, VarianceIsThatOfTheAnswers) {
  std::mt19937_64 random(2);
  std::uniform_int_distribution<int64_t> count(0, 60);
  for (int run = 0; run < 500; ++run) {
    const int64_t p = count(random) + 1, q = count(random) + 1, d = count(random);
    const double n = static_cast<double>(p + q + d), mean = static_cast<double>(p - d) / n;
    const double sum = static_cast<double>(p) * std::pow(1 - mean, 2) +
                       static_cast<double>(q) * std::pow(mean, 2) +
                       static_cast<double>(d) * std::pow(-1 - mean, 2);
    const auto nps = NpsOf(p, q, d);
    const double half = 100 * kZ95 * std::sqrt(sum / n / n);
    EXPECT_NEAR(nps->interval.high, std::min(100.0, 100 * mean + half), 1e-9);
    EXPECT_NEAR(nps->interval.low, std::max(-100.0, 100 * mean - half), 1e-9);
  }
}

TEST(CsatTest, IsTheShareOfTheTwoBestAnswers) {
  const auto five = CsatOf(CountsOf(1, {1, 2, 3, 4, 5}));
  EXPECT_EQ(five->top_two.count, 9);
  EXPECT_EQ(five->top_two.total, 15);
  const auto seven = CsatOf(CountsOf(1, {0, 0, 0, 0, 5, 3, 2}));
  EXPECT_EQ(seven->top_two.count, 5);
  EXPECT_FALSE(CsatOf(ScoreCounts(1, 5)));
}

TEST(CesTest, IsEasyFromFive) {
  const auto ces = CesOf(CountsOf(1, {1, 0, 0, 2, 3, 0, 4}));
  EXPECT_EQ(ces->easy.count, 7);
  EXPECT_NEAR(ces->mean.value, (1 + 8 + 15 + 28) / 10.0, 1e-13);
}

TEST(ScoreCountsTest, MergedAreThoseAddedOneByOne) {
  ScoreCounts all(0, 10), first(0, 10), second(0, 10);
  std::mt19937_64 random(3);
  for (int i = 0; i < 1000; ++i) {
    const int score = static_cast<int>(random() % 11);
    all.Add(score);
    (i % 3 == 0 ? first : second).Add(score);
  }
  first.Merge(second);
  EXPECT_EQ(first, all);
  EXPECT_EQ(all.total(), 1000);
}

}  // namespace
}  // namespace mainstay::survey
