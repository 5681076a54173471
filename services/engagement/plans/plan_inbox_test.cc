// What accounts' events do to plans.
#include "services/engagement/plans/plan_inbox_events.h"

#include <mainstay/accounts/v1/events.pb.h>
#include <mainstay/accounts/v1/trade_events.pb.h>

#include <set>

#include "services/engagement/plans/plans_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class PlanInboxTest : public PlansFixture {
 protected:
  PlanInboxTest() {
    // Handlers go by the machine's clock: a period that is always ahead of it.
    first_ = absl::ToCivilDay(absl::Now(), zone_) + 30;
    service_.clock().Set(absl::Now());
  }
  absl::Status Receive(const google::protobuf::Message& payload, const std::string& account,
                       int64_t version) {
    events::Subscription subscription{.area = "accounts"};
    TakePlanEvents(subscription, deps_);
    events::v1::Event event;
    event.set_type(payload.GetDescriptor()->full_name());
    event.set_payload(payload.SerializeAsString());
    event.set_actor("ada");
    event.set_account_id(IdOf(account));
    event.set_aggregate_id(IdOf(account));
    event.set_aggregate_version(version);
    return service_.db().Write({}, [&](pg::Tx& tx) {
      return subscription.handlers.find(event.type())->second(tx, event);
    });
  }
  absl::Status TierChanges(const std::string& account, const std::string& tier, int64_t version) {
    accounts::v1::AccountChanged payload;
    payload.set_account(account);
    payload.add_fields("tier");
    payload.set_tier(tier);
    payload.set_display_name("北风");
    payload.set_owner("wang.li");
    return Receive(payload, account, version);
  }
  absl::Status OwnerChanges(const std::string& account, const std::string& owner, int64_t version) {
    accounts::v1::AccountChanged payload;
    payload.set_account(account);
    payload.add_fields("owner");
    payload.set_display_name("北风");
    payload.set_owner(owner);
    return Receive(payload, account, version);
  }
  // A merge, or one that is taken back, as it is told of both.
  template <class Payload>
  absl::Status ReceiveOfBoth(Payload payload, const std::string& account, const std::string& other,
                             int64_t version) {
    payload.set_account(account);
    payload.add_members("wang.li");
    for (const std::string& name : {other, account}) {
      if (absl::Status taken = Receive(payload, name, version); !taken.ok()) return taken;
    }
    return absl::OkStatus();
  }
  v1::ReturnVisitPlan PlanAhead(const std::string& user = "") {
    v1::GenerateReturnVisitPlanRequest request;
    request.set_user(user);
    *request.mutable_start_date() = api::DayToProto(first_);
    *request.mutable_end_date() = api::DayToProto(first_ + 59);
    return Call<v1::ReturnVisitPlan>("ReturnVisitPlanService/GenerateReturnVisitPlan", request)
        .value();
  }

  absl::CivilDay first_;
};

TEST_F(PlanInboxTest, ATierChangePlansTheAccountAnewInDrafts) {
  const std::string account = Add("北风", "wang.li", "general");
  const std::string other = Add("Other", "wang.li", "general");
  AddRule(20, v1::CADENCE_TIER_CORE);
  AddRule(100, v1::CADENCE_TIER_GENERAL);
  const std::string draft = PlanAhead().name(), discarded = PlanAhead().name();
  ASSERT_TRUE((Go<v1::DiscardReturnVisitPlanRequest, v1::ReturnVisitPlan>("DiscardReturnVisitPlan",
                                                                          discarded)
                   .ok()));
  ASSERT_THAT(Items(draft).value(), SizeIs(2));

  const absl::Status taken = TierChanges(account, "core", 3);
  ASSERT_TRUE(taken.ok()) << taken;
  int of_account = 0;
  const auto planned = Items(draft).value();
  std::set<int64_t> starts;
  for (const v1::PlanItem& item : planned) {
    of_account += item.account() == account;
    starts.insert(item.start_time().seconds());
  }
  EXPECT_THAT(starts, SizeIs(4));  // keeps off the other account's
  EXPECT_EQ(of_account, 3);
  EXPECT_THAT(Items(draft).value(), SizeIs(4));
  EXPECT_THAT(Items(discarded).value(), SizeIs(2));
  EXPECT_THAT(EventsOf(draft), ElementsAre("ReturnVisitPlanGenerated", "ReturnVisitPlanChanged"));

  // The same event again changes nothing more than the items' ids.
  ASSERT_TRUE(TierChanges(account, "core", 3).ok());
  EXPECT_THAT(Items(draft).value(), SizeIs(4));
}

TEST_F(PlanInboxTest, AFullDraftTakesOnlyWhatItHasRoomFor) {
  const std::string account = Add("北风", "wang.li", "general");
  AddRule(20, v1::CADENCE_TIER_CORE);
  AddRule(100, v1::CADENCE_TIER_GENERAL);
  const std::string draft = PlanAhead().name();
  const auto before = Items(draft).value();
  ASSERT_THAT(before, SizeIs(1));
  deps_.max_plan_items = 2;
  ASSERT_TRUE(TierChanges(account, "core", 3).ok());
  const auto items = Items(draft).value();
  ASSERT_THAT(items, SizeIs(2));
  EXPECT_EQ(items[0].due_date().day(), before[0].due_date().day()) << "the earliest";
  v1::ListReturnVisitPlanChangesRequest changes;
  changes.set_parent(draft);
  const auto history = Call<v1::ListReturnVisitPlanChangesResponse>(
      "ReturnVisitPlanService/ListReturnVisitPlanChanges", changes);
  ASSERT_TRUE(history.ok()) << history.status();
  EXPECT_EQ(history->changes(0).old_value(), "1 items");
  EXPECT_EQ(history->changes(0).new_value(), "2 of 3 items: the plan is full");
}

TEST_F(PlanInboxTest, ADraftWithoutAnyRoomTellsSo) {
  Add("Other", "wang.li", "general");
  const std::string account = Add("北风", "wang.li", "potential");
  AddRule(20, v1::CADENCE_TIER_CORE);
  AddRule(100, v1::CADENCE_TIER_GENERAL);
  const std::string draft = PlanAhead().name();
  ASSERT_THAT(Items(draft).value(), SizeIs(1));
  deps_.max_plan_items = 1;
  ASSERT_TRUE(TierChanges(account, "core", 3).ok());
  ASSERT_THAT(Items(draft).value(), SizeIs(1));
  v1::ListReturnVisitPlanChangesRequest changes;
  changes.set_parent(draft);
  const auto history = Call<v1::ListReturnVisitPlanChangesResponse>(
      "ReturnVisitPlanService/ListReturnVisitPlanChanges", changes);
  ASSERT_TRUE(history.ok()) << history.status();
  EXPECT_EQ(history->changes(0).old_value(), "0 items");
  EXPECT_EQ(history->changes(0).new_value(), "0 of 3 items: the plan is full");
}

TEST_F(PlanInboxTest, WhatSomebodyEditedStays) {
  const std::string account = Add("北风", "wang.li", "core");
  AddRule(20, v1::CADENCE_TIER_CORE);
  AddRule(30, v1::CADENCE_TIER_GENERAL);
  const std::string draft = PlanAhead().name();
  v1::PlanItem first = Items(draft)->front();
  first.set_user("li.na");
  ASSERT_TRUE(UpdateItem(first, {"user"}).ok());
  const std::string skipped = Items(draft)->back().name();
  ASSERT_TRUE(Skip(skipped).ok());
  ASSERT_TRUE(TierChanges(account, "general", 3).ok());
  const auto items = Items(draft).value();
  EXPECT_EQ(items.front().name(), first.name());  // counts as the first contact
  EXPECT_THAT(Items(draft, "state = PLAN_ITEM_STATE_SKIPPED").value(), SizeIs(1));
  EXPECT_THAT(Items(draft, "edited = false").value(), SizeIs(1));  // a month later
  ASSERT_TRUE(TierChanges(account, "", 4).ok());                   // no rule asks for anything
  EXPECT_THAT(Items(draft, "edited = false").value(), IsEmpty());
}

TEST_F(PlanInboxTest, WhatSomebodyLeftOutOrPutOffDoesNotComeBack) {
  const std::string account = Add("北风", "wang.li", "core");
  AddRule(20);
  const std::string draft = PlanAhead().name();
  const auto planned = Items(draft).value();
  ASSERT_THAT(planned, SizeIs(3));
  ASSERT_TRUE(Skip(planned[0].name()).ok());
  v1::PlanItem second = planned[1];
  *second.mutable_start_time() = api::TimeToProto(absl::FromCivil(first_ + 45, zone_));
  ASSERT_TRUE(UpdateItem(second, {"start_time"}).ok());
  ASSERT_TRUE(TierChanges(account, "core", 3).ok());
  EXPECT_THAT(Items(draft, "edited = false").value(), IsEmpty());
  EXPECT_THAT(Items(draft).value(), SizeIs(2));
}

TEST_F(PlanInboxTest, ANewOwnerTakesTheItemsOver) {
  const std::string account = Add("北风", "wang.li");
  AddRule(20);
  const std::string all = PlanAhead().name(), of_wang = PlanAhead("wang.li").name(),
                    of_li = PlanAhead("li.na").name();
  ASSERT_TRUE(OwnerChanges(account, "li.na", 3).ok());
  EXPECT_THAT(Items(all, "user = li.na").value(), SizeIs(3));
  EXPECT_THAT(Items(all).value(), SizeIs(3));
  EXPECT_THAT(Items(of_wang).value(), IsEmpty());
  EXPECT_THAT(Items(of_li, "user = li.na").value(), SizeIs(3));
}

TEST_F(PlanInboxTest, MergedAccountsArePlannedAsOne) {
  const std::string account = Add("北风", "wang.li"), other = Add("North Wind", "wang.li");
  AddRule(20);
  const std::string draft = PlanAhead().name();
  ASSERT_THAT(Items(draft).value(), SizeIs(6));
  accounts::v1::AccountMerged merged;
  merged.set_into(other);
  ASSERT_TRUE(ReceiveOfBoth(merged, account, other, 3).ok());
  const auto items = Items(draft).value();
  EXPECT_THAT(items, SizeIs(3));
  for (const v1::PlanItem& item : items) EXPECT_EQ(item.account(), other);
  accounts::v1::AccountUnmerged unmerged;
  unmerged.set_from(other);
  ASSERT_TRUE(ReceiveOfBoth(unmerged, account, other, 4).ok());
  EXPECT_THAT(Items(draft).value(), SizeIs(6));
}

TEST_F(PlanInboxTest, TheRegionOfAnAccountIsKept) {
  const std::string account = Add("北风", "wang.li");
  accounts::v1::AccountChanged payload;
  payload.set_account(account);
  payload.add_fields("region");
  payload.set_region("江苏");
  payload.set_display_name("北风");
  payload.set_owner("wang.li");
  ASSERT_TRUE(Receive(payload, account, 3).ok());
  payload.clear_fields();
  payload.add_fields("website");
  payload.clear_region();
  ASSERT_TRUE(Receive(payload, account, 4).ok());
  const auto region = service_.db().ReadOne({}, [&](pg::Tx& tx) -> absl::StatusOr<std::string> {
    return tx
        .Exec("SELECT region FROM account_directory WHERE account_id = $1::uuid",
              {IdOf(account)})[0][0]
        .c_str();
  });
  EXPECT_EQ(region.value(), "江苏");
}

TEST_F(PlanInboxTest, OrdersBringReturnVisits) {
  const std::string account = Add("北风", "wang.li");
  v1::CreateCadenceRuleRequest request;
  v1::CadenceRule& rule = *request.mutable_cadence_rule();
  rule.set_display_name("After orders");
  rule.add_accounts(account);
  rule.set_kind(v1::CADENCE_KIND_AFTER_ORDER);
  rule.set_days(40);
  ASSERT_TRUE(Call<v1::CadenceRule>("CadenceRuleService/CreateCadenceRule", request).ok());
  const std::string draft = PlanAhead().name();
  EXPECT_THAT(Items(draft).value(), IsEmpty());
  accounts::v1::TradeChanged payload;
  *payload.mutable_earliest_order_time() = api::TimeToProto(absl::Now() - absl::Hours(24 * 200));
  *payload.mutable_latest_order_time() = api::TimeToProto(absl::Now());
  ASSERT_TRUE(Receive(payload, account, 1).ok());
  EXPECT_THAT(Items(draft).value(), SizeIs(1));
  // An older order that is recorded later does not take its place.
  *payload.mutable_latest_order_time() = api::TimeToProto(absl::Now() - absl::Hours(24 * 100));
  ASSERT_TRUE(Receive(payload, account, 2).ok());
  EXPECT_THAT(EventsOf(draft), ElementsAre("ReturnVisitPlanGenerated", "ReturnVisitPlanChanged"));
  const auto items = Items(PlanAhead().name()).value();
  ASSERT_THAT(items, SizeIs(1));
  EXPECT_EQ(items[0].reasons(0).kind(), v1::CADENCE_KIND_AFTER_ORDER);
}

}  // namespace
}  // namespace mainstay::engagement
