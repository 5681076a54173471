#include "services/engagement/cadence/rule_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CadenceRule Periodic(int days, std::vector<std::string> tiers,
                     std::vector<std::string> account_ids = {}) {
  CadenceRule rule;
  rule.tiers = std::move(tiers);
  rule.account_ids = std::move(account_ids);
  rule.kind = "periodic";
  rule.days = days;
  return rule;
}

TEST(RuleIndexTest, FindsByTierAndByName) {
  const std::vector<CadenceRule> rules = {Periodic(30, {"core", "none"}), Periodic(60, {}, {"a1"}),
                                          Periodic(90, {"core"}, {"a1"})};
  const RuleIndex index(rules);
  EXPECT_THAT(index.About("core", "a2"), ElementsAre(0, 2));
  EXPECT_THAT(index.About("core", "a1"), ElementsAre(0, 1, 2)) << "each once";
  EXPECT_THAT(index.About("general", "a1"), ElementsAre(1, 2));
  EXPECT_THAT(index.About("", "a2"), ElementsAre(0)) << "not graded";
  EXPECT_THAT(index.About("general", "a2"), IsEmpty());
}

TEST(RuleIndexTest, TheShortestPeriodAndTheLeastBudgetCount) {
  CadenceRule order = Periodic(3, {"core"});
  order.kind = "after_order";
  order.max_contacts = 6;
  CadenceRule call = Periodic(14, {"core"});
  call.max_contacts = 8;
  const std::vector<CadenceRule> rules = {Periodic(30, {"core", "potential"}), call, order};
  const RuleIndex index(rules);
  EXPECT_EQ(index.RequiredEveryDays("core", "a"), 14);
  EXPECT_EQ(index.RequiredEveryDays("potential", "a"), 30);
  EXPECT_EQ(index.RequiredEveryDays("general", "a"), std::nullopt);
  EXPECT_EQ(index.ContactBudget("core", "a"), 6);
  EXPECT_EQ(index.ContactBudget("potential", "a"), std::nullopt);
}

}  // namespace
}  // namespace mainstay::engagement
