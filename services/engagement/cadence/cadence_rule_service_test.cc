// CadenceRuleService on a real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/engagement/v1/cadence_rule_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/testing/field_violations.h"
#include "services/engagement/access/engagement_service_fixture.h"
#include "services/engagement/cadence/cadence_rule_service.h"
#include "services/engagement/cadence/cadence_rule_store.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using testing::FieldsOf;
using ::testing::IsEmpty;

class CadenceRuleServiceTest : public EngagementServiceTest {
 protected:
  CadenceRuleServiceTest()
      : EngagementServiceTest({"CadenceRuleService"}, {RegisterCadenceRuleService}) {}

  v1::CadenceRule Monthly(const std::string& display_name = "Core accounts, monthly") {
    v1::CadenceRule rule;
    rule.set_display_name(display_name);
    rule.add_tiers(v1::CADENCE_TIER_CORE);
    rule.set_kind(v1::CADENCE_KIND_PERIODIC);
    rule.set_days(30);
    rule.set_max_contacts(6);
    return rule;
  }
  absl::StatusOr<v1::CadenceRule> Create(const v1::CadenceRule& rule) {
    v1::CreateCadenceRuleRequest request;
    *request.mutable_cadence_rule() = rule;
    return Call<v1::CadenceRule>("CadenceRuleService/CreateCadenceRule", request);
  }
  absl::StatusOr<v1::CadenceRule> Get(const std::string& name, std::string_view user = "ada",
                                      std::string_view role = "admin") {
    v1::GetCadenceRuleRequest request;
    request.set_name(name);
    return Call<v1::CadenceRule>("CadenceRuleService/GetCadenceRule", request, user, role);
  }
  absl::StatusOr<v1::CadenceRule> Update(const v1::CadenceRule& rule,
                                         const std::vector<std::string>& paths) {
    v1::UpdateCadenceRuleRequest request;
    *request.mutable_cadence_rule() = rule;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call<v1::CadenceRule>("CadenceRuleService/UpdateCadenceRule", request);
  }
  absl::StatusOr<v1::CadenceRule> Delete(const std::string& name) {
    v1::DeleteCadenceRuleRequest request;
    request.set_name(name);
    return Call<v1::CadenceRule>("CadenceRuleService/DeleteCadenceRule", request);
  }
  absl::StatusOr<v1::CadenceRule> Undelete(const std::string& name) {
    v1::UndeleteCadenceRuleRequest request;
    request.set_name(name);
    return Call<v1::CadenceRule>("CadenceRuleService/UndeleteCadenceRule", request);
  }
  std::vector<std::string> Listed(v1::ListCadenceRulesRequest request) {
    std::vector<std::string> names;
    do {
      const auto page =
          Call<v1::ListCadenceRulesResponse>("CadenceRuleService/ListCadenceRules", request)
              .value();
      for (const auto& rule : page.cadence_rules()) names.push_back(rule.display_name());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  std::vector<CadenceRule> Active() {
    return service_.db()
        .Read(
            {},
            [](pg::Tx& tx) -> absl::StatusOr<std::vector<CadenceRule>> { return ActiveRules(tx); })
        .value();
  }
};

TEST_F(CadenceRuleServiceTest, ARuleIsMadeReadAndChanged) {
  v1::CadenceRule wanted = Monthly();
  wanted.set_user("li.na");
  wanted.set_purpose("怎么样");
  const v1::CadenceRule made = Create(wanted).value();
  EXPECT_EQ(made.visit_kind(), v1::VISIT_KIND_RETURN_VISIT);
  EXPECT_EQ(made.visit_mode(), v1::VISIT_MODE_ON_SITE);
  EXPECT_EQ(made.duration_minutes(), 60);
  EXPECT_EQ(made.priority(), v1::CADENCE_PRIORITY_NORMAL);
  EXPECT_EQ(Get(made.name())->DebugString(), made.DebugString());

  v1::CadenceRule change = made;
  change.set_days(14);
  const v1::CadenceRule changed = Update(change, {"days"}).value();
  EXPECT_EQ(changed.days(), 14);
  EXPECT_EQ(Update(change, {"days"}).status().code(), absl::StatusCode::kAborted);  // old etag
  change.set_etag("");
  EXPECT_EQ(Update(change, {"days"})->etag(), changed.etag());  // nothing new, no new version
  EXPECT_THAT(EventsOf(made.name()), ElementsAre("CadenceRuleCreated", "CadenceRuleChanged"));

  v1::ListCadenceRuleChangesRequest changes;
  changes.set_parent(made.name());
  const auto history = Call<v1::ListCadenceRuleChangesResponse>(
      "CadenceRuleService/ListCadenceRuleChanges", changes);
  ASSERT_EQ(history->changes_size(), 2);
  EXPECT_EQ(history->changes(0).field(), "days");
  EXPECT_EQ(history->changes(0).old_value(), "30");
  EXPECT_EQ(history->changes(1).action(), "create");
}

TEST_F(CadenceRuleServiceTest, RefusesWhatCannotBe) {
  v1::CadenceRule rule = Monthly("");
  rule.set_kind(v1::CADENCE_KIND_BEFORE_FESTIVAL);
  EXPECT_THAT(FieldsOf(Create(rule).status()),
              ElementsAre("cadence_rule.display_name", "cadence_rule.festivals"));
  rule = Monthly();
  rule.add_tiers(v1::CADENCE_TIER_UNSPECIFIED);
  EXPECT_THAT(FieldsOf(Create(rule).status()), ElementsAre("cadence_rule.tiers[1]"));
  rule = Monthly();
  rule.add_accounts(AddAccount(service_, "北风", "wang.li"));
  rule.add_accounts("accounts/018f0000-0000-7000-8000-000000000000");
  // Accounts is asked about one that nobody has heard of, and does not answer here.
  EXPECT_EQ(Create(rule).status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(CadenceRuleServiceTest, ADeletedRuleIsOutOfForceUntilItComesBack) {
  const std::string name = Create(Monthly())->name();
  Create(Monthly("Another")).value();
  EXPECT_TRUE(Delete(name)->has_delete_time());
  EXPECT_EQ(Delete(name).status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(Get(name)->has_delete_time());
  EXPECT_THAT(Listed({}), ElementsAre("Another"));
  v1::ListCadenceRulesRequest all;
  all.set_show_deleted(true);
  all.set_page_size(1);
  EXPECT_THAT(Listed(all), ElementsAre("Another", "Core accounts, monthly"));
  EXPECT_EQ(Active().size(), 1u);
  v1::CadenceRule change = Monthly("New name");
  change.set_name(name);
  EXPECT_EQ(Update(change, {"display_name"}).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_FALSE(Undelete(name)->has_delete_time());
  EXPECT_EQ(Undelete(name).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Active().size(), 2u);
  EXPECT_THAT(EventsOf(name),
              ElementsAre("CadenceRuleCreated", "CadenceRuleDeleted", "CadenceRuleUndeleted"));
}

TEST_F(CadenceRuleServiceTest, ShowsOfARulesAccountsThoseThatOneSees) {
  const std::string own = AddAccount(service_, "北风", "wang.li");
  v1::CadenceRule rule = Monthly();
  rule.clear_tiers();
  rule.add_accounts(AddAccount(service_, "Another's", "li.na"));
  rule.add_accounts(own);
  const std::string name = Create(rule)->name();
  EXPECT_EQ(Get(name)->accounts_size(), 2);
  EXPECT_THAT(Get(name, "wang.li", "account_manager")->accounts(), ElementsAre(own));
  EXPECT_THAT(Get(name, "nobody", "account_manager")->accounts(), IsEmpty());
}

TEST_F(CadenceRuleServiceTest, ARuleFollowsAnAccountThatIsMerged) {
  const std::string merged = AddAccount(service_, "北风", "wang.li");
  const std::string survivor = AddAccount(service_, "North wind", "wang.li");
  v1::CadenceRule rule = Monthly();
  rule.add_accounts(merged);
  Create(rule).value();
  Merge(service_, merged, survivor);
  ASSERT_EQ(Active().size(), 1u);
  EXPECT_THAT(Active()[0].account_ids, ElementsAre(survivor.substr(survivor.find('/') + 1)));
}

}  // namespace
}  // namespace mainstay::engagement
