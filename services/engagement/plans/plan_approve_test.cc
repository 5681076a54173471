// Approving a plan: what becomes visits, and what is left out.
#include "services/engagement/plans/plans_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(PlansFixture, ApprovingPlansTheVisitsOnce) {
  const std::string account = Add("北风", "wang.li");
  AddRule(20);
  const v1::ReturnVisitPlan plan = Generate().value();
  const auto drafted = Items(plan.name()).value();
  ASSERT_TRUE(Skip(drafted[1].name()).ok());
  const auto approved = Approve(plan.name());
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->state(), v1::RETURN_VISIT_PLAN_STATE_APPROVED);
  EXPECT_EQ(approved->approver(), "ada");

  const auto visits = Visits(account);
  ASSERT_THAT(visits, SizeIs(1));
  EXPECT_EQ(visits[0].kind(), v1::VISIT_KIND_RETURN_VISIT);
  EXPECT_EQ(visits[0].state(), v1::VISIT_STATE_PLANNED);
  EXPECT_EQ(visits[0].purpose(), "How is it going");
  EXPECT_EQ(visits[0].time_zone(), "Asia/Shanghai");
  EXPECT_EQ(visits[0].planned_start_time().seconds(), At(2, 9).seconds());
  ASSERT_EQ(visits[0].participants_size(), 1);
  EXPECT_EQ(visits[0].participants(0).user(), "wang.li");
  EXPECT_THAT(EventsOf(visits[0].name()), ElementsAre("VisitPlanned"));
  v1::ListVisitChangesRequest changes;
  changes.set_parent(visits[0].name());
  const auto history = Call<v1::ListVisitChangesResponse>("VisitService/ListVisitChanges", changes);
  ASSERT_EQ(history->changes_size(), 1);
  EXPECT_EQ(history->changes(0).action(), "create");
  EXPECT_EQ(history->changes(0).reason(), "by " + plan.name());

  EXPECT_EQ(Approve(plan.name())->DebugString(), approved->DebugString());
  EXPECT_THAT(Visits(account), SizeIs(1));
  const auto items = Items(plan.name()).value();
  EXPECT_EQ(items[0].state(), v1::PLAN_ITEM_STATE_PLANNED);
  EXPECT_EQ(items[0].visit(), visits[0].name());
  EXPECT_EQ(items[0].visit_state(), v1::VISIT_STATE_PLANNED);
  EXPECT_EQ(ReasonOf(Skip(items[0].name()).status()), "WRONG_STATE");
  EXPECT_EQ(ReasonOf(Go<v1::DiscardReturnVisitPlanRequest, v1::ReturnVisitPlan>(
                         "DiscardReturnVisitPlan", plan.name())
                         .status()),
            "WRONG_STATE");
  // The next plan sees what this one planned.
  EXPECT_THAT(Items(Generate()->name()).value(), SizeIs(1));
}

TEST_F(PlansFixture, CannotBeApprovedWhileSomethingIsOpen) {
  Add("Nobody's", "");
  AddRule(60);
  const v1::ReturnVisitPlan plan = Generate().value();
  EXPECT_EQ(plan.no_person_count(), 1);
  EXPECT_EQ(ReasonOf(Approve(plan.name()).status()), "PLAN_NOT_READY");
  v1::PlanItem item = Items(plan.name(), "warning : no_person")->front();
  item.set_user("li.na");
  EXPECT_THAT(UpdateItem(item, {"user"})->warnings(), IsEmpty());
  EXPECT_TRUE((Go<v1::DiscardReturnVisitPlanRequest, v1::ReturnVisitPlan>("DiscardReturnVisitPlan",
                                                                          plan.name())
                   .ok()));
  EXPECT_EQ(ReasonOf(Approve(plan.name()).status()), "WRONG_STATE");
}

TEST_F(PlansFixture, TheSecondOfTwoDraftsPlansNothingTwice) {
  const std::string merged = Add("北风", "wang.li"), account = Add("North Wind", "wang.li");
  AddRule(20);
  const std::string first = Generate("wang.li")->name(), second = Generate()->name();
  Merge(service_, merged, account);
  ASSERT_TRUE(Skip(Items(first)->front().name()).ok());
  ASSERT_TRUE(Approve(first).ok());
  EXPECT_THAT(Visits(account), SizeIs(3));
  const auto approved = Approve(second);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->skipped_count(), 4);
  EXPECT_THAT(Visits(account), SizeIs(3));
  EXPECT_EQ(Items(second)->front().skip_reason(),
            "the account has got a visit in the same week since");
}

TEST_F(PlansFixture, WhatIsMovedIntoTheWeekOfAnItemTakesItsPlace) {
  const std::string account = Add("北风", "wang.li");
  AddRule(20);
  v1::CreateVisitRequest later;
  later.set_parent(account);
  later.mutable_visit()->set_kind(v1::VISIT_KIND_VISIT);
  later.mutable_visit()->add_participants()->set_user("wang.li");
  *later.mutable_visit()->mutable_planned_start_time() = At(60, 9);
  v1::RescheduleVisitRequest move;
  move.set_name(Call<v1::Visit>("VisitService/CreateVisit", later)->name());
  *move.mutable_planned_start_time() = At(8, 9);
  service_.clock().Set(service_.clock().Now() + absl::Hours(1));
  const std::string plan = Generate()->name();
  service_.clock().Set(service_.clock().Now() + absl::Hours(1));
  ASSERT_TRUE(Call<v1::Visit>("VisitService/RescheduleVisit", move).ok());
  EXPECT_EQ(Approve(plan)->skipped_count(), 1);  // of the 2nd; not of the 23rd
}

TEST_F(PlansFixture, WhatWasThereBeforeTheDraftIsItsOwnMatter) {
  const std::string account = Add("北风", "wang.li");
  AddRule(5);
  v1::RecordVisitRequest made;
  made.set_parent(account);
  made.mutable_visit()->set_kind(v1::VISIT_KIND_VISIT);
  made.mutable_visit()->set_content("said");
  *made.mutable_visit()->mutable_planned_start_time() =
      api::TimeToProto(absl::FromCivil(absl::CivilHour(2026, 2, 26, 9), zone_));
  ASSERT_TRUE(Call<v1::Visit>("VisitService/RecordVisit", made).ok());
  service_.clock().Set(service_.clock().Now() + absl::Hours(1));
  const std::string plan = Generate()->name();
  EXPECT_EQ(Items(plan)->front().due_date().day(), 3);
  EXPECT_EQ(Approve(plan)->skipped_count(), 0);
}

TEST_F(PlansFixture, ADraftThatHasBegunIsApprovedFromNowOn) {
  const std::string account = Add("北风", "wang.li");
  AddRule(20);
  const std::string plan = Generate()->name();
  service_.clock().Set(absl::FromCivil(absl::CivilHour(2026, 3, 10, 9), zone_));
  const auto approved = Approve(plan);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->skipped_count(), 1);
  EXPECT_EQ(Items(plan)->front().skip_reason(), "it begins in the past");
  EXPECT_THAT(Visits(account), SizeIs(1));
}

TEST_F(PlansFixture, ACallSinceTheDraftIsTheContact) {
  const std::string before = Add("Called before", "wang.li"), since = Add("北风", "wang.li");
  AddRule(20);
  const auto call_now = [&](const std::string& account) {
    v1::CreateCommunicationRequest request;
    request.set_parent(account);
    v1::Communication& call = *request.mutable_communication();
    call.set_channel(v1::COMMUNICATION_CHANNEL_PHONE);
    call.set_direction(v1::COMMUNICATION_DIRECTION_OUTBOUND);
    call.set_subject("How is it going");
    *call.mutable_occur_time() = api::TimeToProto(service_.clock().Now());
    return Call<v1::Communication>("CommunicationService/CreateCommunication", request).status();
  };
  ASSERT_TRUE(call_now(before).ok());
  service_.clock().Advance(absl::Hours(1));
  const std::string plan = Generate()->name();
  ASSERT_THAT(Items(plan).value(), SizeIs(3));  // on the 18th; on the 2nd and the 23rd
  service_.clock().Advance(absl::Hours(1));
  ASSERT_TRUE(call_now(since).ok());
  ASSERT_TRUE(Approve(plan).ok());
  EXPECT_THAT(Visits(before), SizeIs(1));
  ASSERT_THAT(Visits(since), SizeIs(1));
  EXPECT_GT(Visits(since)[0].planned_start_time().seconds(), At(20, 9).seconds());
  const auto skipped = Items(plan, "state = PLAN_ITEM_STATE_SKIPPED").value();
  ASSERT_THAT(skipped, SizeIs(1));
  EXPECT_EQ(skipped[0].skip_reason(), "the account has been spoken to since");
}

TEST_F(PlansFixture, SkipsWhatTheApproverMayNotVisit) {
  Add("Own", "wang.li");
  const std::string gone = Add("Gone", "wang.li");
  const std::string other = Add("Other", "wang.li");
  AddRule(60);
  const std::string plan = Generate("", "wang.li", kManager)->name();
  Delete(service_, gone);
  const auto left = service_.db().Write({}, [&](pg::Tx& tx) {
    directory::Apply(
        tx, {.account_id = IdOf(other), .version = 3, .members = std::vector<std::string>{"li.na"}},
        service_.clock().Now());
    return absl::OkStatus();
  });
  ASSERT_TRUE(left.ok()) << left;
  const auto approved = Approve(plan, "wang.li", kManager);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->skipped_count(), 2);
  EXPECT_THAT(Visits(other), IsEmpty());
  EXPECT_THAT(Items(plan, "state = PLAN_ITEM_STATE_SKIPPED").value(), SizeIs(2));
}

}  // namespace
}  // namespace mainstay::engagement
