// What topsis.h decides where the method says nothing, and what is refused.
#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "common/testing/field_violations.h"
#include "services/feedback/scoring/scoring_test_kit.h"

namespace mainstay::feedback {
namespace {

using ::testing::DoubleNear;
using ::testing::Each;
using ::testing::ElementsAre;
using testing::FieldsOf;
using ::testing::IsEmpty;
using ::testing::Pointwise;
using ::testing::SizeIs;

constexpr const char* kNormalizations[] = {"vector", "max_min", "max", "sum"};

class DegenerateTest : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Normalizations, DegenerateTest, ::testing::ValuesIn(kNormalizations));

TEST_P(DegenerateTest, AColumnOfZerosOrOfOneValueTellsNothingApart) {
  const std::vector<double> told =
      ClosenessesOf(Ranked(SetOf({1, 2}, "+-", GetParam()), RowsOf({{1, 5}, {4, 2}, {2, 4}})));
  const auto ranking = Ranked(SetOf({1, 7, 3, 2}, "+-+-", GetParam()),
                              RowsOf({{1, 0, 7, 5}, {4, 0, 7, 2}, {2, 0, 7, 4}}));
  EXPECT_THAT(ClosenessesOf(ranking), Pointwise(DoubleNear(1e-14), told));
  for (size_t j : {1, 2}) {
    EXPECT_EQ(ranking.ideal[j], ranking.anti_ideal[j]);
    for (size_t place = 0; place < 3; ++place) {
      EXPECT_EQ(ranking.PartsOf(place)[j].ideal_gap, 0);
      EXPECT_EQ(ranking.PartsOf(place)[j].anti_ideal_share, 0);
    }
  }
}

TEST_P(DegenerateTest, IdenticalRowsShareARankAndTheNextCountsThemAll) {
  const auto ranking = Ranked(SetOf({1, 1}, "++", GetParam()),
                              RowsOf({{1, 2}, {3, 4}, {2, 2.5}, {2, 2.5}, {1, 2}, {1, 1}}));
  EXPECT_THAT(RanksOf(ranking), ElementsAre(4, 1, 2, 2, 4, 6));
  std::vector<std::string> ids;  // by id within a rank
  for (const RankedAlternative& ranked : ranking.ranked) ids.push_back(ranked.id);
  EXPECT_THAT(ids, ElementsAre("a001", "a002", "a003", "a000", "a004", "a005"));
}

TEST_P(DegenerateTest, OneAlternativeIsIdealAndAntiIdealAtOnce) {
  const auto ranking = Ranked(SetOf({1, 1}, "+-", GetParam()), RowsOf({{3, -4}}));
  ASSERT_THAT(ranking.ranked, SizeIs(1));
  EXPECT_EQ(ranking.ranked[0].rank, 1);
  EXPECT_EQ(ranking.ranked[0].closeness, 0.5);
  EXPECT_EQ(ranking.ranked[0].ideal_distance, 0);
  EXPECT_EQ(ranking.ranked[0].anti_ideal_distance, 0);
  EXPECT_EQ(ranking.ideal, ranking.anti_ideal);
}

TEST_P(DegenerateTest, AlternativesThatAreAllAlikeAreAllFirst) {
  for (double score : {0.0, 0.1, -3.0}) {
    const auto ranking =
        Ranked(SetOf({1, 2}, "+-", GetParam()), RowsOf({{score, 5}, {score, 5}, {score, 5}}));
    EXPECT_THAT(RanksOf(ranking), Each(1));
    EXPECT_THAT(ClosenessesOf(ranking), Each(0.5));
  }
}

TEST_P(DegenerateTest, NoAlternativesAreAnEmptyRanking) {
  const auto ranking = Ranked(SetOf({1, 2}, "+-", GetParam()), {});
  EXPECT_THAT(ranking.ranked, IsEmpty());
  EXPECT_THAT(ranking.parts, IsEmpty());
  EXPECT_THAT(ranking.weights, SizeIs(2));
}

TEST_P(DegenerateTest, NegativeScoresKeepTheirOrder) {
  const CriteriaSet set = SetOf({1}, "+", GetParam());
  EXPECT_THAT(RanksOf(Ranked(set, RowsOf({{-3}, {-1}, {-2}}))), ElementsAre(3, 1, 2));
  EXPECT_THAT(RanksOf(Ranked(set, RowsOf({{-3}, {3}, {0}}))), ElementsAre(3, 1, 2));
  EXPECT_THAT(RanksOf(Ranked(SetOf({1}, "-", GetParam()), RowsOf({{-3}, {3}, {0}}))),
              ElementsAre(1, 3, 2));
}

TEST_P(DegenerateTest, VerySmallAndVeryGreatScoresAreToldApart) {
  const CriteriaSet set = SetOf({1, 1}, "++", GetParam());
  const std::vector<double> usual = ClosenessesOf(Ranked(set, RowsOf({{1, 3}, {2, 2}, {4, 1}})));
  EXPECT_THAT(ClosenessesOf(Ranked(set, RowsOf({{1e-200, 3e11}, {2e-200, 2e11}, {4e-200, 1e11}}))),
              Pointwise(DoubleNear(1e-14), usual));
}

TEST(TopsisTest, WhatLacksScoresIsNotRankedAndCountsNowhere) {
  auto alternatives = RowsOf({{1, 5}, {900, 900}, {4, 2}, {-900, 3}});
  alternatives[1].scores[0].reset();
  alternatives[3].scores = {std::nullopt, std::nullopt};
  const auto ranking = Ranked(SetOf({1, 1}, "++"), alternatives);
  const auto whole = Ranked(SetOf({1, 1}, "++"), {alternatives[0], alternatives[2]});
  ASSERT_THAT(ranking.ranked, SizeIs(2));
  for (size_t place : {0, 1}) {
    EXPECT_EQ(ranking.ranked[place].id, whole.ranked[place].id);
    EXPECT_EQ(ranking.ranked[place].closeness, whole.ranked[place].closeness);
  }
  ASSERT_THAT(ranking.unranked, SizeIs(2));
  EXPECT_EQ(ranking.unranked[0].id, "a001");
  EXPECT_EQ(ranking.unranked[0].index, 1u);
  EXPECT_THAT(ranking.unranked[0].missing, ElementsAre(0u));
  EXPECT_THAT(ranking.unranked[1].missing, ElementsAre(0u, 1u));
}

TEST(TopsisTest, RefusesWhatIsNoScore) {
  CriteriaSet set = SetOf({1, 1}, "++");
  set.criteria[1].scale = Scale{1, 5};
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  auto alternatives = RowsOf({{1, 5}, {nan, 1}, {-infinity, 5.01}, {1e13, nan}, {1}, {2, 0.99}});
  alternatives[5].id = "a000";
  alternatives.push_back({"", {1, 1}});
  EXPECT_THAT(FieldsOf(RankByTopsis(set, alternatives).status()),
              ElementsAre("alternatives[1].scores[0]", "alternatives[2].scores[0]",
                          "alternatives[2].scores[1]", "alternatives[3].scores[0]",
                          "alternatives[3].scores[1]", "alternatives[4].scores",
                          "alternatives[5].id", "alternatives[5].scores[1]", "alternatives[6].id"));
  EXPECT_THAT(FieldsOf(RankByTopsis(CriteriaSet{}, {}).status()), ElementsAre("criteria"));
}

TEST(TopsisTest, NamesAHundredOfManyFaultsAndLimitsTheAlternatives) {
  const CriteriaSet set = SetOf({1}, "+");
  EXPECT_THAT(FieldsOf(RankByTopsis(set, RowsOf({500, {1, 2}})).status()), SizeIs(100));
  EXPECT_THAT(FieldsOf(RankByTopsis(set, std::vector<Alternative>(kMaxAlternatives + 1)).status()),
              ElementsAre("alternatives"));
}

// Without the scales the ends 2 and 8 would be the ideals.
TEST(TopsisTest, TheScalesEndsCanBeTheIdeals) {
  CriteriaSet set = SetOf({1, 1}, "+-", "max_min");
  for (Criterion& criterion : set.criteria) criterion.scale = Scale{0, 10};
  set.ideals = "scale";
  const auto ranking = Ranked(set, RowsOf({{8, 2}, {2, 8}, {5, 5}}));
  EXPECT_THAT(ClosenessesOf(ranking), Pointwise(DoubleNear(1e-15), std::vector{0.8, 0.2, 0.5}));
  EXPECT_THAT(ClosenessesOf(Ranked(set, RowsOf({{8, 2}}))), ElementsAre(DoubleNear(0.8, 1e-15)));
  set.ideals = "observed";
  EXPECT_THAT(ClosenessesOf(Ranked(set, RowsOf({{8, 2}, {2, 8}, {5, 5}}))),
              Pointwise(DoubleNear(1e-15), std::vector{1.0, 0.0, 0.5}));
}

// A group of equal closenesses reaches as far as the tolerance from its first member, no further.
TEST(TopsisTest, SmallStepsDoNotAddUpToATie) {
  CriteriaSet set = SetOf({1}, "+", "max_min");
  const double step = 0.75 * kTieTolerance;
  EXPECT_THAT(RanksOf(Ranked(set, RowsOf({{0}, {1}, {0.5}, {0.5 - step}, {0.5 - 2 * step}}))),
              ElementsAre(5, 1, 2, 2, 4));
}

}  // namespace
}  // namespace mainstay::feedback
