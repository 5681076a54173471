// What accounts' events do to plans.
#include "services/engagement/plans/plan_inbox_events.h"

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
    TakePlanEvents(subscription);
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
  v1::ReturnVisitPlan PlanAhead() {
    v1::GenerateReturnVisitPlanRequest request;
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
  for (const v1::PlanItem& item : planned) of_account += item.account() == account;
  EXPECT_EQ(of_account, 3);
  EXPECT_THAT(Items(draft).value(), SizeIs(4));
  EXPECT_THAT(Items(discarded).value(), SizeIs(2));
  EXPECT_THAT(EventsOf(draft), ElementsAre("ReturnVisitPlanGenerated", "ReturnVisitPlanChanged"));

  // The same event again changes nothing more than the items' ids.
  ASSERT_TRUE(TierChanges(account, "core", 3).ok());
  EXPECT_THAT(Items(draft).value(), SizeIs(4));
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
  EXPECT_EQ(PlanAhead().item_count(), 0);
  accounts::v1::TradeChanged payload;
  *payload.mutable_earliest_order_time() = api::TimeToProto(absl::Now() - absl::Hours(24 * 200));
  *payload.mutable_latest_order_time() = api::TimeToProto(absl::Now());
  ASSERT_TRUE(Receive(payload, account, 1).ok());
  // An older order that is recorded later does not take its place.
  *payload.mutable_latest_order_time() = api::TimeToProto(absl::Now() - absl::Hours(24 * 100));
  ASSERT_TRUE(Receive(payload, account, 2).ok());
  const auto items = Items(PlanAhead().name()).value();
  ASSERT_THAT(items, SizeIs(1));
  EXPECT_EQ(items[0].reasons(0).kind(), v1::CADENCE_KIND_AFTER_ORDER);
}

}  // namespace
}  // namespace mainstay::engagement
