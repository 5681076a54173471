#include "services/engagement/cadence/cadence_rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CadenceRule Periodic(int days, std::vector<std::string> tiers) {
  CadenceRule rule;
  rule.display_name = "Core accounts";
  rule.tiers = std::move(tiers);
  rule.kind = "periodic";
  rule.days = days;
  FillIn(rule);
  return rule;
}

std::vector<std::string> FieldsOf(const CadenceRule& rule) {
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(Validate(rule))) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST(CadenceRuleTest, FillsInWhatMayBeAbsent) {
  const CadenceRule rule = Periodic(30, {"core"});
  EXPECT_EQ(rule.visit_kind, "return_visit");
  EXPECT_EQ(rule.visit_mode, "on_site");
  EXPECT_EQ(rule.priority, "normal");
  EXPECT_EQ(rule.duration_minutes, 60);
  EXPECT_TRUE(Validate(rule).ok()) << Validate(rule);
}

TEST(CadenceRuleTest, NamesAllThatCannotBeAccepted) {
  CadenceRule rule;
  EXPECT_THAT(FieldsOf(rule), ElementsAre("display_name", "tiers", "kind", "duration_minutes"));
  rule = Periodic(0, {"core", "core"});
  rule.user = "no/user";
  rule.max_contacts = -1;
  EXPECT_THAT(FieldsOf(rule), ElementsAre("tiers[1]", "days", "user", "max_contacts"));
}

TEST(CadenceRuleTest, HasFestivalsExactlyWhenItComesBeforeThem) {
  CadenceRule rule = Periodic(30, {"core"});
  rule.festivals = {"mid_autumn"};
  EXPECT_THAT(FieldsOf(rule), ElementsAre("festivals"));
  rule.kind = "before_festival";
  EXPECT_THAT(FieldsOf(rule), IsEmpty());
  rule.festivals = {"carnival"};
  EXPECT_THAT(FieldsOf(rule), ElementsAre("festivals[0]"));
  rule.festivals = {};
  EXPECT_THAT(FieldsOf(rule), ElementsAre("festivals"));
}

TEST(CadenceRuleTest, DaysAreLimitedByKind) {
  CadenceRule rule = Periodic(730, {"core"});
  EXPECT_THAT(FieldsOf(rule), IsEmpty());
  rule.days = 731;
  EXPECT_THAT(FieldsOf(rule), ElementsAre("days"));
  rule.kind = "after_order";
  rule.days = 0;
  EXPECT_THAT(FieldsOf(rule), IsEmpty());
  rule.days = 366;
  EXPECT_THAT(FieldsOf(rule), ElementsAre("days"));
}

TEST(CadenceRuleTest, EveryFieldComesBackFromItsText) {
  CadenceRule rule = Periodic(30, {"core", "none"});
  rule.account_ids = {"a1", "a2"};
  rule.festivals = {"mid_autumn", "dragon_boat"};
  rule.purpose = "Ask how it runs";
  rule.user = "wang.li";
  rule.max_contacts = 4;
  CadenceRule copy;
  for (const auto& field : CadenceRuleFields()) field.set(copy, field.get(rule));
  EXPECT_THAT(history::Diff(CadenceRuleFields(), rule, copy), IsEmpty());
  EXPECT_EQ(copy.duration_minutes, 60);
}

}  // namespace
}  // namespace mainstay::engagement
