// Holds feedback to its table: every role, every method.
#include "tests/contract/feedback_world.h"

namespace mainstay::contract {
namespace {

class FeedbackMatrix : public FeedbackWorld {
 protected:
  World NewWorld(const std::string& owner, std::string_view request) override {
    World world;
    const std::string account =
        testing::AddAccount(service_, absl::StrCat("Company ", ++made_), owner);
    const auto wanted = [&](std::string_view name) { return absl::StrContains(request, name); };
    world["$account"] = account;
    world["$contact"] = absl::StrCat(account, "/contacts/", api::NewUuid(service_.clock().Now()));
    world["$assignee"] = assignee_.empty() ? absl::StrCat("assignee", made_) : assignee_;
    if (wanted("$case") || wanted("$assignee")) world["$case"] = Case(account, world["$assignee"]);
    if (wanted("$my_benchmark")) world["$my_benchmark"] = BenchmarkOfMine(ResolvedCase(account));
    if (wanted("agents/$assignee")) Agent(world["$assignee"]);
    if (wanted("$quarter")) PlannedCase(account, world);
    if (wanted("$acknowledged_case")) world["$acknowledged_case"] = AcknowledgedCase(account);
    if (wanted("$resolved_case")) world["$resolved_case"] = ResolvedCase(account);
    if (wanted("$step")) {
      world["$step_owner"] = absl::StrCat("owner", made_);
      world["$step"] = Step(account, world["$step_owner"]);
    }
    if (wanted("$dispute") || wanted("$lead_of_dispute")) {
      world["$lead_of_dispute"] = absl::StrCat("lead", made_);
      world["$dispute"] = Dispute(account, world["$lead_of_dispute"]);
    }
    if (wanted("$escalated_dispute")) world["$escalated_dispute"] = EscalatedDispute(account);
    if (wanted("$lost_dispute")) world["$lost_dispute"] = LostDispute(account);
    if (wanted("$link")) world["$link"] = Link(account).name();
    if (wanted("requirement")) AddRequirements(request, account, world);
    if (wanted("$ranking")) world["$ranking"] = Ranking(account);
    return world;
  }

  void AddCommon(std::string_view request, World& world) override {
    const auto wanted = [&](std::string_view name) { return absl::StrContains(request, name); };
    if (wanted("$new_user")) world["$new_user"] = absl::StrCat("user", ++made_);
    if (wanted("$planned_action")) world["$planned_action"] = PlannedAction();
    if (wanted("$started_action")) world["$started_action"] = StartedAction();
    if (wanted("$checked_action")) world["$checked_action"] = CheckedAction();
    if (wanted("$agent")) world["$agent"] = Agent(absl::StrCat("agent", ++made_));
    if (wanted("$import")) world["$import"] = Import();
    if (wanted("$criteria_set")) world["$criteria_set"] = CriteriaSet();
    if (wanted("$dead")) world["$dead"] = DeadLetter();
    if (wanted("$sla_policy")) world["$sla_policy"] = SlaPolicy();
    if (wanted("$secret")) world["$secret"] = LinkSecret();
    if (wanted("$new_code")) world["$new_code"] = absl::StrCat("category", ++made_);
    if (wanted("$template_of_steps")) {
      world["$template_of_steps"] = StepTemplate("never.used", "");
    }
    if (wanted("$active_category")) world["$active_category"] = Category();
    if (wanted("$retired_category")) world["$retired_category"] = RetiredCategory();
  }
};

TEST_F(FeedbackMatrix, NamesEveryRole) { NamesEveryRole(); }
TEST_F(FeedbackMatrix, NamesEveryMethodOnce) { NamesEveryMethodOnce(); }
TEST_F(FeedbackMatrix, NobodyGetsInWithoutATokenOrARole) { NobodyGetsInWithoutATokenOrARole(); }
TEST_F(FeedbackMatrix, EveryCellHolds) {
  EveryCellHolds();
  // By now every method that writes has been called.
  feedback::ExpectAnEventForEveryVersion(service_.db());
}

// Whoever is assigned a case does with it what their role may do with cases of their teams, and
// nothing with anything else of the account.
TEST_F(FeedbackMatrix, AnAssigneeReachesTheCaseOfAnotherTeamsAccountAndNothingElseOfIt) {
  assignee_ = kMe;
  int about_a_case = 0;
  for (const Row& row : kFeedbackTable) {
    if (!absl::StartsWith(row.method, "CaseService/") &&
        row.method != "AgentService/SuggestAssignee") {
      continue;
    }
    const bool of_case =
        absl::StrContains(row.request, "case\"") || row.method == "CaseService/ListCases";
    for (size_t role = 0; role < std::size(kRoles); ++role) {
      if (row.reach[role] != 't') continue;
      World world = NewWorld(kOther, row.request);
      EXPECT_EQ(Outcome(row, service().As(kMe, kRoles[role]), world), of_case ? "OK" : "NOT_FOUND")
          << row.method << " by " << kRoles[role];
      about_a_case += of_case ? 1 : 0;
    }
  }
  EXPECT_GE(about_a_case, 2 * 15);
}

}  // namespace
}  // namespace mainstay::contract
