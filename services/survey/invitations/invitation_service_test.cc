#include "services/survey/invitations/invitation_service.h"

#include "common/testing/directory_kit.h"
#include "services/survey/access/survey_test_kit.h"
#include "services/survey/invitations/invitation_fixture.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class InvitationServiceTest : public InvitationTest {
 protected:
  absl::StatusOr<v1::Invitation> Invite(const std::string& campaign, const std::string& account,
                                        const std::string& contact, v1::InvitationChannel channel,
                                        const std::string& request_id = "") {
    v1::CreateInvitationRequest request;
    request.set_request_id(request_id);
    request.set_parent(campaign);
    request.mutable_invitation()->set_account(account);
    request.mutable_invitation()->set_contact(contact);
    request.mutable_invitation()->set_channel(channel);
    return Call<v1::Invitation>("InvitationService/CreateInvitation", request, "chen",
                                "survey_manager");
  }
  const std::string account_ = AddAccount(service_, "北风", "wang.li");
};

TEST_F(InvitationServiceTest, ALinkIsToldOnce) {
  const Person& li = AddPerson(account_, "li");
  const std::string contact = absl::StrCat(account_, "/contacts/", li.contact_id);
  v1::Campaign draft = Draft();
  draft.clear_waves();
  const v1::Campaign campaign = Launched(draft);
  const auto made = Invite(campaign.name(), "", contact, v1::INVITATION_CHANNEL_LINK);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_THAT(made->url(), HasSubstr("https://kam.example.com/s/"));
  EXPECT_EQ(made->state(), v1::INVITATION_STATE_SENT);
  EXPECT_EQ(made->account_display_name(), "北风");
  EXPECT_TRUE(IsThere(TokenOf(made->url())));
  const auto listed = Invitations(campaign.name(), absl::StrCat("account = ", account_));
  ASSERT_THAT(listed, SizeIs(1));
  EXPECT_EQ(listed[0].url(), "");
  EXPECT_EQ(listed[0].contact(), contact);
  EXPECT_THAT(Invitations(campaign.name(), "", "wang.li", "account_manager"), SizeIs(1));
  EXPECT_THAT(Invitations("campaigns/-", "", "zhao.min", "account_manager"), SizeIs(0));
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(InvitationServiceTest, TheSameRequestGivesTheSameLink) {
  const Person& li = AddPerson(account_, "li");
  const std::string contact = absl::StrCat(account_, "/contacts/", li.contact_id);
  const v1::Campaign campaign = Launched(Draft());
  const std::string request_id = api::RandomUuid();
  const auto invite = [&](const std::string& id) {
    const auto made = Invite(campaign.name(), "", contact, v1::INVITATION_CHANNEL_LINK, id);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.value_or(v1::Invitation());
  };
  const v1::Invitation first = invite(request_id), again = invite(request_id);
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_TRUE(auth::IsLinkToken(kLinkKey, kInvitationPurpose, TokenOf(first.url())));
  EXPECT_TRUE(IsThere(TokenOf(first.url())));
  EXPECT_EQ(Sql("SELECT count(*) FROM invitations"), "1");
  EXPECT_EQ(Sql("SELECT count(*) FROM invitation_tokens"), "1");
  EXPECT_EQ(Sql("SELECT count(*) FROM idempotency WHERE position($1 in encode(response, "
                "'escape')) > 0",
                {TokenOf(first.url())}),
            "0")
      << "the secret is not kept";
  EXPECT_NE(invite(api::RandomUuid()).url(), first.url());
  EXPECT_NE(invite("").url(), first.url());
  EXPECT_EQ(Sql("SELECT count(*) FROM invitations"), "3");

  // Whatever became of the contact since; but not for another request.
  People().people.clear();
  EXPECT_EQ(invite(request_id).url(), first.url());
  EXPECT_EQ(Invite(campaign.name(), account_, "", v1::INVITATION_CHANNEL_LINK, request_id)
                .status()
                .code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(InvitationServiceTest, WhoCannotBeReachedIsNotInvited) {
  Person& li = AddPerson(account_, "li");
  li.email = "";
  const std::string contact = absl::StrCat(account_, "/contacts/", li.contact_id);
  v1::Campaign draft = Draft();
  const auto made = Create(draft);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(ReasonOf(Invite(made->name(), "", contact, v1::INVITATION_CHANNEL_LINK).status()),
            "WRONG_STATE");
  Move<v1::LaunchCampaignRequest>("LaunchCampaign", made->name());
  const auto code = [&](const std::string& account, const std::string& whom,
                        v1::InvitationChannel channel) {
    return Invite(made->name(), account, whom, channel).status().code();
  };
  using enum absl::StatusCode;
  EXPECT_EQ(code("", contact, v1::INVITATION_CHANNEL_EMAIL), kInvalidArgument);
  EXPECT_EQ(code(account_, "", v1::INVITATION_CHANNEL_EMAIL), kInvalidArgument);
  EXPECT_EQ(code(account_, "", v1::INVITATION_CHANNEL_PAPER), kInvalidArgument);
  EXPECT_EQ(code("", contact, v1::INVITATION_CHANNEL_WEBHOOK), kFailedPrecondition);
  EXPECT_EQ(code("", absl::StrCat(account_, "/contacts/", api::RandomUuid()),
                 v1::INVITATION_CHANNEL_LINK),
            kInvalidArgument);
  EXPECT_EQ(code(account_, "", v1::INVITATION_CHANNEL_PHONE), kOk);
}

TEST_F(InvitationServiceTest, ACampaignSaysWhichVersionItAsks) {
  for (const char* version : {"", "satisfaction", "questionnaires/x/versions/1",
                              "questionnaires/0190a000-0000-7000-8000-000000000001/versions/two"}) {
    v1::Campaign draft = Draft();
    draft.set_questionnaire_version(version);
    const auto violations = status::GetFieldViolations(Create(draft).status());
    ASSERT_THAT(violations, SizeIs(1)) << version;
    EXPECT_EQ(violations[0].field, "campaign.questionnaire_version");
    EXPECT_THAT(violations[0].description, HasSubstr("say which published version"));
  }
}

TEST_F(InvitationServiceTest, AWithdrawnLinkOpensNothing) {
  const v1::Campaign campaign = Launched(Draft());
  const auto made = Invite(campaign.name(), account_, "", v1::INVITATION_CHANNEL_LINK);
  ASSERT_TRUE(made.ok()) << made.status();
  v1::RevokeInvitationRequest request;
  request.set_name(made->name());
  request.set_reason("wrong person");
  EXPECT_EQ(Call<v1::Invitation>("InvitationService/RevokeInvitation", request, "wang.li",
                                 "account_manager")
                .status()
                .code(),
            absl::StatusCode::kPermissionDenied);
  const auto revoked = Call<v1::Invitation>("InvitationService/RevokeInvitation", request);
  ASSERT_TRUE(revoked.ok()) << revoked.status();
  EXPECT_EQ(revoked->state(), v1::INVITATION_STATE_REVOKED);
  EXPECT_EQ(revoked->state_reason(), "wrong person");
  EXPECT_FALSE(IsThere(TokenOf(made->url())));
  EXPECT_EQ(ReasonOf(Call<v1::Invitation>("InvitationService/RevokeInvitation", request).status()),
            "WRONG_STATE");
  EXPECT_THAT(EventsOf(made->name()), ElementsAre("InvitationSent", "InvitationRevoked"));
}

TEST_F(InvitationServiceTest, CallsAreForThoseWhoSeeTheAccount) {
  AddPerson(account_, "li");
  const std::string other = AddAccount(service_, "南风", "li.na");
  AddPerson(other, "chen");
  v1::Campaign draft = Draft();
  draft.set_channel(v1::INVITATION_CHANNEL_PHONE);
  const v1::Campaign campaign = Launched(draft);
  Work();
  v1::ListCallsRequest request;
  request.set_parent(campaign.name());
  const auto calls =
      Call<v1::ListCallsResponse>("InvitationService/ListCalls", request, "li.na", "service_agent");
  ASSERT_TRUE(calls.ok()) << calls.status();
  ASSERT_EQ(calls->calls_size(), 1);
  EXPECT_EQ(calls->calls(0).account_display_name(), "南风");
  EXPECT_EQ(calls->calls(0).contact_display_name(), "chen");
  EXPECT_EQ(calls->calls(0).phone(), "+86 10 1234");
  ExpectAnEventForEveryVersion(service_.db());
}

// Who sees responses and their times but not whose they are must not find it here.
TEST_F(InvitationServiceTest, WhenSomebodyAnsweredIsForThoseWhoMaySeeWhoSaidWhat) {
  const v1::Campaign campaign = Launched(Draft());
  const auto made = Invite(campaign.name(), account_, "", v1::INVITATION_CHANNEL_LINK);
  ASSERT_TRUE(made.ok()) << made.status();
  Opened(TokenOf(made->url()));
  Answer(TokenOf(made->url()));
  const v1::Invitation seen = Invitations(campaign.name(), "", "chen", "survey_manager")[0];
  EXPECT_TRUE(seen.has_open_time() && seen.has_answer_time());
  const v1::Invitation masked = Invitations(campaign.name(), "", "chen", "analyst")[0];
  EXPECT_FALSE(masked.has_open_time() || masked.has_answer_time());
  EXPECT_THAT(masked.masked_fields(),
              ElementsAre("state", "reminder_count", "open_time", "answer_time"));
}

// The case that an answer of a confidential campaign asked for comes at its moment: whoever saw an
// invitation change in the same minute would know whose it was.
TEST_F(InvitationServiceTest, WhileAConfidentialCampaignRunsNobodySeesInvitationsAnswered) {
  const v1::Campaign campaign = Launched(Draft());
  const auto made = Invite(campaign.name(), account_, "", v1::INVITATION_CHANNEL_LINK);
  const auto other = Invite(campaign.name(), account_, "", v1::INVITATION_CHANNEL_LINK);
  ASSERT_TRUE(made.ok() && other.ok()) << made.status() << other.status();
  Sql("UPDATE invitations SET reminders = 1");
  Opened(TokenOf(made->url()));
  Answer(TokenOf(made->url()));
  const auto seen = [&](const std::string& filter = "") {
    std::vector<std::string> names;
    for (const v1::Invitation& one :
         Invitations(campaign.name(), filter, "wang.li", "account_manager")) {
      EXPECT_EQ(one.state(), v1::INVITATION_STATE_SENT);
      EXPECT_EQ(one.reminder_count(), 0);
      names.push_back(one.name());
    }
    return names;
  };
  EXPECT_THAT(seen(), SizeIs(2));
  EXPECT_THAT(seen("state = INVITATION_STATE_ANSWERED"), SizeIs(0));
  EXPECT_THAT(seen("state = INVITATION_STATE_SENT"), SizeIs(2));
  v1::GetInvitationRequest get;
  get.set_name(made->name());
  EXPECT_EQ(
      Call<v1::Invitation>("InvitationService/GetInvitation", get, "wang.li", "account_manager")
          ->state(),
      v1::INVITATION_STATE_SENT);
  EXPECT_THAT(Invitations(campaign.name(), "state = INVITATION_STATE_ANSWERED"), SizeIs(1))
      << "who may see who said what";
  Move<v1::CloseCampaignRequest>("CloseCampaign", campaign.name());
  EXPECT_THAT(Invitations(campaign.name(), "state = INVITATION_STATE_ANSWERED", "wang.li",
                          "account_manager"),
              SizeIs(1))
      << "when it is closed that is no moment any more";
}

// A quota of the only decision-maker there is would tell the moment as well.
TEST_F(InvitationServiceTest, WhileAConfidentialCampaignRunsNobodySeesItsQuotasCount) {
  const v1::Campaign campaign = Launched(Draft());
  Sql("INSERT INTO campaign_quotas (campaign_id, dimension, value, maximum, when_full, position, "
      "answered) SELECT campaign_id, 'role', 'decision_maker', 10, 'close_links', 1, 3 "
      "FROM campaigns");
  const auto counted = [&](const char* user, const char* role) {
    v1::GetCampaignRequest get;
    get.set_name(campaign.name());
    const auto got = Call<v1::Campaign>("CampaignService/GetCampaign", get, user, role);
    const auto all = Call<v1::ListCampaignsResponse>("CampaignService/ListCampaigns",
                                                     v1::ListCampaignsRequest(), user, role);
    EXPECT_TRUE(got.ok() && all.ok()) << got.status() << all.status();
    EXPECT_EQ(all->campaigns(0).quotas(0).answered(), got->quotas(0).answered());
    return got->quotas(0).answered();
  };
  EXPECT_EQ(counted("wang.li", "account_manager"), 0);
  EXPECT_EQ(counted("ada", "admin"), 3);
  Move<v1::CloseCampaignRequest>("CloseCampaign", campaign.name());
  EXPECT_EQ(counted("wang.li", "account_manager"), 3);
}

TEST_F(InvitationServiceTest, OfAnIdentifiedCampaignEverybodySeesWhoAnswered) {
  const v1::Campaign campaign = Launched(Draft(v1::CAMPAIGN_PRIVACY_IDENTIFIED));
  const auto made = Invite(campaign.name(), account_, "", v1::INVITATION_CHANNEL_LINK);
  ASSERT_TRUE(made.ok()) << made.status();
  Answer(TokenOf(made->url()));
  EXPECT_EQ(Invitations(campaign.name(), "", "wang.li", "account_manager")[0].state(),
            v1::INVITATION_STATE_ANSWERED);
}

}  // namespace
}  // namespace mainstay::survey
