// Service policies through the API.
#include <gmock/gmock.h>

#include "common/status/status.h"
#include "services/feedback/sla/default_policy.h"
#include "services/feedback/sla/sla_service_fixture.h"

namespace mainstay::feedback {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

class SlaPolicyServiceTest : public SlaServiceTest {
 protected:
  SlaPolicyServiceTest() { TakeCalendar(OfficeWithHolidays(), 1); }

  static v1::SlaPolicy OneRule(int resolve_minutes) {
    v1::SlaPolicy policy;
    policy.set_display_name("严格");
    v1::SlaRule& rule = *policy.add_rules();
    rule.set_calendar("workingCalendars/cn");
    rule.set_resolve_minutes(resolve_minutes);
    v1::EscalationLevel& level = *rule.add_ladder();
    level.set_when(v1::ESCALATION_TIME_AT_DUE);
    level.add_roles(v1::ESCALATION_ROLE_DIRECTOR);
    level.add_users("zhang.san");
    return policy;
  }
  absl::StatusOr<v1::SlaPolicy> Create(const v1::SlaPolicy& policy) {
    v1::CreateSlaPolicyRequest request;
    *request.mutable_sla_policy() = policy;
    return Call<v1::SlaPolicy>("SlaService/CreateSlaPolicy", request);
  }
  absl::StatusOr<v1::SlaPolicy> Update(const v1::SlaPolicy& policy,
                                       const std::vector<std::string>& paths) {
    v1::UpdateSlaPolicyRequest request;
    *request.mutable_sla_policy() = policy;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call<v1::SlaPolicy>("SlaService/UpdateSlaPolicy", request);
  }
  absl::StatusOr<v1::SlaPolicy> Activate(const std::string& name) {
    v1::ActivateSlaPolicyRequest request;
    request.set_name(name);
    return Call<v1::SlaPolicy>("SlaService/ActivateSlaPolicy", request);
  }
  v1::SlaPolicy Get(const std::string& name) {
    v1::GetSlaPolicyRequest request;
    request.set_name(name);
    return Call<v1::SlaPolicy>("SlaService/GetSlaPolicy", request).value();
  }
  std::vector<std::string> Fields(const absl::Status& status) {
    std::vector<std::string> fields;
    for (const auto& violation : status::GetFieldViolations(status))
      fields.push_back(violation.field);
    return fields;
  }
};

TEST_F(SlaPolicyServiceTest, ASuiteBeginsWithAPolicy) {
  Watch();
  v1::ListSlaPoliciesRequest request;
  request.set_filter("in_force = true");
  const auto listed = Call<v1::ListSlaPoliciesResponse>("SlaService/ListSlaPolicies", request);
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->sla_policies_size(), 1);
  EXPECT_EQ(listed->sla_policies(0).name(), absl::StrCat("slaPolicies/", kDefaultPolicyId));
  // What it says is what the rules accept, and comes back as it is sent.
  v1::SlaPolicy copy = listed->sla_policies(0);
  copy.set_display_name("另一个");
  const auto changed = Update(copy, {"display_name", "rules"});
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->etag(), "\"2\"");
  ASSERT_EQ(changed->rules_size(), copy.rules_size());
  for (int i = 0; i < copy.rules_size(); ++i) {
    EXPECT_EQ(changed->rules(i).SerializeAsString(), copy.rules(i).SerializeAsString()) << i;
  }
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(SlaPolicyServiceTest, IsCheckedByTheRulesAndTheCalendars) {
  v1::SlaPolicy policy = OneRule(60);
  policy.mutable_rules(0)->set_calendar("workingCalendars/mars");
  EXPECT_THAT(Fields(Create(policy).status()), ElementsAre("sla_policy.rules[0].calendar"));
  policy = OneRule(0);
  EXPECT_THAT(Fields(Create(policy).status()), ElementsAre("sla_policy.rules[0].resolve_minutes"));
  policy = OneRule(60);
  policy.mutable_rules(0)->mutable_ladder(0)->set_when(v1::ESCALATION_TIME_UNSPECIFIED);
  EXPECT_THAT(Fields(Create(policy).status()), ElementsAre("sla_policy.rules[0].ladder[0].when"));
  policy = OneRule(60);
  *policy.add_rules() = policy.rules(0);
  EXPECT_THAT(Fields(Create(policy).status()), ElementsAre("sla_policy.rules[1]"));
}

TEST_F(SlaPolicyServiceTest, HoldsOnceItIsActivated) {
  const std::string name = Open(v1::CASE_SEVERITY_MAJOR);
  const auto made = Create(OneRule(90));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_FALSE(made->in_force());
  Watch();
  EXPECT_EQ(ClocksOf(name).clocks_size(), 3);
  ASSERT_TRUE(Activate(made->name()).ok());
  EXPECT_TRUE(Get(made->name()).in_force());
  EXPECT_FALSE(Get(absl::StrCat("slaPolicies/", kDefaultPolicyId)).in_force());
  Watch();
  ASSERT_EQ(ClocksOf(name).clocks_size(), 1);
  EXPECT_EQ(Shown(Resolution(name).due_time()), "09-28 10:30");
  EXPECT_EQ(Resolution(name).policy(), made->name());
  EXPECT_THAT(Entries(name),
              Contains("RESOLVE REPLANNED by policy from 10-09 18:00 to 09-28 10:30"));
  EXPECT_THAT(Entries(name), Contains("ACKNOWLEDGE REPLANNED by policy from 09-28 10:00"));
  // The directors are those whom the ladder names.
  WatchAt("09-28 10:30");
  EXPECT_THAT(Entries(name), Contains("RESOLVE ESCALATED 09-28 10:30 level 1 zhang.san"));

  v1::SlaPolicy longer = Get(made->name());
  longer.mutable_rules(0)->set_resolve_minutes(120);
  ASSERT_TRUE(Update(longer, {"rules"}).ok());
  Watch();
  EXPECT_EQ(Shown(Resolution(name).due_time()), "09-28 11:00");
  EXPECT_EQ(Resolution(name).policy_version(), 3);
  EXPECT_THAT(Entries(name), Contains("RESOLVE BREACH_REVOKED 09-28 10:30"));
  WatchAt("09-28 11:00");
  EXPECT_EQ(Resolution(name).level(), 1) << "a level is reached once in a clock's life";
  ExpectAnEventForEveryVersion(service_.db());

  v1::ListSlaPolicyChangesRequest request;
  request.set_parent(made->name());
  const auto changes =
      Call<v1::ListSlaPolicyChangesResponse>("SlaService/ListSlaPolicyChanges", request).value();
  ASSERT_EQ(changes.changes_size(), 3);
  EXPECT_EQ(changes.changes(0).field(), "rules[0]");
  EXPECT_EQ(changes.changes(1).action(), "activate");
  EXPECT_EQ(changes.changes(2).action(), "create");
}

}  // namespace
}  // namespace mainstay::feedback
