#include "services/feedback/categories/category.h"

#include <gmock/gmock.h>

#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CategoryTest, StandsUnderWhatItsCodeSays) {
  EXPECT_EQ(ParentCode("product.defect.crack"), "product.defect");
  EXPECT_EQ(ParentCode("product.defect"), "product");
  EXPECT_EQ(ParentCode("product"), "");
}

TEST(CategoryTest, HasANameInOneOfBothLanguages) {
  Category category{.code = "product"};
  EXPECT_EQ(status::GetFieldViolations(Validate(category))[0].field, "display_name");
  category.display_name_zh = " 产品　";
  Complete(category);
  EXPECT_EQ(category.display_name_zh, "产品");
  EXPECT_TRUE(Validate(category).ok());
  category.display_name = std::string(101, 'x');
  EXPECT_EQ(status::GetFieldViolations(Validate(category))[0].field, "display_name");
}

TEST(CategoryTest, IsRetiredAndRestored) {
  Category category;
  EXPECT_EQ(Restore(category).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(Retire(category).ok());
  EXPECT_EQ(category.state, "retired");
  EXPECT_EQ(Retire(category).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(Restore(category).ok());
  EXPECT_EQ(category.state, "active");
}

TEST(CategoryTest, SuggestsWhatWasMeant) {
  const std::string codes[] = {"product", "product.defect", "product.failure", "delivery.late",
                               "service.defect"};
  // A slip of the pen comes first, then the same end, then the same place.
  EXPECT_THAT(NearCodes("product.deffect", codes),
              ElementsAre("product.defect", "product.failure"));
  EXPECT_THAT(NearCodes("defect", codes), ElementsAre("product.defect", "service.defect"));
  EXPECT_THAT(NearCodes("produkt", codes), ElementsAre("product"));
  EXPECT_THAT(NearCodes("delivery.never", codes), ElementsAre("delivery.late"));
  EXPECT_THAT(NearCodes("x", codes), IsEmpty());
}

}  // namespace
}  // namespace mainstay::feedback
