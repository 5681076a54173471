// What is to be sent while accounts or the way to people is down: it waits, and loses nothing.
#include "common/testing/directory_kit.h"
#include "services/survey/invitations/delivery_writes.h"
#include "services/survey/invitations/invitation_fixture.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum SendResult::Outcome;

class DeliveryOutageTest : public InvitationTest {
 protected:
  // Lets `hours` go by, an hour at a time; what is due is tried every time.
  void WorkFor(int hours) {
    for (int i = 0; i < hours; ++i) {
      service_.clock().Advance(absl::Hours(1));
      Work();
    }
  }
  std::string Tokens() { return Sql("SELECT count(*) FROM invitation_tokens"); }
  // Each attempt makes a link of its own: those that went nowhere are taken back.
  void ExpectNoLinksThatNobodyHas(v1::CampaignPrivacy privacy) {
    for (const char* const name : {"li", "wu", "chen"}) AddPerson(account_, name);
    Launched(Draft(privacy));
    sender_->answer = {.outcome = kAway, .detail = "down"};
    Work();
    WorkFor(48);
    EXPECT_EQ(Tokens(), "0") << "neither of those that were tried nor of the one that was not";
    sender_->answer = {.outcome = kSent, .detail = ""};
    WorkFor(1);
    ASSERT_THAT(sender_->sent, SizeIs(3));
    sender_->answer = {.outcome = kAway, .detail = "down"};
    service_.clock().Advance(absl::Hours(24 * 22));
    WorkFor(12);
    EXPECT_EQ(Sql("SELECT count(*) FROM invitation_deliveries WHERE state = 'due'"), "3")
        << "reminders wait";
    EXPECT_EQ(Tokens(), "3");
    for (const OutgoingMessage& one : sender_->sent) EXPECT_TRUE(IsThere(TokenOf(one.url)));
  }
  std::string Attempts() {
    return Sql("SELECT attempts || ' of ' || outages FROM invitation_deliveries");
  }
  const std::string account_ = AddAccount(service_, "北风", "wang.li");
};

TEST_F(DeliveryOutageTest, AccountsMayBeAwayForLongerThanALinkIsGood) {
  AddPerson(account_, "li");
  v1::Campaign draft = Draft();
  draft.set_valid_days(2);
  const v1::Campaign campaign = Launched(draft);
  while (*PlanWave(service_.db(), People(), "token", service_.clock().Now())) {
  }
  People().status = absl::UnavailableError("down");
  WorkFor(3 * 24);
  EXPECT_TRUE(absl::IsUnavailable(delivered_));
  EXPECT_THAT(States(campaign.name()), ElementsAre("PLANNED"));
  EXPECT_EQ(Attempts(), "0 of 72");
  EXPECT_EQ(Sql("SELECT error FROM invitation_deliveries"), "accounts cannot be asked");
  EXPECT_EQ(Sql("SELECT count(*) FROM invitation_tokens"), "0") << "no links to nowhere pile up";

  People().status = absl::OkStatus();
  service_.clock().Advance(absl::Minutes(15));
  Work();
  ASSERT_THAT(sender_->sent, SizeIs(1)) << "a quarter of an hour at most after they are back";
  EXPECT_THAT(States(campaign.name()), ElementsAre("SENT"));
  const v1::Invitation sent = Invitations(campaign.name())[0];
  EXPECT_EQ(api::TimeOf(sent.expire_time()) - api::TimeOf(sent.send_time()), absl::Hours(48))
      << "the link is as good as any";
}

TEST_F(DeliveryOutageTest, AMailServerThatIsAwayUsesNoAttempts) {
  AddPerson(account_, "li");
  const v1::Campaign campaign = Launched(Draft());
  sender_->answer = {.outcome = kAway, .detail = "Couldn't connect to server"};
  Work();
  EXPECT_THAT(std::string(delivered_.message()),
              HasSubstr("nothing goes out by email: Couldn't connect to server"));
  WorkFor(100);
  EXPECT_EQ(Attempts(), "0 of 101");
  sender_->answer = {.outcome = kRefused, .detail = "mailbox full"};
  WorkFor(1);
  EXPECT_EQ(Attempts(), "1 of 0");
  sender_->answer = {.outcome = kSent, .detail = ""};
  WorkFor(1);
  EXPECT_THAT(States(campaign.name()), ElementsAre("SENT"));
}

TEST_F(DeliveryOutageTest, AnOutageLeavesNoLinksThatNobodyHas) {
  ExpectNoLinksThatNobodyHas(v1::CAMPAIGN_PRIVACY_IDENTIFIED);
}

TEST_F(DeliveryOutageTest, NorDoesOneOfAnAnonymousCampaign) {
  ExpectNoLinksThatNobodyHas(v1::CAMPAIGN_PRIVACY_ANONYMOUS);
}

TEST_F(DeliveryOutageTest, TheLinkOfAMessageThatMayArriveStays) {
  AddPerson(account_, "li");
  Launched(Draft());
  sender_->answer = {.outcome = kAway, .detail = "timeout", .may_arrive = true};
  Work();
  EXPECT_EQ(Tokens(), "1");
}

TEST_F(DeliveryOutageTest, ButNotOneOfEachTime) {
  AddPerson(account_, "li");
  Launched(Draft());
  sender_->answer = {.outcome = kAway, .detail = "HTTP status 500", .may_arrive = true};
  Work();
  const std::string first = TokenOf(sender_->last.url);
  WorkFor(48);
  EXPECT_EQ(sender_->tries, 49);
  EXPECT_EQ(Tokens(), "10");
  EXPECT_TRUE(IsThere(first));
  EXPECT_TRUE(IsThere(TokenOf(sender_->last.url)));
  sender_->answer = {.outcome = kSent, .detail = ""};
  WorkFor(1);
  EXPECT_TRUE(IsThere(TokenOf(sender_->last.url)));
}

TEST_F(DeliveryOutageTest, WebhooksDoNotWaitForMailsThatCannotGoOut) {
  for (int i = 0; i < 15; ++i) AddPerson(account_, absl::StrCat("li", i));
  Launched(Draft());
  const std::string by_webhook = Launched(Draft()).name().substr(sizeof("campaigns/") - 1);
  Sql("UPDATE campaigns SET channel = 'webhook' WHERE campaign_id = $1", {by_webhook});
  auto webhook = std::make_unique<FakeSender>();
  const FakeSender& sent = *webhook;
  senders_.webhook = std::move(webhook);
  while (*PlanWave(service_.db(), People(), "token", service_.clock().Now())) {
  }
  Sql("UPDATE invitation_deliveries SET channel = NULL WHERE random() < 0.5");  // as releases
                                                                                // before
  Send("webhook");
  EXPECT_THAT(sent.sent, SizeIs(15));
  EXPECT_EQ(sender_->tries, 0) << "a thread has one of the senders";
  Send("email");
  EXPECT_THAT(sender_->sent, SizeIs(15));
  EXPECT_EQ(sent.tries, 15);
}

TEST_F(DeliveryOutageTest, OneMessageThatTheServerHangsUpOnHoldsUpNoOther) {
  for (int i = 0; i < 5; ++i) AddPerson(account_, absl::StrCat("li", i));
  Launched(Draft());
  sender_->hangs_up_on = "li2@example.com";
  Work();
  EXPECT_THAT(sender_->sent, SizeIs(4));
  EXPECT_EQ(Sql("SELECT count(*) FROM invitation_deliveries WHERE outages = 1"), "1");
}

TEST_F(DeliveryOutageTest, WhereTheWayIsDownTheRestOfABatchDoesNotTryIt) {
  for (int i = 0; i < 5; ++i) AddPerson(account_, absl::StrCat("li", i));
  Launched(Draft());
  sender_->answer = {.outcome = kAway, .detail = "down"};
  Work();
  EXPECT_EQ(sender_->tries, 2) << "the second shows that it is not about the first";
  EXPECT_EQ(Sql("SELECT count(*) FROM invitation_deliveries WHERE outages = 1"), "5");
  sender_->answer = {.outcome = kSent, .detail = ""};
  service_.clock().Advance(absl::Minutes(1));
  Work();
  EXPECT_THAT(sender_->sent, SizeIs(5));
}

TEST_F(DeliveryOutageTest, AChannelThatNothingSendsByWaitsForAnOperator) {
  AddPerson(account_, "li");
  const v1::Campaign campaign = Launched(Draft());
  std::unique_ptr<Sender> taken = std::move(senders_.email);
  WorkFor(48);
  EXPECT_THAT(std::string(delivered_.message()), HasSubstr("nothing here sends by this channel"));
  EXPECT_THAT(States(campaign.name()), ElementsAre("PLANNED"));
  senders_.email = std::move(taken);
  WorkFor(1);
  EXPECT_THAT(States(campaign.name()), ElementsAre("SENT"));
}

// The people are asked between the claim and the sending: what happens then counts.
TEST_F(DeliveryOutageTest, WhatIsWithdrawnWhilePeopleAreAskedIsNotSent) {
  AddPerson(account_, "li");
  const v1::Campaign campaign = Launched(Draft());
  while (*PlanWave(service_.db(), People(), "token", service_.clock().Now())) {
  }
  People().asked = [&] { Sql("UPDATE invitations SET state = 'revoked'"); };
  Work();
  People().asked = nullptr;
  EXPECT_THAT(sender_->sent, IsEmpty());
  EXPECT_EQ(Sql("SELECT count(*) FROM invitation_tokens"), "0");
  EXPECT_THAT(States(campaign.name()), ElementsAre("REVOKED"));
}

}  // namespace
}  // namespace mainstay::survey
