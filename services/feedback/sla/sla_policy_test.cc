#include "services/feedback/sla/sla_policy.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/calendar/china.h"
#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

SlaRule Urgent(int resolve_minutes) {
  return {.calendar = "cn", .resolve_minutes = resolve_minutes};
}

SlaPolicy PolicyOf(std::vector<SlaRule> rules) {
  SlaPolicy policy{.display_name = "Complaints", .rules = std::move(rules)};
  FillIn(policy);
  return policy;
}

std::vector<std::string> FieldsOf(const SlaPolicy& policy) {
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(Validate(policy))) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST(SlaPolicyTest, FillsInWhatMayBeAbsent) {
  const SlaPolicy policy = PolicyOf({Urgent(450)});
  EXPECT_EQ(policy.rules[0].route, kUrgentRoute);
  EXPECT_EQ(policy.rules[0].at_risk_percent, 80);
  EXPECT_TRUE(policy.rules[0].count_reopened);
  EXPECT_TRUE(Validate(policy).ok()) << Validate(policy);
}

TEST(SlaPolicyTest, NamesAllThatCannotBeAccepted) {
  EXPECT_THAT(FieldsOf({}), ElementsAre("display_name", "rules"));
  SlaRule rule{.tiers = {"core", "gold", "core"},
               .kinds = {"complaint", "rant"},
               .severities = {"bad"},
               .scopes = {""},
               .acknowledge_minutes = 0,
               .at_risk_percent = 100};
  EXPECT_THAT(FieldsOf(PolicyOf({rule})),
              ElementsAre("rules[0].tiers[1]", "rules[0].tiers[2]", "rules[0].kinds[1]",
                          "rules[0].severities[0]", "rules[0].scopes[0]", "rules[0].calendar",
                          "rules[0].acknowledge_minutes", "rules[0].at_risk_percent"));
  EXPECT_THAT(FieldsOf(PolicyOf({{.calendar = "cn"}})), ElementsAre("rules[0].resolve_minutes"));
  rule = Urgent(kMaxTargetMinutes + 1);
  rule.route = "fast";
  EXPECT_THAT(FieldsOf(PolicyOf({rule})), ElementsAre("rules[0].route"));
}

TEST(SlaPolicyTest, IsAtRiskByTheShareOrByTheMinutesThatRemain) {
  SlaRule rule = Urgent(450);
  rule.at_risk_minutes = 60;
  EXPECT_THAT(FieldsOf(PolicyOf({rule})), IsEmpty());
  rule.at_risk_percent = 50;
  EXPECT_THAT(FieldsOf(PolicyOf({rule})), ElementsAre("rules[0].at_risk_minutes"));
  rule.at_risk_percent = 0;
  rule.at_risk_minutes = -1;
  EXPECT_THAT(FieldsOf(PolicyOf({rule})), ElementsAre("rules[0].at_risk_minutes"));
}

TEST(SlaPolicyTest, ClimbsALadderUpwards) {
  SlaRule rule = Urgent(450);
  rule.ladder = {{.when = "at_risk", .roles = {"assignee"}},
                 {.when = "at_due", .roles = {"account_manager"}, .users = {"li.na"}},
                 {.when = "after_due", .minutes_after_due = 450, .roles = {"director"}}};
  EXPECT_THAT(FieldsOf(PolicyOf({rule})), IsEmpty());
  rule.ladder = {{.when = "after_due", .minutes_after_due = 60, .roles = {"director"}},
                 {.when = "after_due", .minutes_after_due = 60, .roles = {"boss"}},
                 {.when = "at_due", .minutes_after_due = 5, .users = {"li/na", "wang", "wang"}},
                 {.when = "soon"}};
  EXPECT_THAT(
      FieldsOf(PolicyOf({rule})),
      ElementsAre("rules[0].ladder", "rules[0].ladder[1].when", "rules[0].ladder[1].roles[0]",
                  "rules[0].ladder[2].when", "rules[0].ladder[2].minutes_after_due",
                  "rules[0].ladder[2].users[0]", "rules[0].ladder[2].users[2]",
                  "rules[0].ladder[3].when", "rules[0].ladder[3].roles"));
  rule.ladder = {{.when = "after_due", .roles = {"director"}}};
  EXPECT_THAT(FieldsOf(PolicyOf({rule})), ElementsAre("rules[0].ladder[0].minutes_after_due"));
}

TEST(SlaPolicyTest, ThePlanOfTheQuarterHasNoClock) {
  SlaRule rule{.route = "quarterly_plan", .calendar = "cn"};
  EXPECT_THAT(FieldsOf(PolicyOf({rule})), IsEmpty());
  rule.acknowledge_minutes = 60;
  rule.at_risk_percent = 80;
  rule.ladder = {{.when = "at_due", .roles = {"director"}}};
  EXPECT_THAT(
      FieldsOf(PolicyOf({rule})),
      ElementsAre("rules[0].acknowledge_minutes", "rules[0].at_risk_percent", "rules[0].ladder"));
}

TEST(SlaPolicyTest, RefusesRulesThatCompete) {
  SlaRule a = Urgent(450);
  a.severities = {"major", "critical"};
  SlaRule b = Urgent(900);
  b.severities = {"critical"};
  const SlaPolicy policy = PolicyOf({a, Urgent(2000), b});
  EXPECT_THAT(FieldsOf(policy), ElementsAre("rules[2]"));
  EXPECT_THAT(Validate(policy).message(), HasSubstr("rules[0]"));
  // Other values, or other fields, do not.
  b.severities = {"minor"};
  EXPECT_THAT(FieldsOf(PolicyOf({a, Urgent(2000), b})), IsEmpty());
  b = Urgent(900);
  b.scopes = {"widespread"};
  EXPECT_THAT(FieldsOf(PolicyOf({a, Urgent(2000), b})), IsEmpty());
  EXPECT_THAT(FieldsOf(PolicyOf({Urgent(1), Urgent(2)})), ElementsAre("rules[1]"));
}

TEST(SlaPolicyTest, ReportsAtMostFiftyFields) {
  EXPECT_EQ(FieldsOf(PolicyOf(std::vector<SlaRule>(60))).size(), 50u);
}

TEST(SlaPolicyTest, TakesTheMostSpecificRule) {
  SlaRule any = Urgent(1), core = Urgent(2), critical = Urgent(3), wide = Urgent(4),
          complaint = Urgent(5), critical_wide = Urgent(6), ungraded = Urgent(7);
  core.tiers = {"core"};
  critical.severities = {"critical"};
  wide.scopes = {"several", "widespread"};
  complaint.kinds = {"complaint"};
  critical_wide.severities = {"critical"};
  critical_wide.scopes = {"widespread"};
  ungraded.tiers = {"none"};
  const SlaPolicy policy =
      PolicyOf({any, complaint, wide, core, critical_wide, critical, ungraded});
  ASSERT_TRUE(Validate(policy).ok()) << Validate(policy);
  const auto minutes = [&](const CaseTraits& traits) {
    return RuleFor(policy, traits)->resolve_minutes.value();
  };
  EXPECT_EQ(minutes({"general", "question", "minor", "single"}), 1);
  EXPECT_EQ(minutes({"general", "complaint", "minor", "single"}), 5);
  EXPECT_EQ(minutes({"general", "complaint", "minor", "several"}), 4);
  EXPECT_EQ(minutes({"general", "complaint", "critical", "several"}), 3);
  EXPECT_EQ(minutes({"core", "complaint", "critical", "several"}), 2);
  // Two fields beat one, be it the tier.
  EXPECT_EQ(minutes({"core", "complaint", "critical", "widespread"}), 6);
  EXPECT_EQ(minutes({"", "complaint", "critical", "single"}), 7);
}

TEST(SlaPolicyTest, ACaseThatNoRuleIsAboutHasNone) {
  SlaRule core = Urgent(2);
  core.tiers = {"core"};
  EXPECT_EQ(RuleFor(PolicyOf({core}), {"general", "complaint", "minor", "single"}), nullptr);
}

// So that rules which ask for different fields never tie.
TEST(SlaPolicyTest, EverySetOfFieldsHasASpecificityOfItsOwn) {
  std::set<int> seen;
  for (int fields = 0; fields < 16; ++fields) {
    SlaRule rule;
    if (fields & 1) rule.tiers = {"core"};
    if (fields & 2) rule.kinds = {"complaint"};
    if (fields & 4) rule.severities = {"minor"};
    if (fields & 8) rule.scopes = {"single"};
    EXPECT_TRUE(seen.insert(Specificity(rule)).second) << fields;
    EXPECT_GE(Specificity(rule), 0);
    EXPECT_LE(Specificity(rule), 79);
  }
}

TEST(SlaPolicyTest, PlansInTheQuarterOfTheLocalDate) {
  const absl::Time last = absl::FromCivil(absl::CivilHour(2026, 9, 30, 15), absl::UTCTimeZone());
  EXPECT_EQ(PlanQuarter(last, calendar::ChinaTime()), (Quarter{2026, 3}));
  EXPECT_EQ(PlanQuarter(last + absl::Hours(1), calendar::ChinaTime()), (Quarter{2026, 4}));
  EXPECT_EQ(PlanQuarter(last + absl::Hours(1), absl::UTCTimeZone()), (Quarter{2026, 3}));
}

}  // namespace
}  // namespace mainstay::feedback
