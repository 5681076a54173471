#include "services/survey/loop/loop_rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const RuleTerms& Asked() {
  static const auto& asked = *new RuleTerms{
      .declarations = {
          {"nps", {.type = ValueType::kNumber, .minimum = 0, .maximum = 10, .whole_number = true}},
          {"account.tier",
           {.type = ValueType::kChoice, .values = {"core", "potential", "general"}}}}};
  return asked;
}

LoopRule Detractors(const std::string& action = "case") {
  LoopRule rule{.display_name = " Detractor of a core account ",
                .condition = "nps <= 6 and account.tier = 'core'",
                .action = action};
  Complete(rule);
  return rule;
}

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(status)) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST(LoopRuleTest, FillsInWhatMayBeAbsent) {
  const LoopRule opens_case = Detractors();
  EXPECT_EQ(opens_case.display_name, "Detractor of a core account");
  EXPECT_EQ(opens_case.case_kind, "complaint");
  EXPECT_EQ(opens_case.case_severity, "moderate");
  EXPECT_EQ(opens_case.due_days, 0);
  EXPECT_EQ(Detractors("task").due_days, 7);
  EXPECT_EQ(Detractors("notice").due_days, 2);
  EXPECT_EQ(Detractors("referral").due_days, 14);
  for (const char* action : {"case", "task", "notice", "referral"}) {
    EXPECT_TRUE(Validate(Detractors(action), Asked()).ok()) << action;
  }
}

TEST(LoopRuleTest, NamesAllThatCannotBe) {
  EXPECT_THAT(FieldsOf(Validate(LoopRule{}, Asked())),
              ElementsAre("display_name", "condition", "action"));
  LoopRule rule = Detractors("notice");
  rule.case_severity = "major";
  rule.assignee = "wang li";
  rule.due_days = 91;
  EXPECT_THAT(FieldsOf(Validate(rule, Asked())),
              ElementsAre("case_severity", "assignee", "due_days", "assignee"));
  rule = Detractors();
  rule.due_days = 3;
  EXPECT_THAT(FieldsOf(Validate(rule, Asked())), ElementsAre("due_days"));
}

TEST(LoopRuleTest, TheConditionIsOverWhatTheCampaignAsks) {
  LoopRule rule = Detractors();
  rule.condition = "nspp <= 6";
  const absl::Status status = Validate(rule, Asked());
  EXPECT_THAT(FieldsOf(status), ElementsAre("condition"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("nspp"));
  rule.condition = "nps <= 'six'";
  EXPECT_THAT(FieldsOf(Validate(rule, Asked())), ElementsAre("condition"));
}

TEST(LoopRuleTest, TheConditionCanHoldAndKeepsToTheScale) {
  LoopRule rule = Detractors();
  const auto refusal = [&](const std::string& condition) {
    rule.condition = condition;
    return std::string(Validate(rule, Asked()).message());
  };
  EXPECT_THAT(refusal("nps <= 60"), HasSubstr("\"nps\" is 0 to 10"));
  EXPECT_THAT(refusal("nps > 10"), HasSubstr("can never be true"));
  EXPECT_THAT(refusal("nps < 3 and nps > 6"), HasSubstr("can never be true"));
  EXPECT_EQ(refusal("nps <= 10"), "");
  // One that was made before it could not be any more can be ended.
  rule.condition = "nps <= 60";
  rule.disabled = true;
  EXPECT_TRUE(Validate(rule, Asked(), /*check_condition=*/false).ok());
}

TEST(LoopRuleTest, ChangesAreNoted) {
  const LoopRule before = Detractors();
  LoopRule after = before;
  after.disabled = true;
  after.case_severity = "major";
  const auto changes = history::Diff(LoopRuleFields(), before, after);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0], (history::Change{"case_severity", "moderate", "major"}));
  EXPECT_EQ(changes[1], (history::Change{"disabled", "", "true"}));
}

}  // namespace
}  // namespace mainstay::survey
