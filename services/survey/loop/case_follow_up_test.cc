// Closed cases ask what the customer thinks of it.
#include <mainstay/feedback/v1/case_events.pb.h>

#include "services/survey/loop/loop_fixture.h"
#include "services/survey/loop/loop_inbox_events.h"

namespace mainstay::survey {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class CaseFollowUpTest : public LoopTest {
 protected:
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

  static constexpr char kCase[] = "0190a000-0000-7000-8000-0000000000d1";
  const std::string contact_name_ = account_ + "/contacts/" + contact_;
};

TEST_F(CaseFollowUpTest, WhoeverCameWithACaseIsInvitedOnce) {
  const Campaign campaign = Run("case_follow_up");
  service_.clock().Advance(absl::Hours(1));
  ASSERT_TRUE(Close(kCase, contact_name_).ok());
  const auto follow_ups = FollowUps(campaign);
  ASSERT_THAT(follow_ups, SizeIs(1));
  EXPECT_EQ(follow_ups[0].case_(), absl::StrCat(account_, "/cases/", kCase));
  EXPECT_EQ(follow_ups[0].contact(), contact_name_);
  EXPECT_EQ(follow_ups[0].state(), v1::CASE_FOLLOW_UP_STATE_INVITED);
  const std::string invitation = follow_ups[0].invitation();
  Write([&](pg::Tx& tx) {
    const auto planned =
        ReadInvitation(tx, campaign.id, invitation.substr(invitation.rfind('/') + 1));
    EXPECT_TRUE(planned);
    EXPECT_EQ(planned->contact_id, contact_);
    EXPECT_EQ(planned->state, "planned");
    return absl::OkStatus();
  });
  // Opened again and closed once more.
  service_.clock().Advance(absl::Hours(1));
  ASSERT_TRUE(Close(kCase, contact_name_).ok());
  EXPECT_THAT(FollowUps(campaign), SizeIs(1));
  EXPECT_EQ(FollowUps(campaign)[0].invitation(), invitation);
  EXPECT_THAT(FollowUps(campaign, "chen.yu", "account_manager"), IsEmpty());
  EXPECT_THAT(FollowUps(campaign, "wang.li", "account_manager"), SizeIs(1));
}

TEST_F(CaseFollowUpTest, OneThatNamesNobodyIsNoted) {
  const Campaign campaign = Run("case_follow_up");
  ASSERT_TRUE(Close(kCase, "").ok());
  ASSERT_THAT(FollowUps(campaign), SizeIs(1));
  EXPECT_EQ(FollowUps(campaign)[0].state(), v1::CASE_FOLLOW_UP_STATE_NO_CONTACT);
  EXPECT_EQ(FollowUps(campaign)[0].invitation(), "");
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
