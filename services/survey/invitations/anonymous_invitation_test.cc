// Nothing about an invitation may tell whether it was answered anonymously.
#include "common/testing/directory_kit.h"
#include "services/survey/invitations/invitation_fixture.h"

namespace mainstay::survey {
namespace {

using ::testing::SizeIs;

class AnonymousInvitationTest : public InvitationTest {
 protected:
  // All rows of a table as text, in order, but for what `of` does not select.
  std::string Rows(const std::string& of) {
    return Sql(absl::StrCat(
        "SELECT coalesce(string_agg(r::text, '\n' ORDER BY r::text), '') FROM (", of, ") r"));
  }
  const std::string account_ = AddAccount(service_, "北风", "wang.li");
};

TEST_F(AnonymousInvitationTest, AnsweringChangesNoInvitationNorDelivery) {
  AddPerson(account_, "li");
  AddPerson(account_, "wu");
  const v1::Campaign campaign = Launched(Draft(v1::CAMPAIGN_PRIVACY_ANONYMOUS));
  Work();
  ASSERT_THAT(sender_->sent, SizeIs(2));
  const std::string invitations = Rows("SELECT * FROM invitations");
  const std::string deliveries = Rows("SELECT * FROM invitation_deliveries");
  const std::string outbox = Rows("SELECT event_id FROM outbox");
  EXPECT_THAT(invitations, ::testing::Not(::testing::HasSubstr("user"))) << "no roles";
  Opened(TokenOf(sender_->sent[0].url));
  Answer(TokenOf(sender_->sent[0].url));
  EXPECT_FALSE(IsThere(TokenOf(sender_->sent[0].url)));
  EXPECT_TRUE(IsThere(TokenOf(sender_->sent[1].url)));
  EXPECT_EQ(Rows("SELECT * FROM invitations"), invitations);
  EXPECT_EQ(Rows("SELECT * FROM invitation_deliveries"), deliveries);
  EXPECT_EQ(Rows("SELECT event_id FROM outbox"), outbox);
  // Reminders and expiry go to those who have not answered, and leave no mark either.
  Days(22);
  Work();
  ASSERT_THAT(sender_->sent, SizeIs(3));
  EXPECT_EQ(sender_->sent[2].email, sender_->sent[1].email);
  Days(30);
  Work();
  EXPECT_EQ(Rows("SELECT * FROM invitations"), invitations);
  EXPECT_EQ(Rows("SELECT * FROM invitation_deliveries"), deliveries);
  EXPECT_EQ(Sql("SELECT count(*) FROM invitation_tokens"), "0");
  for (const v1::Invitation& one : Invitations(campaign.name())) {
    EXPECT_EQ(one.state(), v1::INVITATION_STATE_SENT);
    EXPECT_EQ(one.reminder_count(), 0);
  }
}

TEST_F(AnonymousInvitationTest, AnInterviewLeavesTheListAndNothingElse) {
  AddPerson(account_, "li");
  v1::Campaign draft = Draft(v1::CAMPAIGN_PRIVACY_ANONYMOUS);
  draft.set_channel(v1::INVITATION_CHANNEL_PHONE);
  const v1::Campaign campaign = Launched(draft);
  Work();
  v1::ListCallsRequest request;
  request.set_parent(campaign.name());
  auto calls = Call<v1::ListCallsResponse>("InvitationService/ListCalls", request);
  ASSERT_TRUE(calls.ok()) << calls.status();
  ASSERT_EQ(calls->calls_size(), 1);
  EXPECT_EQ(calls->calls(0).contact_display_name(), "li");
  const std::string invitations = Rows("SELECT * FROM invitations");
  Interviewed(calls->calls(0).invitation());
  calls = Call<v1::ListCallsResponse>("InvitationService/ListCalls", request);
  EXPECT_EQ(calls->calls_size(), 0);
  EXPECT_EQ(Rows("SELECT * FROM invitations"), invitations);
}

}  // namespace
}  // namespace mainstay::survey
