// Plans of return visits from the draft to what became of them.
#include "services/engagement/plans/plans_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(PlansFixture, ADraftSaysWhoIsDueWhyAndWhen) {
  const std::string account = Add("北风", "wang.li");
  Add("General", "wang.li", "general");
  const std::string rule = AddRule(20);
  const v1::ReturnVisitPlan plan = Generate().value();
  EXPECT_EQ(plan.state(), v1::RETURN_VISIT_PLAN_STATE_DRAFT);
  EXPECT_EQ(plan.display_name(), "2026-03-01 – 2026-03-31");
  EXPECT_EQ(plan.working_calendar(), "workingCalendars/cn");
  EXPECT_EQ(plan.item_count(), 2);
  EXPECT_EQ(plan.account_count(), 1);
  EXPECT_EQ(Get(plan.name())->DebugString(), plan.DebugString());

  const auto items = Items(plan.name()).value();
  ASSERT_THAT(items, SizeIs(2));
  EXPECT_EQ(items[0].account(), account);
  EXPECT_EQ(items[0].account_display_name(), "北风");
  EXPECT_EQ(items[0].user(), "wang.li");
  EXPECT_EQ(items[0].purpose(), "How is it going");
  EXPECT_EQ(items[0].start_time().seconds(), At(2, 9).seconds());
  EXPECT_EQ(items[0].end_time().seconds(), At(2, 10).seconds());
  ASSERT_EQ(items[0].reasons_size(), 1);
  EXPECT_EQ(items[0].reasons(0).cadence_rule(), rule);
  EXPECT_FALSE(items[0].reasons(0).has_cause_date());  // there was no contact yet
  EXPECT_EQ(items[1].due_date().day(), 23);            // twenty days on is a Saturday
  EXPECT_THAT(EventsOf(plan.name()), ElementsAre("ReturnVisitPlanGenerated"));
}

TEST_F(PlansFixture, CountsFromTheLastContactAndSeesWhatIsPlanned) {
  const std::string account = Add("北风", "wang.li");
  AddRule(20, v1::CADENCE_TIER_CORE, 2);
  v1::RecordVisitRequest made;
  made.set_parent(account);
  made.mutable_visit()->set_kind(v1::VISIT_KIND_VISIT);
  made.mutable_visit()->set_content("said");
  *made.mutable_visit()->mutable_planned_start_time() =
      api::TimeToProto(absl::FromCivil(absl::CivilHour(2026, 2, 20, 9), zone_));
  ASSERT_TRUE(Call<v1::Visit>("VisitService/RecordVisit", made).ok());
  auto items = Items(Generate()->name()).value();
  ASSERT_THAT(items, SizeIs(1));
  EXPECT_EQ(items[0].due_date().day(), 12);
  EXPECT_EQ(items[0].reasons(0).cause_date().day(), 20);
  EXPECT_THAT(items[0].warnings(), IsEmpty());

  // Another visit that is planned counts, takes its time and comes out of the budget.
  v1::CreateVisitRequest planned;
  planned.set_parent(account);
  planned.mutable_visit()->set_kind(v1::VISIT_KIND_VISIT);
  planned.mutable_visit()->add_participants()->set_user("wang.li");
  *planned.mutable_visit()->mutable_planned_start_time() = At(5, 9);
  ASSERT_TRUE(Call<v1::Visit>("VisitService/CreateVisit", planned).ok());
  items = Items(Generate()->name()).value();
  ASSERT_THAT(items, SizeIs(1));
  EXPECT_EQ(items[0].due_date().day(), 25);
  EXPECT_THAT(items[0].warnings(), ElementsAre(v1::PLAN_WARNING_OVER_BUDGET));
}

TEST_F(PlansFixture, AVisitThatNobodyHasRecordedYetIsAContact) {
  const std::string account = Add("北风", "wang.li");
  AddRule(20);
  v1::CreateVisitRequest planned;
  planned.set_parent(account);
  planned.mutable_visit()->set_kind(v1::VISIT_KIND_VISIT);
  planned.mutable_visit()->add_participants()->set_user("wang.li");
  *planned.mutable_visit()->mutable_planned_start_time() =
      api::TimeToProto(absl::FromCivil(absl::CivilHour(2026, 2, 26, 13), zone_));
  const std::string visit = Call<v1::Visit>("VisitService/CreateVisit", planned)->name();
  service_.clock().Set(absl::FromCivil(absl::CivilHour(2026, 2, 26, 17), zone_));
  EXPECT_EQ(Items(Generate()->name())->front().due_date().day(), 18);
  v1::CheckInVisitRequest check_in;
  check_in.set_name(visit);
  ASSERT_TRUE(Call<v1::Visit>("VisitService/CheckInVisit", check_in).ok());
  EXPECT_EQ(Items(Generate()->name())->front().due_date().day(), 18);
}

TEST_F(PlansFixture, BudgetWarningsFollowTheItems) {
  Add("北风", "wang.li");
  AddRule(10, v1::CADENCE_TIER_CORE, 2);
  const std::string plan = Generate()->name();
  const auto over = [&] {
    std::vector<int> days;
    const auto warned = Items(plan, "warning : over_budget");
    for (const v1::PlanItem& item : warned.value()) {
      if (item.state() == v1::PLAN_ITEM_STATE_PROPOSED) days.push_back(item.due_date().day());
    }
    return days;
  };
  const auto items = Items(plan).value();
  ASSERT_THAT(items, SizeIs(4));
  EXPECT_THAT(over(), ElementsAre(23, 31));
  ASSERT_TRUE(Skip(items[0].name()).ok());
  EXPECT_THAT(over(), ElementsAre(31));
  v1::PlanItem moved = items[1];
  *moved.mutable_start_time() = At(32, 9);  // into the next quarter
  EXPECT_THAT(UpdateItem(moved, {"start_time"})->warnings(), IsEmpty());
  EXPECT_THAT(over(), IsEmpty());
  ASSERT_TRUE(
      (Go<v1::RestorePlanItemRequest, v1::PlanItem>("RestorePlanItem", items[0].name()).ok()));
  EXPECT_THAT(over(), ElementsAre(31));
}

TEST_F(PlansFixture, RefusesAPeriodThatCannotBePlanned) {
  v1::GenerateReturnVisitPlanRequest request;
  EXPECT_THAT(
      FieldsOf(Call<v1::ReturnVisitPlan>("ReturnVisitPlanService/GenerateReturnVisitPlan", request)
                   .status()),
      ElementsAre("start_date"));
  const auto fields = [&](absl::CivilDay first, absl::CivilDay last, const std::string& calendar) {
    *request.mutable_start_date() = api::DayToProto(first);
    *request.mutable_end_date() = api::DayToProto(last);
    request.set_working_calendar(calendar);
    return FieldsOf(
        Call<v1::ReturnVisitPlan>("ReturnVisitPlanService/GenerateReturnVisitPlan", request)
            .status());
  };
  using absl::CivilDay;
  EXPECT_THAT(fields(CivilDay(2026, 3, 2), CivilDay(2026, 3, 1), ""), ElementsAre("end_date"));
  EXPECT_THAT(fields(CivilDay(2026, 1, 1), CivilDay(2026, 2, 26), ""), ElementsAre("end_date"));
  EXPECT_THAT(fields(CivilDay(2026, 3, 1), CivilDay(2027, 3, 2), ""), ElementsAre("end_date"));
  EXPECT_THAT(fields(CivilDay(2026, 2, 28), CivilDay(2026, 3, 1), ""), IsEmpty());  // worked
  EXPECT_THAT(fields(CivilDay(2026, 3, 7), CivilDay(2026, 3, 8), ""), ElementsAre("end_date"));
  EXPECT_THAT(fields(CivilDay(2026, 3, 2), CivilDay(2026, 3, 3), "workingCalendars/none"),
              ElementsAre("working_calendar"));
}

TEST_F(PlansFixture, IsForTheAccountsOfWhoeverItSays) {
  const std::string own = Add("Own", "wang.li");
  Add("Another's", "li.na");
  AddRule(60);
  EXPECT_EQ(Generate()->account_count(), 2);
  EXPECT_EQ(Generate("li.na")->account_count(), 1);
  EXPECT_EQ(Generate("me", "wang.li", kManager)->account_count(), 1);
  const v1::ReturnVisitPlan seen = Generate("", "wang.li", kManager).value();
  EXPECT_THAT(Items(seen.name()).value(), SizeIs(1));
  // Nothing of the other's is seen, whoever it says.
  EXPECT_EQ(Generate("li.na", "wang.li", kManager)->account_count(), 0);
}

TEST_F(PlansFixture, IsSeenByThoseItConcerns) {
  Add("Own", "wang.li");
  Add("Another's", "li.na");
  AddRule(60);
  const std::string all = Generate()->name();
  const std::string for_wang = Generate("wang.li")->name();
  EXPECT_TRUE(Get(for_wang, "wang.li", kManager).ok());
  EXPECT_EQ(Get(all, "wang.li", kManager).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Items(all, "", "wang.li", kManager).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Get(for_wang, "li.na", kManager).status().code(), absl::StatusCode::kNotFound);
  const auto list = Call<v1::ListReturnVisitPlansResponse>(
      "ReturnVisitPlanService/ListReturnVisitPlans", v1::ListReturnVisitPlansRequest(), "wang.li",
      kManager);
  ASSERT_EQ(list->return_visit_plans_size(), 1);
  EXPECT_EQ(list->return_visit_plans(0).name(), for_wang);
  EXPECT_EQ(list->return_visit_plans(0).item_count(), 1);
}

TEST_F(PlansFixture, ItemsAreEditedSkippedAndAdded) {
  const std::string account = Add("北风", "wang.li");
  AddRule(20);
  const v1::ReturnVisitPlan plan = Generate().value();
  v1::PlanItem item = Items(plan.name())->front();
  item.set_user("li.na");
  *item.mutable_start_time() = At(4, 14);
  item.set_visit_mode(v1::VISIT_MODE_PHONE);
  const v1::PlanItem edited = UpdateItem(item, {"user", "start_time", "visit_mode"}).value();
  EXPECT_EQ(edited.user(), "li.na");
  EXPECT_EQ(edited.end_time().seconds(), At(4, 15).seconds());  // as long as before
  EXPECT_EQ(edited.visit_mode(), v1::VISIT_MODE_PHONE);
  EXPECT_TRUE(edited.edited());
  EXPECT_EQ(UpdateItem(item, {"user"}).status().code(), absl::StatusCode::kAborted);  // old etag
  item.set_etag("");
  item.set_account("accounts/018f0000-0000-7000-8000-000000000000");
  EXPECT_THAT(FieldsOf(UpdateItem(item, {"account"}).status()), ElementsAre("item.account"));
  item = edited;
  *item.mutable_end_time() = At(4, 13);
  EXPECT_THAT(FieldsOf(UpdateItem(item, {"end_time"}).status()), ElementsAre("item.end_time"));

  const std::string second = Items(plan.name())->back().name();
  EXPECT_EQ(Skip(second)->skip_reason(), "because");
  EXPECT_EQ(ReasonOf(Skip(second).status()), "WRONG_STATE");
  EXPECT_EQ(Get(plan.name())->skipped_count(), 1);
  EXPECT_EQ((Go<v1::RestorePlanItemRequest, v1::PlanItem>("RestorePlanItem", second)->state()),
            v1::PLAN_ITEM_STATE_PROPOSED);

  v1::CreatePlanItemRequest create;
  create.set_parent(plan.name());
  create.mutable_item()->set_account(account);
  *create.mutable_item()->mutable_start_time() = At(30, 9);
  const auto added = Call<v1::PlanItem>("ReturnVisitPlanService/CreatePlanItem", create);
  ASSERT_TRUE(added.ok()) << added.status();
  EXPECT_EQ(added->user(), "ada");
  EXPECT_EQ(added->due_date().day(), 30);
  EXPECT_EQ(Get(plan.name())->item_count(), 3);
  EXPECT_TRUE((Go<v1::DeletePlanItemRequest, v1::PlanItem>("DeletePlanItem", added->name()).ok()));
  EXPECT_EQ(
      (Go<v1::GetPlanItemRequest, v1::PlanItem>("GetPlanItem", added->name()).status().code()),
      absl::StatusCode::kNotFound);
  EXPECT_THAT(Items(plan.name(), "edited = true").value(), SizeIs(2));
  EXPECT_THAT(Items(plan.name(), "user = li.na").value(), SizeIs(1));

  v1::ListReturnVisitPlanChangesRequest changes;
  changes.set_parent(plan.name());
  const auto history = Call<v1::ListReturnVisitPlanChangesResponse>(
      "ReturnVisitPlanService/ListReturnVisitPlanChanges", changes);
  std::vector<std::string> actions;
  for (const auto& change : history->changes()) actions.push_back(change.action());
  EXPECT_THAT(actions, ElementsAre("delete_item", "create_item", "restore_item", "skip_item",
                                   "update_item", "generate"));
  EXPECT_EQ(history->changes(4).old_value(), "2026-03-02 09:00 wang.li on_site");
  EXPECT_EQ(history->changes(4).new_value(), "2026-03-04 14:00 li.na phone");
}

// Plans have two items at most.
class SmallPlansTest : public PlansFixture {
 protected:
  SmallPlansTest()
      : PlansFixture([](rpc::Router& router, const Deps& deps) {
          Deps small = deps;
          small.max_plan_items = 2;
          RegisterReturnVisitPlanService(router, small);
        }) {}
};

TEST_F(SmallPlansTest, AFullPlanTakesNoMoreItems) {
  const std::string account = Add("北风", "wang.li");
  AddRule(20);
  const std::string plan = Generate()->name();
  ASSERT_THAT(Items(plan).value(), SizeIs(2));
  v1::CreatePlanItemRequest create;
  create.set_parent(plan);
  create.mutable_item()->set_account(account);
  *create.mutable_item()->mutable_start_time() = At(30, 9);
  EXPECT_EQ(ReasonOf(Call<v1::PlanItem>("ReturnVisitPlanService/CreatePlanItem", create).status()),
            "PLAN_TOO_LARGE");
  const std::string gone = Items(plan)->front().name();
  ASSERT_TRUE((Go<v1::DeletePlanItemRequest, v1::PlanItem>("DeletePlanItem", gone).ok()));
  const auto added = Call<v1::PlanItem>("ReturnVisitPlanService/CreatePlanItem", create);
  EXPECT_TRUE(added.ok()) << added.status();
  Add("North Wind", "wang.li");
  EXPECT_EQ(ReasonOf(Generate().status()), "PLAN_TOO_LARGE");
}

TEST_F(PlansFixture, ProgressSaysWhatBecameOfTheVisits) {
  for (int i = 0; i < 4; ++i) Add(absl::StrCat("A", i), i < 3 ? "wang.li" : "li.na");
  AddRule(60);
  const std::string plan = Generate()->name();
  const auto progress = [&] {
    return Go<v1::GetReturnVisitPlanProgressRequest, v1::ReturnVisitPlanProgress>(
               "GetReturnVisitPlanProgress", plan + "/progress")
        .value();
  };
  EXPECT_EQ(progress().total().proposed_count(), 4);
  const auto items = Items(plan, "user = wang.li").value();
  ASSERT_THAT(items, SizeIs(3));
  ASSERT_TRUE(Skip(items[2].name()).ok());
  ASSERT_TRUE(Approve(plan).ok());
  v1::CheckInVisitRequest check_in;
  check_in.set_name(Items(plan, "user = wang.li")->front().visit());
  ASSERT_TRUE(Call<v1::Visit>("VisitService/CheckInVisit", check_in).ok());
  v1::CompleteVisitRequest complete;
  complete.set_name(check_in.name());
  complete.set_content("said");
  ASSERT_TRUE(Call<v1::Visit>("VisitService/CompleteVisit", complete).ok());
  const auto now = progress();
  EXPECT_EQ(now.total().planned_count(), 2);
  EXPECT_EQ(now.total().done_count(), 1);
  EXPECT_EQ(now.total().skipped_count(), 1);
  EXPECT_NEAR(now.total().done_share(), 1.0 / 3, 1e-9);
  ASSERT_EQ(now.people_size(), 2);
  EXPECT_EQ(now.people(0).user(), "li.na");
  EXPECT_EQ(now.people(1).user(), "wang.li");
  EXPECT_EQ(now.people(1).counts().done_share(), 0.5);
}

TEST_F(PlansFixture, TheSameRequestIdMakesOnePlan) {
  Add("北风", "wang.li");
  AddRule(60);
  v1::GenerateReturnVisitPlanRequest request;
  *request.mutable_start_date() = api::DayToProto(absl::CivilDay(2026, 3, 1));
  *request.mutable_end_date() = api::DayToProto(absl::CivilDay(2026, 3, 31));
  request.set_request_id("018f0000-0000-7000-8000-000000000001");
  const auto generate = [&] {
    return Call<v1::ReturnVisitPlan>("ReturnVisitPlanService/GenerateReturnVisitPlan", request)
        .value()
        .name();
  };
  EXPECT_EQ(generate(), generate());
}

}  // namespace
}  // namespace mainstay::engagement
