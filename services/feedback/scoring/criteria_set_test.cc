#include "services/feedback/scoring/criteria_set.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "services/feedback/scoring/scoring_test_kit.h"

namespace mainstay::feedback {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pointwise;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<std::string> FieldsOf(const CriteriaSet& set) {
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(Validate(set))) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST(CriteriaSetTest, WeightsOfAnyUnitBecomeShares) {
  const CriteriaSet set = SetOf({1, 2, 5}, "++-");
  EXPECT_THAT(FieldsOf(set), IsEmpty());
  EXPECT_EQ(set.normalization, "vector");
  EXPECT_THAT(WeightShares(set), Pointwise(DoubleNear(1e-15), std::vector{0.125, 0.25, 0.625}));
}

TEST(CriteriaSetTest, NamesAllThatCannotBeAccepted) {
  CriteriaSet set = SetOf({1, 0, -1, kNaN, kInfinity, 1e-7, 2e6}, "+++++++");
  set.criteria[0].id = "Value";
  set.criteria[1].id = "c2";
  set.criteria[2].direction = "";
  set.normalization = "z_score";
  set.ideals = "best";
  EXPECT_THAT(FieldsOf(set),
              ElementsAre("criteria[0].id", "criteria[1].weight", "criteria[2].direction",
                          "criteria[2].weight", "criteria[2].id", "criteria[3].weight",
                          "criteria[4].weight", "criteria[5].weight", "criteria[6].weight",
                          "normalization", "ideals"));
}

TEST(CriteriaSetTest, HasAtLeastOneCriterionAndNotTooMany) {
  EXPECT_THAT(FieldsOf(CriteriaSet{}), ElementsAre("criteria"));
  EXPECT_THAT(FieldsOf(SetOf(std::vector<double>(kMaxCriteria, 1), std::string(50, '+'))),
              IsEmpty());
  EXPECT_THAT(FieldsOf(SetOf(std::vector<double>(kMaxCriteria + 1, 1), std::string(51, '+'))),
              ElementsAre("criteria"));
}

TEST(CriteriaSetTest, AScaleHasItsEndsInOrder) {
  CriteriaSet set = SetOf({1, 1, 1, 1}, "++++");
  set.criteria[0].scale = Scale{-5, 5};
  set.criteria[1].scale = Scale{5, 5};
  set.criteria[2].scale = Scale{kNaN, kInfinity};
  set.criteria[3].scale = Scale{0, 2e12};
  EXPECT_THAT(FieldsOf(set), ElementsAre("criteria[1].scale.max", "criteria[2].scale.min",
                                         "criteria[2].scale.max", "criteria[3].scale.max"));
}

TEST(CriteriaSetTest, IdealsAtTheScalesNeedScalesAndMaxMin) {
  CriteriaSet set = SetOf({1, 1}, "+-");
  set.ideals = "scale";
  set.criteria[0].scale = Scale{0, 10};
  EXPECT_THAT(FieldsOf(set), ElementsAre("ideals", "criteria[1].scale"));
  set.normalization = "max_min";
  set.criteria[1].scale = Scale{0, 10};
  EXPECT_THAT(FieldsOf(set), IsEmpty());
}

}  // namespace
}  // namespace mainstay::feedback
