#include "services/feedback/scoring/deviation_review.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "services/feedback/scoring/rank_correlation.h"
#include "services/feedback/scoring/scoring_test_kit.h"

namespace mainstay::feedback {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(RankCorrelationTest, EqualValuesShareTheMeanOfTheirRanks) {
  EXPECT_THAT(FractionalRanks({0.8, 1.2, 1.2, 2.3, 18}), ElementsAre(1, 2.5, 2.5, 4, 5));
  EXPECT_THAT(FractionalRanks({3, 3, 3}), ElementsAre(2, 2, 2));
  EXPECT_THAT(FractionalRanks({}), IsEmpty());
}

// The first of SciPy's documentation of spearmanr, which its tests check with R's cor.test; one
// tie. The second, without ties, is Wikipedia's: intelligence quotients and hours of television.
TEST(RankCorrelationTest, EqualsPublishedFigures) {
  EXPECT_NEAR(*SpearmanCorrelation({1, 2, 3, 4, 5}, {5, 6, 7, 8, 7}), 0.82078268166812329, 1e-15);
  EXPECT_NEAR(*SpearmanCorrelation({106, 86, 100, 101, 99, 103, 97, 113, 112, 110},
                                   {7, 0, 27, 50, 28, 29, 20, 12, 6, 17}),
              -29.0 / 165, 1e-15);
}

TEST(RankCorrelationTest, IsNothingWhereThereIsNoOrder) {
  EXPECT_EQ(SpearmanCorrelation({}, {}), std::nullopt);
  EXPECT_EQ(SpearmanCorrelation({1}, {2}), std::nullopt);
  EXPECT_EQ(SpearmanCorrelation({1, 2, 3}, {4, 4, 4}), std::nullopt);
  EXPECT_EQ(SpearmanCorrelation({1, 2, 3}, {-1, -2, -3}), -1);
}

TEST(DeviationTest, SumsUpHowFarOffValuesWere) {
  const Deviation deviation = DeviationOf({{8, 6}, {5, 6}, {4, 1}});
  EXPECT_EQ(deviation.count, 3);
  EXPECT_NEAR(deviation.bias, -4.0 / 3, 1e-15);
  EXPECT_NEAR(deviation.mean_absolute, 2, 1e-15);
  EXPECT_NEAR(deviation.correlation.value(), std::sqrt(3) / 2, 1e-15);
  EXPECT_EQ(DeviationOf({}).count, 0);
  EXPECT_EQ(DeviationOf({}).bias, 0);
  EXPECT_EQ(DeviationOf({}).correlation, std::nullopt);
}

TEST(DeviationReviewTest, TellsWhichCriteriaAndAlternativesWereFurthestOff) {
  CriteriaSet set = SetOf({1, 1, 1}, "+-+", "max_min");
  set.criteria[0].scale = Scale{0, 10};
  set.criteria[1].scale = Scale{0, 100};
  const auto scored = RowsOf({{8, 40, 1}, {4, 60, 2}, {6, 50, 4}, {9, 9, 9}});
  auto realized = RowsOf({{6, 40, 1}, {4, 70, 2}, {7, 50, 3}});
  const auto review = ReviewDeviation(set, scored, realized);
  ASSERT_TRUE(review.ok()) << review.status();
  // Mean absolute deviations 1 of 10, 10/3 of 100 and 1/3 of 3 (from 1 to 4).
  ASSERT_THAT(review->criteria, SizeIs(3));
  EXPECT_EQ(review->criteria[0].criterion, 2u);
  EXPECT_NEAR(review->criteria[0].relative, 1.0 / 9, 1e-15);
  EXPECT_EQ(review->criteria[1].criterion, 0u);
  EXPECT_NEAR(review->criteria[1].relative, 0.1, 1e-15);
  EXPECT_NEAR(review->criteria[1].deviation.bias, -1.0 / 3, 1e-15);
  EXPECT_EQ(review->criteria[2].criterion, 1u);
  EXPECT_NEAR(review->criteria[2].relative, 1.0 / 30, 1e-15);
  ASSERT_THAT(review->reviewed, SizeIs(3));  // the fourth has not been delivered
  EXPECT_EQ(review->closeness.count, 3);
  // Both sides by the same ideals: in one run of six rows.
  const std::vector<double> together = ClosenessesOf(Ranked(
      set, RowsOf({{8, 40, 1}, {4, 60, 2}, {6, 50, 4}, {6, 40, 1}, {4, 70, 2}, {7, 50, 3}})));
  double bias = 0;
  for (size_t i = 0; i < 3; ++i) bias += (together[i + 3] - together[i]) / 3;
  EXPECT_NEAR(review->closeness.bias, bias, 1e-15);
  for (const ReviewedAlternative& reviewed : review->reviewed) {
    const size_t i = reviewed.id.back() - '0';
    EXPECT_NEAR(reviewed.scored_closeness, together[i], 1e-15);
    EXPECT_NEAR(reviewed.realized_closeness, together[i + 3], 1e-15);
  }
}

TEST(DeviationReviewTest, WhatLacksAScoreCountsForTheOtherCriteriaOnly) {
  const CriteriaSet set = SetOf({1, 1}, "++");
  const auto scored = RowsOf({{8, 900}, {4, 60}, {6, 50}});
  auto realized = RowsOf({{6, 900}, {4, 70}, {7, 50}});
  realized[0].scores[1].reset();
  const auto review = ReviewDeviation(set, scored, realized);
  ASSERT_TRUE(review.ok()) << review.status();
  EXPECT_EQ(review->closeness.count, 2);
  for (const CriterionDeviation& criterion : review->criteria) {
    EXPECT_EQ(criterion.deviation.count, criterion.criterion == 0 ? 3 : 2);
  }
  // What is not whole moves no ideal.
  const auto without = ReviewDeviation(set, absl::MakeSpan(scored).subspan(1), realized);
  ASSERT_TRUE(without.ok());
  EXPECT_EQ(without->closeness.bias, review->closeness.bias);
}

TEST(DeviationReviewTest, SaysWhichSideCannotBeAccepted) {
  const CriteriaSet set = SetOf({1, 1}, "++");
  const auto rows = RowsOf({{1, 2}});
  const auto broken = RowsOf({{1, std::numeric_limits<double>::quiet_NaN()}});
  const auto field = [](const auto& review) {
    return status::GetFieldViolations(review.status()).at(0).field;
  };
  EXPECT_EQ(field(ReviewDeviation(set, broken, rows)), "scored.alternatives[0].scores[1]");
  EXPECT_EQ(field(ReviewDeviation(set, rows, broken)), "realized.alternatives[0].scores[1]");
  EXPECT_EQ(field(ReviewDeviation(CriteriaSet{}, rows, rows)), "criteria");
  const auto none = ReviewDeviation(set, rows, {});
  ASSERT_TRUE(none.ok());
  EXPECT_EQ(none->closeness.count, 0);
  EXPECT_EQ(none->criteria[0].deviation.count, 0);
}

}  // namespace
}  // namespace mainstay::feedback
