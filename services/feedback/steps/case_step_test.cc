#include "services/feedback/steps/case_step.h"

#include <gmock/gmock.h>

#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

absl::Time PlainTime(const std::string&, absl::Time from, int minutes) {
  return from + absl::Minutes(minutes);
}

// Technical and finance side by side, then logistics; a survey that is optional.
StepTemplate Defects() {
  return {
      .id = "t1",
      .category = "product.defect",
      .calendar = "cn",
      .steps = {{.title = "技术分析", .owner_role = "assignee", .due_minutes = 60, .order = 1},
                {.title = "财务预审", .owner = "cai.wu", .due_minutes = 120, .order = 1},
                {.title = "物流", .owner_role = "account_manager", .due_minutes = 30, .order = 2},
                {.title = "回访", .due_minutes = 5, .optional = true, .order = 2}}};
}

CaseOfSteps Open() { return {.id = "c1", .assignee = "gong", .account_manager = "wang.li"}; }

std::vector<CaseStep> StepsOf(const CaseOfSteps& c, const std::vector<StepTemplate>& templates) {
  std::vector<CaseStep> steps;
  Settle(c, &templates, kNow, PlainTime, steps);
  return steps;
}

std::vector<std::string> States(const std::vector<CaseStep>& steps) {
  std::vector<std::string> states;
  for (const CaseStep& step : steps) states.push_back(step.state);
  return states;
}

TEST(CaseStepTest, ACaseGetsTheStepsOfItsTemplates) {
  const auto steps = StepsOf(Open(), {Defects()});
  EXPECT_THAT(States(steps), ElementsAre("open", "open", "waiting", "waiting"));
  EXPECT_EQ(steps[0].owner, "gong");
  EXPECT_EQ(steps[1].owner, "cai.wu");
  EXPECT_EQ(steps[2].owner, "wang.li");
  EXPECT_TRUE(steps[2].required);
  EXPECT_FALSE(steps[3].required);
  EXPECT_EQ(steps[1].due_time, kNow + absl::Minutes(120));
  EXPECT_EQ(steps[2].due_time, std::nullopt);
}

TEST(CaseStepTest, ThoseBehindBeginWhenTheLastBeforeThemIsFinished) {
  auto steps = StepsOf(Open(), {Defects()});
  ASSERT_TRUE(CompleteStep(steps[0], "裂纹", {"https://x.example/1"}, "gong", kNow).ok());
  Settle(Open(), nullptr, kNow, PlainTime, steps);
  EXPECT_THAT(States(steps), ElementsAre("done", "open", "waiting", "waiting"));
  const absl::Time later = kNow + absl::Hours(30);
  ASSERT_TRUE(SkipStep(steps[1], "不涉及费用", "cai.wu", later).ok());
  Settle(Open(), nullptr, later, PlainTime, steps);
  EXPECT_THAT(States(steps), ElementsAre("done", "skipped", "open", "open"));
  EXPECT_EQ(steps[2].due_time, later + absl::Minutes(30));
  // Finished after its time.
  EXPECT_TRUE(IsLate(steps[1], later));
  EXPECT_FALSE(IsLate(steps[0], later));
  EXPECT_FALSE(IsLate(steps[2], later));
  EXPECT_TRUE(IsLate(steps[2], later + absl::Hours(1)));
}

TEST(CaseStepTest, AnotherCategoryKeepsWhatWasBegunAndAddsWhatIsMissing) {
  auto steps = StepsOf(Open(), {Defects()});
  ASSERT_TRUE(CompleteStep(steps[0], "", {}, "gong", kNow).ok());
  ASSERT_TRUE(StartStep(steps[1], kNow).ok());
  StepTemplate late = Defects();
  late.id = "t2";
  late.category = "delivery.late";
  late.steps = {{.title = "物流", .due_minutes = 1}};
  const std::vector<StepTemplate> others = {late};
  Settle(Open(), &others, kNow, PlainTime, steps);
  EXPECT_THAT(States(steps), ElementsAre("done", "in_progress", "cancelled", "cancelled", "open"));
  // Back again: nothing stands twice.
  const std::vector<StepTemplate> first = {Defects()};
  Settle(Open(), &first, kNow, PlainTime, steps);
  EXPECT_THAT(States(steps), ElementsAre("done", "in_progress", "waiting", "waiting", "cancelled"));
  Settle(Open(), &first, kNow, PlainTime, steps);
  EXPECT_EQ(steps.size(), 5u);
}

TEST(CaseStepTest, FollowsTheCaseToItsEndAndBack) {
  auto steps = StepsOf(Open(), {Defects()});
  ASSERT_TRUE(StartStep(steps[1], kNow).ok());
  CaseOfSteps c = Open();
  c.ended = true;
  Settle(c, nullptr, kNow, PlainTime, steps);
  EXPECT_THAT(States(steps), ElementsAre("cancelled", "cancelled", "cancelled", "cancelled"));
  c.ended = false;
  c.assignee = "zhao";
  const std::vector<StepTemplate> templates = {Defects()};
  Settle(c, &templates, kNow + absl::Hours(1), PlainTime, steps);
  EXPECT_THAT(States(steps), ElementsAre("open", "in_progress", "waiting", "waiting"));
  EXPECT_EQ(steps[0].owner, "zhao");
  EXPECT_EQ(steps[0].due_time, kNow + absl::Minutes(60));  // as it was promised first
}

TEST(CaseStepTest, VerbsSayFromWhichStatesTheyArePossible) {
  auto steps = StepsOf(Open(), {Defects()});
  EXPECT_EQ(StartStep(steps[2], kNow).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(CompleteStep(steps[2], "", {}, "x", kNow).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status::GetFieldViolations(SkipStep(steps[2], " ", "x", kNow))[0].field, "reason");
  EXPECT_EQ(status::GetFieldViolations(AssignStep(steps[2], "a b"))[0].field, "owner");
  ASSERT_TRUE(AssignStep(steps[0], "li.na").ok());
  // Given to somebody, it stays theirs whoever works on the case.
  CaseOfSteps c = Open();
  c.assignee = "zhao";
  Settle(c, nullptr, kNow, PlainTime, steps);
  EXPECT_EQ(steps[0].owner, "li.na");
  ASSERT_TRUE(CompleteStep(steps[0], "", {}, "x", kNow).ok());
  EXPECT_EQ(AssignStep(steps[0], "x").code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(
      status::GetFieldViolations(CompleteStep(steps[1], std::string(2001, 'x'), {""}, "x", kNow))
          .size(),
      2u);
}

}  // namespace
}  // namespace mainstay::feedback
