#include "services/feedback/cases/case_terms.h"

#include <gtest/gtest.h>

#include <string>

namespace mainstay::feedback {
namespace {

TEST(CaseTermsTest, RanksFromTheLightest) {
  EXPECT_EQ(RankOf("minor", kSeverities), 0u);
  EXPECT_EQ(RankOf("critical", kSeverities), 3u);
  EXPECT_EQ(RankOf("widespread", kCaseScopes), 2u);
  EXPECT_FALSE(RankOf("", kSeverities));
  EXPECT_FALSE(RankOf("Minor", kSeverities));
}

TEST(CaseTermsTest, KnowsCodesOfCategories) {
  for (const char* code : {"product", "product.defect", "staff.attitude_2", "a.b.c.d.e.f"}) {
    EXPECT_TRUE(IsCategoryCode(code)) << code;
  }
  for (const char* code : {"", ".", "product.", ".product", "a..b", "Product", "a b", "a/b", "产品",
                           "a.b.c.d.e.f.g"}) {
    EXPECT_FALSE(IsCategoryCode(code)) << code;
  }
  EXPECT_TRUE(IsCategoryCode(std::string(100, 'a')));
  EXPECT_FALSE(IsCategoryCode(std::string(101, 'a')));
}

TEST(CaseTermsTest, ABranchHoldsWhatIsUnderItAndNoNeighbour) {
  EXPECT_TRUE(IsWithinCategory("product", "product"));
  EXPECT_TRUE(IsWithinCategory("product.defect", "product"));
  EXPECT_TRUE(IsWithinCategory("product.defect.colour", "product.defect"));
  EXPECT_FALSE(IsWithinCategory("product", "product.defect"));
  EXPECT_FALSE(IsWithinCategory("product_line", "product"));
  EXPECT_FALSE(IsWithinCategory("delivery", "product"));
}

}  // namespace
}  // namespace mainstay::feedback
