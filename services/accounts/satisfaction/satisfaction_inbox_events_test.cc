// What surveys measured stands on the card.
#include "services/accounts/satisfaction/satisfaction_inbox_events.h"

#include <mainstay/events/v1/event.pb.h>
#include <mainstay/survey/v1/satisfaction_events.pb.h>

#include <string>

#include "common/api/proto_time.h"
#include "services/accounts/profile/account_fixture.h"

namespace mainstay::accounts {
namespace {

class SatisfactionInboxTest : public AccountFixture {
 protected:
  absl::Status Receive(const survey::v1::AccountSatisfactionMeasured& payload) {
    events::Subscription subscription{.area = "survey"};
    TakeSatisfaction(subscription);
    events::v1::Event event;
    event.set_type(payload.GetDescriptor()->full_name());
    event.set_payload(payload.SerializeAsString());
    return service_.db().Write(
        {}, [&](pg::Tx& tx) { return subscription.handlers.at(event.type())(tx, event); });
  }
  static survey::v1::AccountSatisfactionMeasured Measured(const std::string& account, double score,
                                                          int64_t seconds) {
    survey::v1::AccountSatisfactionMeasured measured;
    measured.set_account(account);
    measured.set_score(score);
    measured.set_nps(-12.5);
    measured.set_respondents(3);
    measured.set_invited(5);
    measured.set_silent_decision_makers(1);
    measured.mutable_measure_time()->set_seconds(seconds);
    return measured;
  }
};

TEST_F(SatisfactionInboxTest, StandsOnTheCardWithoutAVersionOfItsOwn) {
  const v1::Account account = MustCreate("北风机械");
  EXPECT_FALSE(account.has_satisfaction());
  ASSERT_TRUE(Receive(Measured(account.name(), 71.25, 1800000000)).ok());
  const v1::Account card = Must(Get(account.name()));
  EXPECT_EQ(card.etag(), account.etag());
  EXPECT_EQ(card.satisfaction().score(), 71.25);
  EXPECT_EQ(card.satisfaction().nps(), -12.5);
  EXPECT_EQ(card.satisfaction().respondent_count(), 3);
  EXPECT_EQ(card.satisfaction().invited_count(), 5);
  EXPECT_EQ(card.satisfaction().silent_decision_maker_count(), 1);
  EXPECT_EQ(card.satisfaction().measure_time().seconds(), 1800000000);
  // Nor has the card as of a moment any, and a write of the card keeps it.
  EXPECT_FALSE(Must(GetAsOf(account.name(), service_.clock().Now())).has_satisfaction());
  v1::Account changed = card;
  changed.set_region("华东");
  EXPECT_EQ(Must(Update(changed, {"region"})).satisfaction().score(), 71.25);
  EXPECT_EQ(Must(Get(account.name())).satisfaction().score(), 71.25);
}

TEST_F(SatisfactionInboxTest, TheLastOneMeasuredCounts) {
  const std::string name = MustCreate("北风机械").name();
  ASSERT_TRUE(Receive(Measured(name, 80, 1800000000)).ok());
  ASSERT_TRUE(Receive(Measured(name, 60, 1700000000)).ok());
  EXPECT_EQ(Must(Get(name)).satisfaction().score(), 80);
  auto nobody = Measured(name, 0, 1900000000);
  nobody.clear_score();
  nobody.clear_nps();
  nobody.set_respondents(0);
  ASSERT_TRUE(Receive(nobody).ok());
  EXPECT_FALSE(Must(Get(name)).satisfaction().has_score());
  EXPECT_EQ(Must(Get(name)).satisfaction().invited_count(), 5);
}

TEST_F(SatisfactionInboxTest, OfAMergedAccountItIsTheSurvivors) {
  const std::string merged = MustCreate("北风机械").name(), into = MustCreate("南风机械").name();
  Must(Merge(merged, into));
  ASSERT_TRUE(Receive(Measured(merged, 55, 1800000000)).ok());
  EXPECT_EQ(Must(Get(into)).satisfaction().score(), 55);
}

TEST_F(SatisfactionInboxTest, NobodySetsItByHand) {
  v1::Account account = MustCreate("北风机械");
  account.mutable_satisfaction()->set_score(100);
  EXPECT_EQ(Update(account, {"satisfaction"}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(Receive(Measured("accounts/0190a000-0000-7000-8000-000000000009", 1, 1)).ok());
}

}  // namespace
}  // namespace mainstay::accounts
