#include "services/feedback/closure/recurrence.h"

#include <gtest/gtest.h>

namespace mainstay::feedback {
namespace {

Case Leak() {
  Case c;
  c.kind = "complaint";
  c.state = "new";
  c.category = "product.defect";
  return c;
}

TEST(RecurrenceTest, OfNewComplaintsAndQuestions) {
  EXPECT_TRUE(MayRecur(nullptr, Leak()));
  Case c = Leak();
  c.category.clear();
  EXPECT_FALSE(MayRecur(nullptr, c)) << "nothing to compare";
  c.products = {"P-100"};
  EXPECT_TRUE(MayRecur(nullptr, c));
  for (const char* kind : {"praise", "suggestion"}) {
    c.kind = kind;
    EXPECT_FALSE(MayRecur(nullptr, c)) << kind;
  }
}

TEST(RecurrenceTest, AgainWhenItIsSortedAnew) {
  const Case before = Leak();
  Case after = before;
  after.facts = "more";
  EXPECT_FALSE(MayRecur(&before, after));
  after.category = "delivery.late";
  EXPECT_TRUE(MayRecur(&before, after));
  after = before;
  after.products = {"P-100"};
  EXPECT_TRUE(MayRecur(&before, after));
  after.state = "closed";
  EXPECT_FALSE(MayRecur(&before, after));
  after.state = "in_progress";
  after.recurrence_of = "1";
  EXPECT_FALSE(MayRecur(&before, after)) << "it was found already";
}

}  // namespace
}  // namespace mainstay::feedback
