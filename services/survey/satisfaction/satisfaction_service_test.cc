// How satisfied an account is, over the API and by event.
#include "services/survey/satisfaction/satisfaction_service.h"

#include <mainstay/survey/v1/satisfaction_events.pb.h>
#include <mainstay/survey/v1/satisfaction_service.pb.h>

#include "common/testing/rows_read.h"
#include "services/survey/access/crowd_testing.h"
#include "services/survey/loop/loop_fixture.h"
#include "services/survey/satisfaction/satisfaction_measure_writes.h"
#include "services/survey/satisfaction/satisfaction_store.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using testing::RowsRead;

class SatisfactionServiceTest : public LoopTest {
 protected:
  SatisfactionServiceTest() : LoopTest({"SatisfactionService"}, {RegisterSatisfactionService}) {
    sequels_ = {SatisfactionSequel()};
  }
  absl::StatusOr<v1::Satisfaction> Get(const std::string& account, std::string_view user = "ada",
                                       std::string_view role = "admin") {
    v1::GetSatisfactionRequest request;
    request.set_name(account + "/satisfaction");
    return Call<v1::Satisfaction>("SatisfactionService/GetSatisfaction", request, user, role);
  }
  bool Measure() {
    return service_.db()
        .Write({}, [&](pg::Tx& tx) { return MeasureAnswered(tx, service_.clock().Now()); })
        .value();
  }

  const std::string boss_ = "0190a000-0000-7000-8000-0000000000b1";
  const std::string user_ = "0190a000-0000-7000-8000-0000000000b2";
};

TEST_F(SatisfactionServiceTest, WeighsWhoAnsweredAndNamesWhoWasSilent) {
  const Campaign campaign = Run();
  Invite(campaign, account_, boss_, "decision_maker", 3);
  Invite(campaign, account_, user_, "user", 3);
  Answered(campaign, account_, user_, Said({{"nps", 9}, {"overall", 5}}));
  auto satisfaction = Get(account_);
  ASSERT_TRUE(satisfaction.ok()) << satisfaction.status();
  EXPECT_EQ(satisfaction->score(), 100);
  EXPECT_EQ(satisfaction->nps(), 100);
  EXPECT_EQ(satisfaction->respondent_count(), 1);
  EXPECT_EQ(satisfaction->invited_count(), 2);
  EXPECT_FALSE(satisfaction->representative());
  EXPECT_THAT(satisfaction->silent_decision_makers(), ElementsAre(account_ + "/contacts/" + boss_));
  service_.clock().Advance(absl::Hours(1));
  Answered(campaign, account_, boss_, Said({{"nps", 2}, {"overall", 1}}));
  satisfaction = Get(account_);
  EXPECT_NEAR(satisfaction->score(), 100 / 6.0, 1e-9);
  EXPECT_EQ(satisfaction->plain_mean(), 50);
  EXPECT_TRUE(satisfaction->representative());
  EXPECT_EQ(satisfaction->silent_decision_makers_size(), 0);
  // A year later nobody has said anything of late.
  service_.clock().Advance(absl::Hours(24 * 366));
  satisfaction = Get(account_);
  EXPECT_FALSE(satisfaction->has_score());
  EXPECT_EQ(satisfaction->invited_count(), 0);
}

TEST_F(SatisfactionServiceTest, AnonymousAnswersAndOtherPurposesDoNotCount) {
  Answered(Run("satisfaction", "anonymous"), account_, user_, Said({{"overall", 5}}));
  Answered(Run("market_research"), account_, user_, Said({{"overall", 5}}));
  EXPECT_FALSE(Get(account_)->has_score());
  const Campaign confidential = Run("nps_pulse", "confidential");
  Answered(confidential, account_, user_, Said({{"nps", 5}}));
  EXPECT_FALSE(Get(account_)->has_nps());
  EXPECT_EQ(Get(account_)->withheld_count(), 0) << "until it is settled nobody is told of it";
  EXPECT_EQ(Get(account_)->invited_count(), 0);
}

TEST_F(SatisfactionServiceTest, ConfidentialAnswersCountAllAtOnceWhenTheirCampaignIsSettled) {
  const Campaign confidential = Run("satisfaction", "confidential");
  for (int i = 1; i <= 6; ++i) {
    Answered(confidential, account_, absl::StrCat("0190a000-0000-7000-8000-0000000000c", i),
             Said({{"overall", 1 + i % 5}}));
    // Figures have them, in steps; of one account that would be one by one.
    Write([](pg::Tx& tx) {
      tx.Exec("UPDATE responses SET tallied = true");
      return absl::OkStatus();
    });
    EXPECT_FALSE(Get(account_)->has_score());
    EXPECT_EQ(Get(account_)->withheld_count(), 0);
  }
  EXPECT_TRUE(Measure());
  service_.clock().Advance(absl::Minutes(5));
  Write([&](pg::Tx& tx) {
    tx.Exec(
        "INSERT INTO campaign_tellings (campaign_id, waiting, settle_time) "
        "VALUES ($1::uuid, 0, $2::timestamptz)",
        {confidential.id, pg::ToParam(service_.clock().Now() - absl::Seconds(1))});
    return absl::OkStatus();
  });
  EXPECT_NEAR(Get(account_)->score(), 25 * (1 + 2 + 3 + 4 + 0 + 1) / 6.0, 1e-9);
  EXPECT_EQ(Get(account_)->withheld_count(), 0);
  // Receivers hear of it although nobody answered anew.
  const auto outdated = service_.db().Write(
      {}, [&](pg::Tx& tx) { return MeasureOutdated(tx, service_.clock().Now()); });
  EXPECT_TRUE(outdated.value());
  EXPECT_NEAR(Published<v1::AccountSatisfactionMeasured>()->score(), 275 / 6.0, 1e-9);
  // They go together, too.
  service_.clock().Advance(absl::Hours(24 * 365));
  EXPECT_FALSE(Get(account_)->has_score());
}

// Whose name goes from the list when an answer asks for a case is whose answer it was.
TEST_F(SatisfactionServiceTest, WhoAnsweredAConfidentialCampaignStaysSilentUntilItIsSettled) {
  const Campaign confidential = Run("satisfaction", "confidential");
  Invite(confidential, account_, boss_, "decision_maker", 3);
  const auto silent = [&] { return Get(account_)->silent_decision_makers_size(); };
  EXPECT_EQ(silent(), 1);
  Answered(confidential, account_, boss_, Said({{"overall", 2}}));
  EXPECT_EQ(silent(), 1);
  EXPECT_EQ(Get(account_)->withheld_count(), 0);
  EXPECT_EQ(Get(account_)->invited_count(), 1);
  Write([&](pg::Tx& tx) {
    tx.Exec(
        "INSERT INTO campaign_tellings (campaign_id, waiting, settle_time) "
        "VALUES ($1::uuid, 0, $2::timestamptz)",
        {confidential.id, pg::ToParam(service_.clock().Now())});
    return absl::OkStatus();
  });
  EXPECT_EQ(silent(), 0);
}

// Many accounts answer a new campaign before PostgreSQL has analysed it: it must not read the whole
// campaign for each account.
TEST_F(SatisfactionServiceTest, ReadsNoMoreThanWhatIsOfTheAccounts) {
  const Campaign campaign = Run();
  pg::Session owner({.dsn = service_.database().owner_dsn()});
  const std::vector<std::string> accounts = AddCrowd(owner, campaign.id);
  Write([&](pg::Tx& tx) {
    tx.Exec("SET LOCAL plan_cache_mode = force_custom_plan");  // as periodic tasks do
    const int64_t responses = RowsRead(tx, "responses");
    EXPECT_EQ(ReadCountedResponses(tx, accounts, absl::InfinitePast()).size(), 50u);
    EXPECT_LE(RowsRead(tx, "responses") - responses, 50 * 61);
    const int64_t invitations = RowsRead(tx, "invitations");
    EXPECT_EQ(ReadInvited(tx, accounts, absl::InfinitePast()).size(), 50u);
    EXPECT_LE(RowsRead(tx, "invitations") - invitations, 50 * 61);
    // Those of years before are not even looked at.
    const int64_t before = RowsRead(tx, "invitations");
    EXPECT_EQ(ReadInvited(tx, accounts, absl::Now()).size(), 0u);
    EXPECT_EQ(RowsRead(tx, "invitations") - before, 0);
    return absl::OkStatus();
  });
}

TEST_F(SatisfactionServiceTest, AResponseThatCannotBeReadStopsNothing) {
  const Campaign campaign = Run();
  Answered(campaign, account_, user_, Said({{"overall", 5}}));
  Write([](pg::Tx& tx) {
    tx.Exec("UPDATE responses SET answers = '{\"overall\": {\"number\": \"five\"}}'");
    return absl::OkStatus();
  });
  Answered(campaign, account_, boss_, Said({{"overall", 3}}));
  EXPECT_EQ(Get(account_)->score(), 50);
  EXPECT_TRUE(Measure());
}

TEST_F(SatisfactionServiceTest, IsToldWhenItIsNew) {
  const Campaign campaign = Run();
  EXPECT_FALSE(Measure());
  Answered(campaign, account_, user_, Said({{"nps", 9}, {"overall", 4}}));
  EXPECT_TRUE(Measure());
  auto told = Published<v1::AccountSatisfactionMeasured>();
  ASSERT_TRUE(told);
  EXPECT_EQ(told->account(), account_);
  EXPECT_EQ(told->score(), 75);
  EXPECT_EQ(told->nps(), 100);
  EXPECT_EQ(told->respondents(), 1);
  EXPECT_THAT(EventsOf(account_), ElementsAre("AccountSatisfactionMeasured"));
  // The same again is not.
  Answered(campaign, account_, user_, Said({{"nps", 9}, {"overall", 4}}));
  EXPECT_TRUE(Measure());
  EXPECT_THAT(EventsOf(account_), ElementsAre("AccountSatisfactionMeasured"));
  service_.clock().Advance(absl::Hours(1));
  Answered(campaign, account_, user_, Said({{"nps", 9}, {"overall", 1}}));
  EXPECT_TRUE(Measure());
  EXPECT_FALSE(Measure());
  told = Published<v1::AccountSatisfactionMeasured>();
  EXPECT_EQ(told->score(), 0);
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(SatisfactionServiceTest, WhoIsInvitedAndSaysNothingIsToldToo) {
  Invite(Run(), account_, boss_, "decision_maker", 5);
  const auto outdated = [&] {
    return service_.db()
        .Write({}, [&](pg::Tx& tx) { return MeasureOutdated(tx, service_.clock().Now()); })
        .value();
  };
  EXPECT_TRUE(outdated());
  EXPECT_FALSE(outdated());
  const auto told = Published<v1::AccountSatisfactionMeasured>();
  ASSERT_TRUE(told);
  EXPECT_FALSE(told->has_score());
  EXPECT_EQ(told->silent_decision_makers(), 1);
}

TEST_F(SatisfactionServiceTest, AMergedAccountIsItsSurvivors) {
  const std::string into = AddAccount(service_, "南风", "chen.yu");
  Answered(Run(), account_, user_, Said({{"overall", 5}}));
  testing::Merge(service_, account_, into);
  EXPECT_EQ(Get(into)->score(), 100);
  EXPECT_EQ(Get(account_)->name(), into + "/satisfaction");
  EXPECT_TRUE(Measure());
  EXPECT_EQ(Published<v1::AccountSatisfactionMeasured>()->account(), into);
  EXPECT_EQ(Get(into, "zhao.lei", "account_manager").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(SatisfactionServiceTest, WhatWasToldBeforeAMergerIsNotMeasuredForEver) {
  Answered(Run(), account_, user_, Said({{"overall", 5}}));
  EXPECT_TRUE(Measure());
  testing::Merge(service_, account_, AddAccount(service_, "南风", "chen.yu"));
  const auto outdated = [&] {
    return service_.db()
        .Write({}, [&](pg::Tx& tx) { return MeasureOutdated(tx, service_.clock().Now()); })
        .value();
  };
  service_.clock().Advance(absl::Hours(25));
  while (outdated()) {
    service_.clock().Advance(absl::Minutes(1));
    ASSERT_LT(service_.clock().Now(), absl::Now() + absl::Hours(26));
  }
}

}  // namespace
}  // namespace mainstay::survey
