#include "services/survey/invitations/delivery_writes.h"

#include "common/auth/link_token.h"
#include "common/fault/fault.h"
#include "common/testing/directory_kit.h"
#include "common/testing/meanwhile.h"
#include "common/testing/rows_read.h"
#include "services/survey/access/survey_test_kit.h"
#include "services/survey/invitations/invitation_fixture.h"
#include "services/survey/invitations/invitation_store.h"
#include "services/survey/invitations/planning_store.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using enum SendResult::Outcome;

class DeliveryTest : public InvitationTest {
 protected:
  const std::string account_ = AddAccount(service_, "北风", "wang.li");
};

TEST_F(DeliveryTest, AWaveReachesEverybodyOnce) {
  AddPerson(account_, "li");
  AddPerson(account_, "wu").email = "";
  const std::string over = AddAccount(service_, "南风", "li.na");
  AddPerson(over, "chen");
  People().over_budget = {over.substr(9)};
  const v1::Campaign campaign = Launched(Draft());
  Work();
  ASSERT_TRUE(delivered_.ok()) << delivered_;
  EXPECT_THAT(States(campaign.name()),
              UnorderedElementsAre("SENT", "UNDELIVERABLE", "SKIPPED budget"));
  ASSERT_THAT(sender_->sent, SizeIs(1));
  const OutgoingMessage& mail = sender_->sent[0];
  EXPECT_EQ(mail.email, "li@example.com");
  EXPECT_THAT(mail.url, HasSubstr("https://kam.example.com/s/"));
  EXPECT_THAT(mail.text, HasSubstr("尊敬的li"));
  EXPECT_TRUE(auth::IsLinkToken(kLinkKey, kInvitationPurpose, TokenOf(mail.url)));
  Work();
  EXPECT_THAT(sender_->sent, SizeIs(1));
  EXPECT_EQ(Sql("SELECT state FROM campaign_waves"), "invited");
  EXPECT_THAT(EventsOf(campaign.name()),
              ElementsAre("CampaignCreated", "CampaignMoved", "CampaignWaveInvited"));
  EXPECT_THAT(EventsOf(Invitations(campaign.name(), "state = INVITATION_STATE_SENT")[0].name()),
              ElementsAre("InvitationSent"));
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(DeliveryTest, APausedCampaignInvitesNobodyUntilItGoesOn) {
  AddPerson(account_, "li");
  const v1::Campaign campaign = Launched(Draft());
  Move<v1::PauseCampaignRequest>("PauseCampaign", campaign.name());
  Work();
  EXPECT_THAT(States(campaign.name()), IsEmpty());
  Move<v1::ResumeCampaignRequest>("ResumeCampaign", campaign.name());
  Work();
  EXPECT_THAT(sender_->sent, SizeIs(1));
}

TEST_F(DeliveryTest, WhenOthersCannotBeAskedAWaveWaits) {
  AddPerson(account_, "li");
  const v1::Campaign campaign = Launched(Draft());
  People().status = absl::UnavailableError("down");
  Work();
  EXPECT_TRUE(absl::IsUnavailable(planned_));
  People().status = absl::OkStatus();
  Work();
  EXPECT_THAT(sender_->sent, IsEmpty()) << "not at once";
  service_.clock().Advance(absl::Minutes(2));
  Work();
  EXPECT_THAT(sender_->sent, SizeIs(1));
}

TEST_F(DeliveryTest, WhatCannotBeSentIsTriedAgainLaterAndLater) {
  AddPerson(account_, "li");
  const v1::Campaign campaign = Launched(Draft());
  sender_->answer = {.outcome = kRefused, .detail = "busy"};
  Work();
  EXPECT_THAT(States(campaign.name()), ElementsAre("PLANNED"));
  service_.clock().Advance(absl::Minutes(1));
  Work();
  EXPECT_EQ(Sql("SELECT attempts || ' ' || error FROM invitation_deliveries"), "2 busy");
  sender_->answer = {.outcome = kSent, .detail = ""};
  service_.clock().Advance(absl::Seconds(90));
  Work();
  EXPECT_THAT(sender_->sent, IsEmpty()) << "two minutes, the second time";
  service_.clock().Advance(absl::Seconds(30));
  Work();
  EXPECT_THAT(States(campaign.name()), ElementsAre("SENT"));
}

TEST_F(DeliveryTest, WhatNeverGoesOutIsUndeliverableInTheEnd) {
  AddPerson(account_, "li");
  const v1::Campaign campaign = Launched(Draft());
  sender_->answer = {.outcome = kRefused, .detail = "busy"};
  for (int i = 0; i < 12; ++i) {
    Work();
    service_.clock().Advance(absl::Hours(7));
  }
  EXPECT_THAT(States(campaign.name()), ElementsAre("UNDELIVERABLE busy"));
}

TEST_F(DeliveryTest, WhatComesBackIsBouncedAtOnceOrLater) {
  AddPerson(account_, "li");
  const v1::Campaign campaign = Launched(Draft());
  sender_->answer = {.outcome = kBounced, .detail = "550 no such person"};
  Work();
  EXPECT_THAT(States(campaign.name()), ElementsAre("BOUNCED 550 no such person"));
  sender_->answer = {.outcome = kSent, .detail = ""};
  const v1::Campaign second = Launched(Draft());
  Work();
  v1::ReportBounceRequest request;
  request.set_message_id(absl::StrCat("<", sender_->sent[0].delivery_id, "@example.com>"));
  request.set_reason("mailbox closed");
  for (int i = 0; i < 2; ++i) {
    const auto told = Call<v1::ReportBounceResponse>("InvitationService/ReportBounce", request,
                                                     "mta", "integration");
    ASSERT_TRUE(told.ok()) << told.status();
    EXPECT_EQ(told->invitation(), Invitations(second.name())[0].name());
  }
  EXPECT_THAT(States(second.name()), ElementsAre("BOUNCED mailbox closed"));
  EXPECT_THAT(EventsOf(Invitations(second.name())[0].name()),
              ElementsAre("InvitationSent", "InvitationBounced"));
  ExpectAnEventForEveryVersion(service_.db());
}

// A process that dies between sending and marking: the mail goes out again, with the same id, and
// both links open the same invitation.
TEST_F(DeliveryTest, ACrashRepeatsAtMostOneMail) {
  AddPerson(account_, "li");
  const v1::Campaign campaign = Launched(Draft());
  fault::Set("delivery.after_send", fault::Action::kError);
  Work();
  fault::Set("delivery.after_send", fault::Action::kNone);
  EXPECT_FALSE(delivered_.ok());
  EXPECT_THAT(States(campaign.name()), ElementsAre("PLANNED"));
  Work();
  ASSERT_THAT(sender_->sent, SizeIs(1)) << "the claim holds";
  service_.clock().Advance(absl::Minutes(11));
  Work();
  ASSERT_THAT(sender_->sent, SizeIs(2));
  EXPECT_EQ(sender_->sent[0].delivery_id, sender_->sent[1].delivery_id);
  EXPECT_TRUE(IsThere(TokenOf(sender_->sent[0].url)));
  EXPECT_TRUE(IsThere(TokenOf(sender_->sent[1].url)));
  EXPECT_THAT(States(campaign.name()), ElementsAre("SENT"));
}

TEST_F(DeliveryTest, ACrashAfterTheClaimLosesNothing) {
  AddPerson(account_, "li");
  const v1::Campaign campaign = Launched(Draft());
  fault::Set("delivery.after_claim", fault::Action::kError);
  Work();
  fault::Set("delivery.after_claim", fault::Action::kNone);
  EXPECT_THAT(sender_->sent, IsEmpty());
  service_.clock().Advance(absl::Minutes(11));
  Work();
  EXPECT_THAT(sender_->sent, SizeIs(1));
}

TEST_F(DeliveryTest, AProcessThatEndsLeavesTheRestToOthers) {
  AddPerson(account_, "li");
  AddPerson(account_, "wu");
  Launched(Draft());
  const absl::Time now = service_.clock().Now();
  while (*PlanWave(service_.db(), People(), "token", now)) {
  }
  const DeliveryTools ending{settings_, senders_, People(), *deps_.working_times,
                             [this] { return sender_->sent.size() == 1; }};
  EXPECT_TRUE(DeliverDue(service_.db(), ending, "email", "token", now).ok());
  EXPECT_THAT(sender_->sent, SizeIs(1));
  EXPECT_EQ(Sql("SELECT count(*) FROM invitation_tokens"), "1") << "nobody has the other's link";
  Work();
  EXPECT_THAT(sender_->sent, SizeIs(2)) << "at once";
}

TEST_F(DeliveryTest, WhoHasNotAnsweredIsRemindedInWorkingDays) {
  AddPerson(account_, "li");
  AddPerson(account_, "wu");
  const v1::Campaign campaign = Launched(Draft());
  Work();
  ASSERT_THAT(sender_->sent, SizeIs(2));
  const std::string answered = TokenOf(sender_->sent[1].url);
  Answer(answered);
  Days(2);
  Work();
  EXPECT_THAT(sender_->sent, SizeIs(2)) << "three working days have not passed";
  Days(20);
  Work();
  ASSERT_THAT(sender_->sent, SizeIs(3));
  EXPECT_EQ(sender_->sent[2].email, sender_->sent[0].email);
  EXPECT_THAT(sender_->sent[2].subject, HasSubstr("提醒："));
  EXPECT_NE(sender_->sent[2].url, sender_->sent[0].url);
  Days(7);
  Work();
  EXPECT_THAT(sender_->sent, SizeIs(3)) << "one reminder, no more";
  EXPECT_THAT(States(campaign.name()), UnorderedElementsAre("SENT", "ANSWERED"));
  Days(7);
  Work();
  EXPECT_THAT(States(campaign.name()), UnorderedElementsAre("EXPIRED", "ANSWERED"));
}

// Whoever is first: nobody waits for both, and who has answered has no reminder left.
TEST_F(DeliveryTest, RemindersAndAnswersDoNotGetInEachOthersWay) {
  pg::Session planner({.dsn = service_.database().owner_dsn()});
  const auto plan = [&](pg::Tx& tx) { return PlanReminders(tx, service_.clock().Now(), 10); };
  for (const auto privacy : {v1::CAMPAIGN_PRIVACY_IDENTIFIED, v1::CAMPAIGN_PRIVACY_ANONYMOUS}) {
    const std::string account = AddAccount(service_, absl::StrCat("北风 ", privacy), "wang.li");
    AddPerson(account, "li");
    AddPerson(account, "wu");
    sender_->sent.clear();
    v1::Campaign draft = Draft(privacy);
    draft.mutable_audience()->add_accounts(account);
    Launched(draft);
    Work();
    ASSERT_THAT(sender_->sent, SizeIs(2));
    Days(20);
    const std::string first = TokenOf(sender_->sent[0].url);
    const std::string second = TokenOf(sender_->sent[1].url);
    std::optional<testing::Meanwhile> planning, late;
    const absl::Status answered = service_.db().Write({}, [&](pg::Tx& tx) -> absl::Status {
      EXPECT_TRUE(LockByToken(tx, auth::LinkTokenHash(first)));
      planning.emplace([&] {
        const absl::Status done = planner.Write({}, [&](pg::Tx& other) -> absl::Status {
          EXPECT_EQ(plan(other), 1) << "the one who does not answer now";
          return absl::CancelledError("and once more below");
        });
        EXPECT_TRUE(absl::IsCancelled(done)) << done;
      });
      if (planning->Waits(tx)) return absl::InternalError("the planner waits for an answer");
      return WithIn(tx, first, Consume);
    });
    EXPECT_TRUE(answered.ok()) << answered;
    planning.reset();
    const absl::Status planned = planner.Write({}, [&](pg::Tx& tx) -> absl::Status {
      plan(tx);
      EXPECT_THAT(tx.Exec("SELECT 1 FROM invitation_deliveries WHERE state = 'due'"), SizeIs(1));
      late.emplace([&] { Answer(second); });
      EXPECT_TRUE(late->Waits(tx));
      return absl::OkStatus();
    });
    EXPECT_TRUE(planned.ok()) << planned;
    late.reset();
    EXPECT_EQ(Sql("SELECT count(*) FROM invitation_deliveries WHERE state = 'due'"), "0");
  }
}

// The next wave of a large campaign is due while people answer the one before.
TEST_F(DeliveryTest, AnAnswerReadsNoneOfWhatIsDueToOthers) {
  AddPerson(account_, "li");
  AddPerson(account_, "wu");
  const v1::Campaign campaign = Launched(Draft());
  Work();
  ASSERT_THAT(sender_->sent, SizeIs(2));
  const auto rows_of_answer = [&](const std::string& url) {
    int64_t rows = -1;
    const absl::Status done = service_.db().Write({.plan_once = true}, [&](pg::Tx& tx) {
      const int64_t before = testing::RowsRead(tx, "invitation_deliveries");
      const absl::Status answered = WithIn(tx, TokenOf(url), Consume);
      rows = testing::RowsRead(tx, "invitation_deliveries") - before;
      return answered;
    });
    EXPECT_TRUE(done.ok()) << done;
    return rows;
  };
  EXPECT_EQ(rows_of_answer(sender_->sent[0].url), 1);
  Sql("INSERT INTO invitation_deliveries SELECT (jsonb_populate_record(d, jsonb_build_object("
      "'delivery_id', gen_random_uuid(), 'state', 'due', 'number', n))).* "
      "FROM invitation_deliveries d JOIN invitations i USING (invitation_id), "
      "generate_series(1, 2000) AS n WHERE i.state = 'answered'");
  EXPECT_EQ(rows_of_answer(sender_->sent[1].url), 1);
}

TEST_F(DeliveryTest, AClosedCampaignSendsNothingMore) {
  AddPerson(account_, "li");
  const v1::Campaign campaign = Launched(Draft());
  sender_->answer = {.outcome = kRefused, .detail = "busy"};
  Work();
  Move<v1::CloseCampaignRequest>("CloseCampaign", campaign.name());
  sender_->answer = {.outcome = kSent, .detail = ""};
  Days(1);
  Work();
  EXPECT_THAT(sender_->sent, IsEmpty());
  EXPECT_THAT(States(campaign.name()), ElementsAre("SKIPPED campaign_closed"));
}

TEST_F(DeliveryTest, WhoWasAskedLatelyIsNotAskedAgain) {
  AddPerson(account_, "li");
  Launched(Draft());
  Work();
  v1::Campaign draft = Draft();
  draft.mutable_audience()->set_not_asked_days(30);
  const v1::Campaign second = Launched(draft);
  Work();
  EXPECT_THAT(States(second.name()), ElementsAre("SKIPPED asked_lately"));
  v1::PreviewAudienceRequest request;
  request.set_name(second.name());
  const auto preview = Call<v1::AudiencePreview>("CampaignService/PreviewAudience", request, "chen",
                                                 "survey_manager");
  ASSERT_TRUE(preview.ok()) << preview.status();
  EXPECT_EQ(preview->contact_count(), 1);
  EXPECT_EQ(preview->asked_lately_count(), 1);
  EXPECT_EQ(preview->invited_count(), 0);
  EXPECT_EQ(preview->tiers(0).account_count(), 1);
}

}  // namespace
}  // namespace mainstay::survey
