// What follows from answers: the rules of the NPS pulse.
#include <mainstay/survey/v1/loop_service.pb.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/demo/campaigns.h"
#include "tools/demo/loads.h"

namespace mainstay::demo {
namespace {

using namespace survey::v1;  // NOLINT: the messages of the API

constexpr char kService[] = "survey/LoopService/";

LoopRule RuleOf(const std::string& display_name, const std::string& condition, LoopAction action) {
  LoopRule rule;
  rule.set_display_name(display_name);
  rule.set_condition(condition);
  rule.set_action(action);
  return rule;
}

}  // namespace

absl::Status LoadLoop(LoaderSession& session) {
  ASSIGN_OR_RETURN(const std::string campaign, CampaignCalled(session, kNpsPulse2026));
  ListLoopRulesRequest list;
  list.set_parent(campaign);
  ASSIGN_OR_RETURN(const auto there, session.Call<ListLoopRulesResponse>(
                                         absl::StrCat(kService, "ListLoopRules"), list));
  if (there.loop_rules_size() > 0) return absl::OkStatus();
  LoopRule low = RuleOf("核心客户的贬损者", "nps <= 6 and account.tier = 'core'", LOOP_ACTION_CASE);
  low.set_case_severity(feedback::v1::CASE_SEVERITY_MAJOR);
  for (const LoopRule& rule :
       {low, RuleOf("贬损者", "nps <= 6 and not (account.tier = 'core')", LOOP_ACTION_NOTICE),
        RuleOf("推荐者", "nps >= 9", LOOP_ACTION_REFERRAL)}) {
    CreateLoopRuleRequest create;
    create.set_parent(campaign);
    *create.mutable_loop_rule() = rule;
    create.set_request_id(RequestId("CreateLoopRule", create));
    RETURN_IF_ERROR(
        session.Call<LoopRule>(absl::StrCat(kService, "CreateLoopRule"), create).status());
  }
  return absl::OkStatus();
}

}  // namespace mainstay::demo
