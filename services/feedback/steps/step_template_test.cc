#include "services/feedback/steps/step_template.h"

#include <gmock/gmock.h>

#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;

StepTemplate Defects() {
  return {.display_name = "Defects",
          .category = "product.defect",
          .steps = {{.title = "Analyse", .department = "Technical", .due_minutes = 480}}};
}

std::vector<std::string> Violated(const StepTemplate& t) {
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(Validate(t))) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST(StepTemplateTest, IsCompletedAndChecked) {
  StepTemplate t = Defects();
  t.steps[0].title = " Analyse ";
  Complete(t);
  EXPECT_EQ(t.calendar, "cn");
  EXPECT_EQ(t.steps[0].title, "Analyse");
  EXPECT_TRUE(Validate(t).ok()) << Validate(t);

  t.display_name = "";
  t.category = "Product";
  t.steps.push_back(t.steps[0]);
  t.steps[0].due_minutes = 0;
  t.steps[0].order = 100;
  t.steps[0].owner = "li.na";
  t.steps[0].owner_role = "assignee";
  EXPECT_THAT(Violated(t), ElementsAre("display_name", "category", "steps[0].owner",
                                       "steps[0].due_minutes", "steps[0].order", "steps[1].title"));
  t = Defects();
  Complete(t);
  t.steps.clear();
  EXPECT_THAT(Violated(t), ElementsAre("steps"));
}

TEST(StepTemplateTest, AppliesToItsCategoryAndWhatIsUnderIt) {
  StepTemplate t = Defects();
  EXPECT_TRUE(AppliesTo(t, "product.defect"));
  EXPECT_TRUE(AppliesTo(t, "product.defect.crack"));
  EXPECT_FALSE(AppliesTo(t, "product"));
  EXPECT_FALSE(AppliesTo(t, ""));
  t.category = "";
  EXPECT_TRUE(AppliesTo(t, ""));
  t.disabled = true;
  EXPECT_FALSE(AppliesTo(t, "product.defect"));
}

}  // namespace
}  // namespace mainstay::feedback
