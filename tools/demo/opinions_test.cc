#include "tools/demo/opinions.h"

#include <string>

#include <gtest/gtest.h>

#include "tools/demo/opinion_words.h"

namespace mainstay::demo {
namespace {

constexpr size_t kCustomers = 40, kPeople = 4;

// Promoters less detractors, in percent.
int NpsOn(absl::CivilDay day) {
  int balance = 0;
  for (size_t customer = 0; customer < kCustomers; ++customer) {
    for (size_t person = 0; person < kPeople; ++person) {
      const int nps = OpinionOf(customer, person, day).nps;
      balance += nps >= 9 ? 1 : nps <= 6 ? -1 : 0;
    }
  }
  return balance * 100 / static_cast<int>(kCustomers * kPeople);
}

TEST(OpinionsTest, AreTheSameWhateverIsAskedInAQuarter) {
  const Opinion april = OpinionOf(3, 1, absl::CivilDay(2026, 4, 13));
  const Opinion june = OpinionOf(3, 1, absl::CivilDay(2026, 6, 30));
  EXPECT_EQ(april.tenths, june.tenths);
  EXPECT_EQ(april.nps, june.nps);
  EXPECT_NE(april.tenths, OpinionOf(3, 1, absl::CivilDay(2026, 7, 1)).tenths);
  EXPECT_NE(april.tenths, OpinionOf(3, 2, absl::CivilDay(2026, 4, 13)).tenths);
}

TEST(OpinionsTest, GetBetterOverTheYearsButForThePrice) {
  const absl::CivilDay first(2025, 4, 14), last(2026, 10, 12);
  EXPECT_GT(NpsOn(last), NpsOn(first) + 5);
  int delivery = 0, price = 0;
  for (size_t customer = 0; customer < kCustomers; ++customer) {
    const Opinion before = OpinionOf(customer, 0, first), after = OpinionOf(customer, 0, last);
    delivery += after.tenths[kDelivery] - before.tenths[kDelivery];
    price += after.tenths[kPrice] - before.tenths[kPrice];
  }
  EXPECT_GT(delivery, 0);
  EXPECT_LT(price, 0);
}

TEST(OpinionsTest, StayOnTheScale) {
  Opinion opinion;
  opinion.tenths[kPrice] = 10;
  opinion.tenths[kQuality] = 50;
  opinion.overall = 30;
  EXPECT_EQ(opinion.Score(kPrice, 1, 5), 1);
  EXPECT_EQ(opinion.Score(kQuality, 1, 5), 5);
  EXPECT_EQ(opinion.Score(kQuality, 0, 10), 10);
  EXPECT_EQ(opinion.Overall(1, 5), 3);
  EXPECT_EQ(opinion.Overall(1, 7), 4);
  EXPECT_EQ(AspectCalled("service.complaints"), kComplaints);
  EXPECT_EQ(AspectCalled("price"), kPrice);
}

TEST(OpinionsTest, HaveWordsInBothLanguages) {
  Random random({1});
  Opinion opinion;
  opinion.worst = kDelivery;
  EXPECT_NE(Complaint(random, opinion, /*english=*/false).find("交货"), std::string::npos);
  EXPECT_NE(Complaint(random, opinion, /*english=*/true).find("eliver"), std::string::npos);
  for (size_t aspect = 0; aspect < kAspects; ++aspect) {
    opinion.best = opinion.worst = static_cast<Aspect>(aspect);
    for (const bool english : {false, true}) {
      EXPECT_FALSE(Praise(random, opinion, english).empty());
      EXPECT_FALSE(Wish(random, opinion, english).empty());
    }
  }
}

}  // namespace
}  // namespace mainstay::demo
