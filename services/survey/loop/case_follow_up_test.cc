// Closed cases ask what the customer thinks of it, of whom waves would ask, too.
#include "services/survey/loop/case_follow_up_writes.h"

#include <mainstay/feedback/v1/case_events.pb.h>

#include "services/survey/campaigns/fake_people_testing.h"
#include "services/survey/loop/loop_fixture.h"
#include "services/survey/loop/loop_inbox_events.h"

namespace mainstay::survey {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class CaseFollowUpTest : public LoopTest {
 protected:
  CaseFollowUpTest() {
    people_.people.push_back({.account_id = account_.substr(9),
                              .contact_id = contact_,
                              .display_name = "li",
                              .email = "li@example.com",
                              .role = "user",
                              .influence = 3});
  }
  absl::Status Close(const std::string& id, const std::string& contact) {
    events::Subscription subscription{.area = "feedback"};
    TakeCases(subscription);
    feedback::v1::CaseStateChanged closed;
    closed.set_case_(absl::StrCat(account_, "/cases/", id));
    closed.set_state(feedback::v1::CASE_STATE_CLOSED);
    closed.set_contact(contact);
    *closed.mutable_close_time() = api::TimeToProto(service_.clock().Now());
    return Receive(subscription, closed);
  }
  // Decides all that is due.
  absl::Status Decide() {
    while (true) {
      const auto more = PlanCaseFollowUp(service_.db(), people_, "token", service_.clock().Now());
      if (!more.ok() || !*more) return more.status();
    }
  }
  std::vector<v1::CaseFollowUp> FollowUps(const Campaign& campaign, std::string_view user = "ada",
                                          std::string_view role = "admin") {
    v1::ListCaseFollowUpsRequest request;
    request.set_parent(NameOf(campaign));
    const auto page =
        Call<v1::ListCaseFollowUpsResponse>("LoopService/ListCaseFollowUps", request, user, role);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return {};
    return {page->case_follow_ups().begin(), page->case_follow_ups().end()};
  }
  // A running follow-up campaign that somebody changed.
  Campaign RunAs(const std::function<void(Campaign&)>& change) {
    Campaign campaign = Run("case_follow_up");
    change(campaign);
    Write([&](pg::Tx& tx) {
      UpdateCampaign(tx, campaign);
      return absl::OkStatus();
    });
    return campaign;
  }
  std::optional<Invitation> InvitationOf(const v1::CaseFollowUp& follow_up) {
    std::optional<Invitation> found;
    Write([&](pg::Tx& tx) {
      const std::string& name = follow_up.invitation();
      found = ReadInvitation(tx, follow_up.campaign().substr(10), name.substr(name.rfind('/') + 1));
      return absl::OkStatus();
    });
    return found;
  }
  // Closes a case and decides; what the one follow-up came to, "INVITED" or "LEFT_OUT budget".
  std::string CameTo(const Campaign& campaign) {
    service_.clock().Advance(absl::Hours(1));
    EXPECT_TRUE(Close(kCase, contact_name_).ok());
    EXPECT_TRUE(Decide().ok());
    const auto follow_ups = FollowUps(campaign);
    if (follow_ups.size() != 1) return absl::StrCat(follow_ups.size(), " follow-ups");
    const std::string state = v1::CaseFollowUpState_Name(follow_ups[0].state()).substr(21);
    return follow_ups[0].reason().empty() ? state
                                          : absl::StrCat(state, " ", follow_ups[0].reason());
  }

  static constexpr char kCase[] = "0190a000-0000-7000-8000-0000000000d1";
  static constexpr char kOther[] = "0190a000-0000-7000-8000-0000000000d2";
  const std::string contact_name_ = account_ + "/contacts/" + contact_;
  FakePeople people_;
};

TEST_F(CaseFollowUpTest, WhoeverCameWithACaseIsInvitedOnce) {
  const Campaign campaign = Run("case_follow_up");
  service_.clock().Advance(absl::Hours(1));
  ASSERT_TRUE(Close(kCase, contact_name_).ok());
  EXPECT_EQ(FollowUps(campaign)[0].state(), v1::CASE_FOLLOW_UP_STATE_PLANNED);
  EXPECT_EQ(FollowUps(campaign)[0].invitation(), "");
  ASSERT_TRUE(Decide().ok());
  const auto follow_ups = FollowUps(campaign);
  ASSERT_THAT(follow_ups, SizeIs(1));
  EXPECT_EQ(follow_ups[0].case_(), absl::StrCat(account_, "/cases/", kCase));
  EXPECT_EQ(follow_ups[0].contact(), contact_name_);
  EXPECT_EQ(follow_ups[0].state(), v1::CASE_FOLLOW_UP_STATE_INVITED);
  EXPECT_EQ(follow_ups[0].reason(), "");
  const auto planned = InvitationOf(follow_ups[0]);
  ASSERT_TRUE(planned);
  EXPECT_EQ(planned->contact_id, contact_);
  EXPECT_EQ(planned->state, "planned");
  EXPECT_EQ(planned->role, "user") << "known as of those of waves";
  EXPECT_EQ(planned->influence, 3);
  // Opened again and closed once more.
  service_.clock().Advance(absl::Hours(1));
  ASSERT_TRUE(Close(kCase, contact_name_).ok());
  ASSERT_TRUE(Decide().ok());
  EXPECT_THAT(FollowUps(campaign), SizeIs(1));
  EXPECT_EQ(FollowUps(campaign)[0].invitation(), follow_ups[0].invitation());
  EXPECT_THAT(FollowUps(campaign, "chen.yu", "account_manager"), IsEmpty());
  EXPECT_THAT(FollowUps(campaign, "wang.li", "account_manager"), SizeIs(1));
}

TEST_F(CaseFollowUpTest, OneThatNamesNobodyIsNoted) {
  const Campaign campaign = Run("case_follow_up");
  ASSERT_TRUE(Close(kCase, "").ok());
  ASSERT_TRUE(Decide().ok());
  ASSERT_THAT(FollowUps(campaign), SizeIs(1));
  EXPECT_EQ(FollowUps(campaign)[0].state(), v1::CASE_FOLLOW_UP_STATE_NO_CONTACT);
  EXPECT_EQ(FollowUps(campaign)[0].invitation(), "");
}

TEST_F(CaseFollowUpTest, TheContactBudgetHolds) {
  people_.over_budget = {account_.substr(9)};
  const Campaign campaign = Run("case_follow_up");
  EXPECT_EQ(CameTo(campaign), "LEFT_OUT budget");
  const auto invitation = InvitationOf(FollowUps(campaign)[0]);
  ASSERT_TRUE(invitation);
  EXPECT_EQ(invitation->state, "skipped");
  EXPECT_EQ(invitation->state_reason, "budget");
}

TEST_F(CaseFollowUpTest, UnlessTheCampaignDoesNotKeepIt) {
  people_.over_budget = {account_.substr(9)};
  EXPECT_EQ(CameTo(RunAs([](Campaign& c) { c.audience.keep_contact_budget = false; })), "INVITED");
}

TEST_F(CaseFollowUpTest, WhoCameWithTwoCasesIsAskedLately) {
  const Campaign campaign = RunAs([](Campaign& c) { c.audience.not_asked_days = 30; });
  service_.clock().Advance(absl::Hours(1));
  ASSERT_TRUE(Close(kCase, contact_name_).ok());
  service_.clock().Advance(absl::Seconds(1));
  ASSERT_TRUE(Close(kOther, contact_name_).ok());
  ASSERT_TRUE(Decide().ok());
  const auto follow_ups = FollowUps(campaign);
  ASSERT_THAT(follow_ups, SizeIs(2));
  EXPECT_EQ(follow_ups[0].reason(), "asked_lately") << "although the first is still to be sent";
  EXPECT_EQ(follow_ups[1].state(), v1::CASE_FOLLOW_UP_STATE_INVITED);
}

TEST_F(CaseFollowUpTest, WhomTheAudienceLeavesOutIsNotAsked) {
  EXPECT_EQ(CameTo(RunAs([](Campaign& c) { c.audience.regions = {"华南"}; })),
            "LEFT_OUT not_in_audience");
}

TEST_F(CaseFollowUpTest, WhoseRoleIsNotAskedIsNot) {
  EXPECT_EQ(CameTo(RunAs([](Campaign& c) { c.audience.buying_roles = {"decision_maker"}; })),
            "LEFT_OUT not_in_audience");
}

TEST_F(CaseFollowUpTest, AFullQuotaIsFull) {
  const Campaign campaign = RunAs([](Campaign& c) {
    c.quotas = {{.dimension = "role", .value = "user", .maximum = 1, .when_full = "stop_inviting"}};
  });
  Write([&](pg::Tx& tx) {
    tx.Exec("UPDATE campaign_quotas SET answered = 1 WHERE campaign_id = $1", {campaign.id});
    return absl::OkStatus();
  });
  EXPECT_EQ(CameTo(campaign), "LEFT_OUT quota_full");
}

TEST_F(CaseFollowUpTest, WhoHasNoAddressCannotBeAsked) {
  people_.people[0].email = "";
  EXPECT_EQ(CameTo(Run("case_follow_up")), "LEFT_OUT no_address");
}

TEST_F(CaseFollowUpTest, WhoIsGoneIsNotAsked) {
  people_.people.clear();
  EXPECT_EQ(CameTo(Run("case_follow_up")), "LEFT_OUT contact_gone");
}

TEST_F(CaseFollowUpTest, WhileOthersAreAwayItWaits) {
  const Campaign campaign = Run("case_follow_up");
  service_.clock().Advance(absl::Hours(1));
  ASSERT_TRUE(Close(kCase, contact_name_).ok());
  people_.status = absl::UnavailableError("down");
  EXPECT_TRUE(absl::IsUnavailable(Decide()));
  people_.status = absl::OkStatus();
  ASSERT_TRUE(Decide().ok());
  EXPECT_EQ(FollowUps(campaign)[0].state(), v1::CASE_FOLLOW_UP_STATE_PLANNED) << "not at once";
  service_.clock().Advance(absl::Minutes(1));
  ASSERT_TRUE(Decide().ok());
  EXPECT_EQ(FollowUps(campaign)[0].state(), v1::CASE_FOLLOW_UP_STATE_INVITED);
}

TEST_F(CaseFollowUpTest, APausedCampaignKeepsItAndAClosedOneAsksNobody) {
  Campaign campaign = RunAs([](Campaign&) {});
  service_.clock().Advance(absl::Hours(1));
  ASSERT_TRUE(Close(kCase, contact_name_).ok());
  const auto move = [&](const std::string& state) {
    campaign.state = state;
    if (state == "closed") campaign.close_time = service_.clock().Now();
    Write([&](pg::Tx& tx) {
      UpdateCampaign(tx, campaign);
      return absl::OkStatus();
    });
    EXPECT_TRUE(Decide().ok());
    return FollowUps(campaign)[0];
  };
  EXPECT_EQ(move("paused").state(), v1::CASE_FOLLOW_UP_STATE_PLANNED);
  const v1::CaseFollowUp ended = move("closed");
  EXPECT_EQ(ended.state(), v1::CASE_FOLLOW_UP_STATE_LEFT_OUT);
  EXPECT_EQ(ended.reason(), "campaign_closed");
}

TEST_F(CaseFollowUpTest, ACaseOfASurveyThatNamesNobodyIsOfWhoAnswered) {
  const Campaign asked = Run();
  Made(asked, Rule(v1::LOOP_ACTION_CASE));
  Answered(asked, account_, contact_, Said({{"nps", 2}}));
  const std::string firing = Firings(asked)[0].name();
  const Campaign campaign = Run("case_follow_up");
  ASSERT_TRUE(Close(firing.substr(firing.rfind('/') + 1), "").ok());
  ASSERT_THAT(FollowUps(campaign), SizeIs(1));
  EXPECT_EQ(FollowUps(campaign)[0].contact(), contact_name_);
}

TEST_F(CaseFollowUpTest, WithoutARunningCampaignNobodyIsAsked) {
  const absl::Time before = service_.clock().Now();
  ASSERT_TRUE(Close(kCase, contact_name_).ok());
  service_.clock().Advance(absl::Hours(1));
  const Campaign campaign = Run("case_follow_up");
  EXPECT_THAT(FollowUps(campaign), IsEmpty());
  // What was closed before the launch, and is only heard of now.
  events::Subscription subscription{.area = "feedback"};
  TakeCases(subscription);
  feedback::v1::CaseStateChanged old;
  old.set_case_(absl::StrCat(account_, "/cases/", kCase));
  old.set_state(feedback::v1::CASE_STATE_CLOSED);
  old.set_contact(contact_name_);
  *old.mutable_close_time() = api::TimeToProto(before);
  ASSERT_TRUE(Receive(subscription, old).ok());
  EXPECT_THAT(FollowUps(campaign), IsEmpty());
}

}  // namespace
}  // namespace mainstay::survey
