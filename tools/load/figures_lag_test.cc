#include "tools/load/figures_lag.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mainstay::load {
namespace {

using ::testing::ElementsAre;

absl::Time At(int ms) { return absl::UnixEpoch() + absl::Milliseconds(ms); }

TEST(FiguresLagTest, AnAnswerIsThereFromTheFirstLookThatCountsAsMany) {
  const FiguresLag lag = LagOf({At(10), At(20), At(30)},
                               {{At(15), 5}, {At(25), 6}, {At(40), 7}, {At(55), 8}}, 5, At(0));
  EXPECT_THAT(lag.micros, ElementsAre(15'000, 20'000, 25'000));
  EXPECT_EQ(lag.never, 0);
}

TEST(FiguresLagTest, OneThatIsCountedBeforeItsAnswerIsNotLate) {
  EXPECT_THAT(LagOf({At(10)}, {{At(5), 1}}, 0, At(0)).micros, ElementsAre(0));
}

TEST(FiguresLagTest, WhatNobodySawCountedIsTold) {
  const FiguresLag lag = LagOf({At(10), At(20), At(30)}, {{At(15), 1}, {At(90), 2}}, 0, At(15));
  EXPECT_THAT(lag.micros, ElementsAre(70'000));
  EXPECT_EQ(lag.never, 1);
}

}  // namespace
}  // namespace mainstay::load
