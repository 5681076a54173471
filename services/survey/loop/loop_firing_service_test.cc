// What rules do about responses, and what becomes of it.
#include <mainstay/engagement/v1/task_events.pb.h>
#include <mainstay/events/v1/task.pb.h>
#include <mainstay/feedback/v1/case_events.pb.h>
#include <mainstay/survey/v1/loop_events.pb.h>

#include "common/testing/rows_read.h"
#include "services/survey/access/crowd_testing.h"
#include "services/survey/loop/loop_firing_store.h"
#include "services/survey/loop/loop_fixture.h"
#include "services/survey/loop/loop_inbox_events.h"

namespace mainstay::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class LoopFiringTest : public LoopTest {
 protected:
  events::Subscription Feedback() {
    events::Subscription subscription{.area = "feedback"};
    TakeCases(subscription);
    return subscription;
  }
  events::Subscription Engagement() {
    events::Subscription subscription{.area = "engagement"};
    TakeTaskOutcomes(subscription);
    return subscription;
  }
};

TEST_F(LoopFiringTest, ALowScoreAsksForACaseOnce) {
  const Campaign campaign = Run();
  v1::LoopRule rule = Rule(v1::LOOP_ACTION_CASE, "nps <= 6 and account.tier = 'core'");
  rule.set_case_severity(feedback::v1::CASE_SEVERITY_MAJOR);
  rule.set_case_category("service.delay");
  rule = Made(campaign, rule);
  Answered(campaign, account_, contact_, Said({{"nps", 9}}), "core");
  Answered(campaign, account_, contact_, Said({{"nps", 3}}), "general");
  EXPECT_THAT(Firings(campaign), IsEmpty());
  const std::string response = Answered(campaign, account_, contact_, Said({{"nps", 3}}), "core");
  const auto firings = Firings(campaign);
  ASSERT_THAT(firings, SizeIs(1));
  EXPECT_EQ(firings[0].rule(), rule.name());
  EXPECT_EQ(firings[0].account(), account_);
  EXPECT_EQ(firings[0].contact(), account_ + "/contacts/" + contact_);
  EXPECT_EQ(firings[0].response(), NameOf(campaign) + "/responses/" + response);
  EXPECT_EQ(firings[0].state(), v1::LOOP_FIRING_STATE_REQUESTED);
  const auto asked = Published<v1::SurveyCaseRequested>();
  ASSERT_TRUE(asked);
  const std::string firing_id = firings[0].name().substr(firings[0].name().rfind('/') + 1);
  EXPECT_EQ(asked->case_(), account_ + "/cases/" + firing_id);
  EXPECT_EQ(asked->contact(), firings[0].contact());
  EXPECT_EQ(asked->source(), firings[0].response());
  EXPECT_EQ(asked->severity(), feedback::v1::CASE_SEVERITY_MAJOR);
  EXPECT_EQ(asked->category(), "service.delay");
  EXPECT_EQ(asked->condition(), rule.condition());
  ASSERT_EQ(asked->questions_size(), 1) << "the tier is none";
  EXPECT_EQ(asked->questions(0).question(), "您有多大可能推荐我们？")
      << "in the campaign's language";
  EXPECT_EQ(asked->questions(0).answer(), "3 (0–10)");

  feedback::v1::CaseOpened opened;
  opened.set_case_(asked->case_());
  ASSERT_TRUE(Receive(Feedback(), opened).ok());
  EXPECT_EQ(Firings(campaign)[0].state(), v1::LOOP_FIRING_STATE_OPEN);
  EXPECT_EQ(Firings(campaign)[0].outcome(), asked->case_());
  service_.clock().Advance(absl::Hours(1));
  feedback::v1::CaseStateChanged closed;
  closed.set_case_(asked->case_());
  closed.set_state(feedback::v1::CASE_STATE_CLOSED);
  *closed.mutable_close_time() = api::TimeToProto(service_.clock().Now());
  ASSERT_TRUE(Receive(Feedback(), closed).ok());
  EXPECT_EQ(Firings(campaign)[0].state(), v1::LOOP_FIRING_STATE_DONE);
  EXPECT_THAT(Firings(campaign, "state = LOOP_FIRING_STATE_OPEN"), IsEmpty());
  EXPECT_THAT(Firings(campaign, "action = LOOP_ACTION_CASE"), SizeIs(1));
  ExpectAnEventForEveryVersion(service_.db());
}

// It is asked in the transaction of each answer.
TEST_F(LoopFiringTest, HowManyAnsweredIsFoundWithoutReadingTheWholeCampaign) {
  const Campaign campaign = Run("satisfaction", "confidential");
  pg::Session owner({.dsn = service_.database().owner_dsn()});
  const std::vector<std::string> accounts = AddCrowd(owner, campaign.id);
  const absl::Status found = service_.db().Write({.plan_once = true}, [&](pg::Tx& tx) {
    const int64_t before = testing::RowsRead(tx, "responses");
    EXPECT_THAT(AccountsThatAnsweredWidely(tx, campaign.id, {accounts[0]}, 5), SizeIs(1));
    EXPECT_LE(testing::RowsRead(tx, "responses") - before, 61);
    return absl::OkStatus();
  });
  EXPECT_TRUE(found.ok()) << found;
}

TEST_F(LoopFiringTest, TasksNoticesAndReferralsAreTasksOfEngagement) {
  const Campaign campaign = Run();
  v1::LoopRule task = Rule(v1::LOOP_ACTION_TASK);
  task.set_assignee("chen.yu");
  Made(campaign, task);
  Answered(campaign, account_, contact_, Said({{"nps", 0}}));
  auto asked = Published<events::v1::TaskRequested>();
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->assignee(), "chen.yu");
  EXPECT_EQ(asked->subject(), "After a survey: Detractor · 0 (0–10): Would you recommend us?");
  EXPECT_EQ(asked->subject_zh(), "调查跟进：Detractor · 0 (0–10): 您有多大可能推荐我们？");
  EXPECT_EQ(asked->source_kind(), "survey_task");
  EXPECT_EQ(asked->source(), Firings(campaign)[0].name());
  EXPECT_EQ(asked->account(), account_);
  EXPECT_LT(absl::AbsDuration(api::TimeOf(asked->due_time()) - service_.clock().Now() -
                              absl::Hours(24 * 7)),
            absl::Milliseconds(1));

  Made(campaign, Rule(v1::LOOP_ACTION_REFERRAL, "nps >= 9"));
  service_.clock().Advance(absl::Seconds(1));
  Answered(campaign, account_, contact_, Said({{"nps", 10}}));
  asked = Published<events::v1::TaskRequested>();
  EXPECT_EQ(asked->source_kind(), "survey_referral");
  EXPECT_THAT(asked->subject_zh(), HasSubstr("Detractor · 10 (0–10)"));
  EXPECT_EQ(asked->assignee(), "") << "the account's owner";

  Made(campaign, Rule(v1::LOOP_ACTION_NOTICE, "nps in [7, 8]"));
  service_.clock().Advance(absl::Seconds(1));
  Answered(campaign, account_, contact_, Said({{"nps", 7}}));
  EXPECT_EQ(Published<events::v1::TaskRequested>()->source_kind(), "survey_notice");
  EXPECT_THAT(Firings(campaign), SizeIs(3));

  engagement::v1::TaskCreated created;
  created.set_task("tasks/0190a000-0000-7000-8000-0000000000f1");
  created.set_source(Firings(campaign)[0].name());
  ASSERT_TRUE(Receive(Engagement(), created).ok());
  EXPECT_EQ(Firings(campaign)[0].outcome(), created.task());
  engagement::v1::TaskStateChanged done;
  done.set_task(created.task());
  done.set_source(created.source());
  done.set_state(engagement::v1::TASK_STATE_DONE);
  ASSERT_TRUE(Receive(Engagement(), done).ok());
  EXPECT_EQ(Firings(campaign)[0].state(), v1::LOOP_FIRING_STATE_DONE);
  done.set_source("visits/1");
  EXPECT_TRUE(Receive(Engagement(), done).ok()) << "nothing of ours";
}

// What became of it is told by services whose clocks are not ours, in the order of its versions.
TEST_F(LoopFiringTest, TheClocksOfOthersDoNotDecideWhatBecameOfIt) {
  const Campaign campaign = Run();
  Made(campaign, Rule(v1::LOOP_ACTION_CASE));
  Answered(campaign, account_, contact_, Said({{"nps", 3}}));
  feedback::v1::CaseStateChanged changed;
  changed.set_case_(Published<v1::SurveyCaseRequested>()->case_());
  feedback::v1::CaseOpened opened;
  opened.set_case_(changed.case_());
  const auto state = [&] { return Firings(campaign)[0].state(); };
  ASSERT_TRUE(Receive(Feedback(), opened, -absl::Hours(2)).ok());
  EXPECT_EQ(state(), v1::LOOP_FIRING_STATE_OPEN) << "before it was asked for, by their clock";
  changed.set_state(feedback::v1::CASE_STATE_CLOSED);
  ASSERT_TRUE(Receive(Feedback(), changed, -absl::Hours(5)).ok());
  EXPECT_EQ(state(), v1::LOOP_FIRING_STATE_DONE) << "their clock was set back";
  changed.set_state(feedback::v1::CASE_STATE_IN_PROGRESS);
  ASSERT_TRUE(Receive(Feedback(), changed, absl::Hours(5)).ok());
  EXPECT_EQ(state(), v1::LOOP_FIRING_STATE_OPEN);
  changed.set_state(feedback::v1::CASE_STATE_WITHDRAWN);
  ASSERT_TRUE(Receive(Feedback(), changed).ok());
  EXPECT_EQ(state(), v1::LOOP_FIRING_STATE_CANCELLED);
  received_ = 1;  // the second version again, late by any clock
  changed.set_state(feedback::v1::CASE_STATE_CLOSED);
  ASSERT_TRUE(Receive(Feedback(), changed, absl::Hours(9)).ok());
  EXPECT_EQ(state(), v1::LOOP_FIRING_STATE_CANCELLED);
}

TEST_F(LoopFiringTest, EveryRuleFiresForItself) {
  const Campaign campaign = Run();
  Made(campaign, Rule(v1::LOOP_ACTION_CASE));
  Made(campaign, Rule(v1::LOOP_ACTION_NOTICE, "overall <= 2"));
  v1::LoopRule disabled = Rule(v1::LOOP_ACTION_TASK);
  disabled.set_disabled(true);
  Made(campaign, disabled);
  Answered(campaign, account_, contact_, Said({{"nps", 1}, {"overall", 1}}));
  EXPECT_THAT(Firings(campaign), SizeIs(2));
  Answered(campaign, "", "", Said({{"nps", 1}}));
  EXPECT_THAT(Firings(campaign), SizeIs(2)) << "whose account nobody knows";
}

TEST_F(LoopFiringTest, OfAConfidentialCampaignNobodyIsNamed) {
  const Campaign campaign = Run("satisfaction", "confidential");
  Made(campaign, Rule(v1::LOOP_ACTION_CASE));
  for (int i = 1; i <= 6; ++i) {
    Invite(campaign, account_, absl::StrCat("0190a000-0000-7000-8000-0000000000c", i));
  }
  for (int i = 2; i <= 5; ++i) {
    Answered(campaign, account_, absl::StrCat("0190a000-0000-7000-8000-0000000000c", i),
             Said({{"nps", 1}}));
  }
  EXPECT_THAT(Firings(campaign), IsEmpty()) << "six were asked, four answered: they would be known";
  const std::string response = Answered(campaign, account_, contact_, Said({{"nps", 1}}));
  const auto firings = Firings(campaign);
  ASSERT_THAT(firings, SizeIs(1));
  EXPECT_EQ(firings[0].contact(), "");
  EXPECT_EQ(firings[0].response(), "");
  const auto asked = Published<v1::SurveyCaseRequested>();
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->source(), firings[0].name());
  EXPECT_EQ(asked->contact(), "");
  ASSERT_EQ(asked->questions_size(), 1);
  EXPECT_EQ(asked->questions(0).question(), "您有多大可能推荐我们？");
  EXPECT_EQ(asked->questions(0).answer(), "") << "that the rule holds, and not by how much";
  EXPECT_EQ(asked->ShortDebugString().find(response), std::string::npos);
  EXPECT_EQ(asked->ShortDebugString().find(contact_), std::string::npos);

  // Nor does anything tell when, but for the day.
  const absl::Time day = DayOf(service_.clock().Now());
  EXPECT_EQ(firings[0].name().substr(firings[0].name().rfind('/') + 1)[14], '4') << "no time in it";
  EXPECT_EQ(api::TimeOf(firings[0].fire_time()), day);
  EXPECT_EQ(api::TimeOf(firings[0].state_time()), day);
  EXPECT_EQ(api::TimeOf(asked->answer_time()), day + absl::Hours(24));
  feedback::v1::CaseOpened opened;
  opened.set_case_(asked->case_());
  ASSERT_TRUE(Receive(Feedback(), opened).ok());
  EXPECT_EQ(Firings(campaign)[0].state(), v1::LOOP_FIRING_STATE_OPEN);
  EXPECT_EQ(api::TimeOf(Firings(campaign)[0].state_time()), day);
  Made(campaign, Rule(v1::LOOP_ACTION_TASK, "nps = 0"));
  Answered(campaign, account_, contact_, Said({{"nps", 0}}));
  EXPECT_EQ(Published<events::v1::TaskRequested>()->subject(),
            "After a survey: Detractor · Would you recommend us?");
  EXPECT_EQ(api::TimeOf(Published<events::v1::TaskRequested>()->due_time()),
            day + absl::Hours(24 * 8));
}

TEST_F(LoopFiringTest, OneSeesThoseOfOnesAccounts) {
  const Campaign campaign = Run();
  Made(campaign, Rule(v1::LOOP_ACTION_CASE));
  const std::string other = AddAccount(service_, "南风", "chen.yu");
  Answered(campaign, account_, contact_, Said({{"nps", 1}}));
  Answered(campaign, other, contact_, Said({{"nps", 1}}));
  EXPECT_THAT(Firings(campaign), SizeIs(2));
  const auto own = Firings(campaign, "", "wang.li", "account_manager");
  ASSERT_THAT(own, SizeIs(1));
  EXPECT_EQ(own[0].account(), account_);
  testing::Merge(service_, other, account_);
  EXPECT_THAT(Firings(campaign, "", "wang.li", "account_manager"), SizeIs(2));
}

}  // namespace
}  // namespace mainstay::survey
