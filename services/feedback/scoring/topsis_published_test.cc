// Worked examples that others have published, to the digits they print.
#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/feedback/scoring/scoring_test_kit.h"

namespace mainstay::feedback {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Pointwise;

// Half of the last digit of a figure printed with so many decimals.
constexpr double kFour = 5e-5, kSix = 5e-7;

// Hwang & Yoon 1981, p. 133: a fighter aircraft by speed, range, payload, price, reliability and
// manoeuvrability. The book works on with figures rounded to four digits, and its normalized prices
// are off by up to 0.0007, hence the looser bounds.
TEST(TopsisPublishedTest, HwangAndYoonChooseAnAircraft) {
  const auto ranking = Ranked(SetOf({0.2, 0.1, 0.1, 0.1, 0.2, 0.3}, "+++-++"),
                              RowsOf({{2.0, 1500, 20000, 5.5, 5, 9},
                                      {2.5, 2700, 18000, 6.5, 3, 5},
                                      {1.8, 2000, 21000, 4.5, 7, 7},
                                      {2.2, 1800, 20000, 5.0, 5, 5}}));
  EXPECT_THAT(ranking.ideal, Pointwise(DoubleNear(2e-4), std::vector{0.1168, 0.0659, 0.0531, 0.0414,
                                                                     0.1347, 0.2012}));
  EXPECT_THAT(ranking.anti_ideal, Pointwise(DoubleNear(2e-4), std::vector{0.0841, 0.0366, 0.0455,
                                                                          0.0598, 0.0577, 0.1118}));
  EXPECT_THAT(ClosenessesOf(ranking),
              Pointwise(DoubleNear(1e-3), std::vector{0.643, 0.268, 0.613, 0.312}));
  EXPECT_THAT(RanksOf(ranking), ElementsAre(1, 4, 2, 3));
  const std::vector<double> to_ideal = {0.0545, 0.0580, 0.1009, 0.1197};  // in order of rank
  const std::vector<double> to_anti_ideal = {0.0983, 0.0920, 0.0458, 0.0439};
  for (size_t place = 0; place < 4; ++place) {
    EXPECT_NEAR(ranking.ranked[place].ideal_distance, to_ideal[place], 1e-4);
    EXPECT_NEAR(ranking.ranked[place].anti_ideal_distance, to_anti_ideal[place], 1e-4);
  }
}

// Tzeng & Huang, Multiple Attribute Decision Making (CRC Press 2011), as scikit-criteria's tests
// give it.
TEST(TopsisPublishedTest, TzengAndHuang) {
  const auto ranking =
      Ranked(SetOf({0.3, 0.4, 0.3}, "+++"), RowsOf({{5, 8, 4}, {7, 6, 8}, {8, 8, 6}, {7, 4, 6}}));
  EXPECT_THAT(ClosenessesOf(ranking),
              Pointwise(DoubleNear(kFour), std::vector{0.5037, 0.6581, 0.7482, 0.3340}));
  EXPECT_THAT(RanksOf(ranking), ElementsAre(3, 2, 1, 4));
}

// The example of the Python packages topsis-kjindal-101703299 and others: five models by
// correlation, R², RMSE and accuracy.
TEST(TopsisPublishedTest, FiveModels) {
  const auto ranking = Ranked(SetOf({1, 1, 1, 1}, "++-+"), RowsOf({{0.79, 0.62, 1.25, 60.89},
                                                                   {0.66, 0.44, 2.89, 63.07},
                                                                   {0.56, 0.31, 1.57, 62.87},
                                                                   {0.82, 0.67, 2.68, 70.19},
                                                                   {0.75, 0.56, 1.30, 80.39}}));
  EXPECT_THAT(
      ClosenessesOf(ranking),
      Pointwise(DoubleNear(kSix), std::vector{0.772210, 0.225599, 0.438897, 0.523878, 0.811389}));
  EXPECT_THAT(RanksOf(ranking), ElementsAre(2, 5, 4, 3, 1));
}

// The example of many Python packages (Topsis_102003634 is one): five telephones by storage,
// camera, price and looks.
TEST(TopsisPublishedTest, FiveTelephones) {
  const auto ranking = Ranked(SetOf({0.25, 0.25, 0.25, 0.25}, "++-+"), RowsOf({{16, 12, 250, 5},
                                                                               {16, 8, 200, 3},
                                                                               {32, 16, 300, 4},
                                                                               {32, 8, 275, 4},
                                                                               {16, 16, 225, 2}}));
  EXPECT_THAT(
      ClosenessesOf(ranking),
      Pointwise(DoubleNear(kSix), std::vector{0.534277, 0.308368, 0.691632, 0.534737, 0.401046}));
  EXPECT_THAT(RanksOf(ranking), ElementsAre(3, 5, 1, 2, 4));
}

// Figures of pymcdm (TOPSIS with minmax_normalization) that the project Kshana checks itself by:
// price, performance, range.
TEST(TopsisPublishedTest, MaxMinAsPymcdm) {
  const auto ranking = Ranked(SetOf({0.40, 0.35, 0.25}, "-++", "max_min"),
                              RowsOf({{250, 16, 12}, {200, 16, 8}, {300, 32, 16}, {275, 24, 10}}));
  EXPECT_THAT(ClosenessesOf(ranking),
              Pointwise(DoubleNear(1e-14), std::vector{0.3584894484013478, 0.4818602136341015,
                                                       0.5181397863658986, 0.3483883851747757}));
  EXPECT_THAT(RanksOf(ranking), ElementsAre(3, 2, 1, 4));
}

// The notebooks of Ersoy, LogForum 17(3) 2021, as pyrepo-mcda's documentation ranks them with
// max-min normalization.
TEST(TopsisPublishedTest, MaxMinAsPyrepoMcda) {
  const auto ranking =
      Ranked(SetOf({0.405, 0.221, 0.134, 0.199, 0.007, 0.034}, "++++--", "max_min"),
             RowsOf({{256, 8, 41, 1.6, 1.77, 7347.16},
                     {256, 8, 32, 1.0, 1.80, 6919.99},
                     {256, 8, 53, 1.6, 1.90, 8400.00},
                     {256, 8, 41, 1.0, 1.75, 6808.90},
                     {512, 8, 35, 1.6, 1.70, 8479.99},
                     {256, 4, 35, 1.6, 1.70, 7499.99}}));
  EXPECT_THAT(
      ClosenessesOf(ranking),
      Pointwise(DoubleNear(kFour), std::vector{0.4242, 0.3217, 0.4453, 0.3353, 0.8076, 0.2971}));
  EXPECT_THAT(RanksOf(ranking), ElementsAre(3, 5, 2, 4, 1, 6));
}

// The mountain climber of Opricovic & Tzeng (European Journal of Operational Research 156, 2004):
// risk and altitude of three mountains, with pymcdm's figures. Two of them tie.
TEST(TopsisPublishedTest, MaxMinOfTheMountainClimber) {
  const auto ranking =
      Ranked(SetOf({0.5, 0.5}, "-+", "max_min"), RowsOf({{1, 3000}, {2, 3750}, {5, 4500}}));
  EXPECT_THAT(ClosenessesOf(ranking),
              Pointwise(DoubleNear(5e-4), std::vector{0.500, 0.617, 0.500}));
  EXPECT_THAT(RanksOf(ranking), ElementsAre(2, 1, 2));
}

// The three alternatives of García-Cascales & Lamata, On rank reversal and TOPSIS method
// (Mathematical and Computer Modelling 56, 2012). By hand: divided by the greatest, d⁺ and d⁻ are
// 3/8 and 3/10 for the first and the other way round for the second; sums of 8 and 10 keep that.
TEST(TopsisPublishedTest, MaxAndSumByHand) {
  const double third = 1 / (1 + std::sqrt(0.055625 / 0.0725));
  for (const char* normalization : {"max", "sum"}) {
    const auto ranking =
        Ranked(SetOf({0.5, 0.5}, "++", normalization), RowsOf({{1, 5}, {4, 2}, {3, 3}}));
    EXPECT_THAT(ClosenessesOf(ranking),
                Pointwise(DoubleNear(1e-15), std::vector{4.0 / 9, 5.0 / 9, third}));
    EXPECT_THAT(RanksOf(ranking), ElementsAre(3, 1, 2));
  }
}

}  // namespace
}  // namespace mainstay::feedback
