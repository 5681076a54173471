#include "services/feedback/requirements/requirement_service_fixture.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST_F(RequirementServiceTest, OneIsTakenInAndRead) {
  v1::Requirement r = Asked("按批次提供检测报告", {north_});
  r.set_who("质检部");
  r.set_what("每批一份");
  r.set_when("随货");
  r.set_where("苏州工厂");
  r.set_why("入厂免检");
  r.set_how("从检测系统导出");
  r.set_responsible("li.na");
  r.set_accountable("wang.li");
  r.add_consulted("zhao.min");
  r.set_urgency(5);
  r.set_importance(4);
  *r.mutable_due_date() = api::DayToProto(absl::CivilDay(2099, 1, 1));
  r.set_kano_class(v1::KANO_CLASS_MUST_BE);
  r.set_kano_source("2026 客户访谈");
  r.mutable_askers(0)->set_source(north_ + "/visits/0190a000-0000-7000-8000-000000000004");
  r.mutable_askers(0)->set_words("没有报告我们不能收货");
  const auto made = Create(r, "wang.li", kManager);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->state(), v1::REQUIREMENT_STATE_COLLECTED);
  EXPECT_EQ(made->quadrant(), v1::REQUIREMENT_QUADRANT_DO);
  EXPECT_EQ(made->account_count(), 1);
  EXPECT_EQ(made->value(), 1) << "not graded";
  EXPECT_EQ(made->askers(0).author(), "wang.li");
  EXPECT_EQ(made->askers(0).words(), "没有报告我们不能收货");
  const auto read = Get(made->name(), "wang.li", kManager);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->DebugString(), made->DebugString());
  EXPECT_THAT(EventsOf(made->name()), ElementsAre("RequirementCollected"));
  EXPECT_THAT(FieldsOf(Create(Asked("", {})).status()), ElementsAre("requirement.title"));
  EXPECT_THAT(FieldsOf(Create(Asked("x", {})).status()), ElementsAre("requirement.askers"));
  r.mutable_askers(0)->set_source(south_ + "/visits/0190a000-0000-7000-8000-000000000004");
  EXPECT_THAT(FieldsOf(Create(r).status()), ElementsAre("requirement.askers[0].source"));
}

TEST_F(RequirementServiceTest, EachSeesTheirOwnAskers) {
  const std::string name = Made("检测报告", {north_, south_});
  const std::string other = Made("英文手册", {south_});
  EXPECT_THAT(AccountsOf(*Get(name)), ElementsAre(north_, south_));
  const auto seen = Get(name, "wang.li", kManager);
  EXPECT_THAT(AccountsOf(*seen), ElementsAre(north_));
  EXPECT_EQ(seen->account_count(), 2) << "how many ask is told of all";
  EXPECT_TRUE(absl::IsNotFound(Get(other, "wang.li", kManager).status()));
  EXPECT_TRUE(absl::IsNotFound(Get(name, "x", kManager).status()));
  EXPECT_TRUE(absl::IsPermissionDenied(Get(name, "x", "survey_manager").status()));
  EXPECT_THAT(Listed("accounts/-", "", "wang.li", kManager), ElementsAre("检测报告"));
  EXPECT_THAT(Listed("accounts/-", "", "li.na", kManager),
              UnorderedElementsAre("检测报告", "英文手册"));
  EXPECT_THAT(Listed(north_, ""), ElementsAre("检测报告"));
  EXPECT_TRUE(absl::IsNotFound(Create(Asked("x", {north_, south_}), "wang.li", kManager).status()));
}

TEST_F(RequirementServiceTest, ValueIsOfTheTiersOfThoseWhoAsk) {
  SetTier(north_, "core");
  SetTier(south_, "potential");
  const std::string name = Made("检测报告", {north_, north_, south_});
  auto r = *Get(name);
  EXPECT_EQ(r.account_count(), 2) << "one that asks twice is one";
  EXPECT_EQ(r.value(), 15);
  EXPECT_EQ(r.core_account_count(), 1);
  EXPECT_EQ(r.potential_account_count(), 1);
  EXPECT_THAT(Listed("accounts/-", "value >= 15 AND account_count = 2"), ElementsAre("检测报告"));
  Delete(service_, south_);
  EXPECT_EQ(Get(name)->value(), 10) << "a deleted account does not count";
  const std::string survivor = AddAccount(service_, "北风集团", "wang.li");
  SetTier(survivor, "general");
  testing::Merge(service_, north_, survivor);
  r = *Get(name);
  EXPECT_EQ(r.value(), 2) << "a merged account counts as its survivor";
  EXPECT_EQ(r.askers(0).account(), survivor);
}

TEST_F(RequirementServiceTest, AskersComeAndGo) {
  const std::string name = Made("检测报告", {north_});
  v1::AddRequirementAskerRequest add;
  add.set_name(name);
  add.mutable_asker()->set_account(south_);
  add.mutable_asker()->set_words("我们也要");
  const auto added = Call<v1::Requirement>("RequirementService/AddRequirementAsker", add);
  ASSERT_TRUE(added.ok()) << added.status();
  EXPECT_THAT(AccountsOf(*added), ElementsAre(north_, south_));
  v1::RemoveRequirementAskerRequest remove;
  remove.set_name(name);
  remove.set_asker(added->askers(1).name());
  const auto by_other = Call<v1::Requirement>("RequirementService/RemoveRequirementAsker", remove,
                                              "wang.li", kManager);
  EXPECT_TRUE(absl::IsNotFound(by_other.status())) << "of an account that they do not see";
  const auto removed = Call<v1::Requirement>("RequirementService/RemoveRequirementAsker", remove);
  ASSERT_TRUE(removed.ok()) << removed.status();
  EXPECT_THAT(AccountsOf(*removed), ElementsAre(north_));
  remove.set_asker(added->askers(0).name());
  const auto last = Call<v1::Requirement>("RequirementService/RemoveRequirementAsker", remove);
  EXPECT_EQ(ReasonOf(last.status()), "LAST_ASKER");
  EXPECT_THAT(EventsOf(name),
              ElementsAre("RequirementCollected", "RequirementChanged", "RequirementChanged"));
}

TEST_F(RequirementServiceTest, UpdateChangesWhatIsWritten) {
  v1::Requirement r = *Create(Asked("检测报告", {north_}));
  r.set_why("入厂免检");
  r.set_urgency(4);
  r.set_importance(5);
  const auto changed = Update(r, {});
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->quadrant(), v1::REQUIREMENT_QUADRANT_DO);
  EXPECT_EQ(Update(r, {}).status().code(), absl::StatusCode::kAborted) << "an old etag";
  r = *changed;
  EXPECT_EQ(Update(r, {"*"})->etag(), r.etag()) << "nothing changed";
  r.mutable_askers(0)->set_words("he says so");
  EXPECT_THAT(FieldsOf(Update(r, {}).status()), ElementsAre("requirement.askers"));
  r = *changed;
  r.mutable_askers(0)->set_name("requirements/x");
  EXPECT_THAT(FieldsOf(Update(r, {}).status()), ElementsAre("requirement.askers"));
  r = *changed;
  r.set_state(v1::REQUIREMENT_STATE_DELIVERED);
  EXPECT_THAT(FieldsOf(Update(r, {"state"}).status()), ElementsAre("requirement.state"));
  EXPECT_THAT(EventsOf(r.name()), ElementsAre("RequirementCollected", "RequirementChanged"));
  v1::ListRequirementChangesRequest list;
  list.set_parent(r.name());
  const auto changes = Call<v1::ListRequirementChangesResponse>(
      "RequirementService/ListRequirementChanges", list, "wang.li", kManager);
  ASSERT_TRUE(changes.ok()) << changes.status();
  ASSERT_EQ(changes->changes_size(), 4);
  EXPECT_EQ(changes->changes(0).field(), "why");
  EXPECT_EQ(changes->changes(1).new_value(), "4");
}

TEST_F(RequirementServiceTest, TheFunnelLeavesTraces) {
  v1::Requirement r = Asked("检测报告", {north_});
  r.set_urgency(2);
  r.set_importance(5);
  r.set_accountable("li.na");
  *r.mutable_due_date() = api::DayToProto(absl::CivilDay(2099, 1, 1));
  const std::string name = Create(r)->name();
  EXPECT_EQ(ReasonOf(Do("PlanRequirement", name).status()), "WRONG_STATE");
  for (const char* method : {"ScreenRequirement", "AssessRequirement", "PlanRequirement",
                             "StartRequirement", "DeliverRequirement"}) {
    ASSERT_TRUE(Do(method, name).ok()) << method;
  }
  EXPECT_THAT(FieldsOf(Do("ValidateRequirement", name).status()), ElementsAre("note"));
  const auto done = Do("ValidateRequirement", name, "三家客户确认");
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->state(), v1::REQUIREMENT_STATE_VALIDATED);
  EXPECT_TRUE(done->has_deliver_time());
  EXPECT_THAT(Listed("accounts/-", "state = REQUIREMENT_STATE_VALIDATED AND open = false"),
              ElementsAre("检测报告"));
  const std::string other = Made("英文手册", {north_});
  EXPECT_EQ(Do("RejectRequirement", other, "不做")->reject_reason(), "不做");
  EXPECT_EQ(Do("ReconsiderRequirement", other, "还是做")->state(), v1::REQUIREMENT_STATE_COLLECTED);
  EXPECT_THAT(EventsOf(other), ElementsAre("RequirementCollected", "RequirementStateChanged",
                                           "RequirementStateChanged"));
}

TEST_F(RequirementServiceTest, ListsShowTheFirstAskersOnly) {
  const std::string name = Made("检测报告", std::vector<std::string>(kAskersInLists + 5, north_));
  v1::ListRequirementsRequest list;
  list.set_parent("accounts/-");
  const auto page = Call<v1::ListRequirementsResponse>("RequirementService/ListRequirements", list);
  ASSERT_TRUE(page.ok()) << page.status();
  v1::Requirement listed = page->requirements(0);
  ASSERT_EQ(listed.askers_size(), kAskersInLists);
  const v1::Requirement whole = *Get(name);
  ASSERT_EQ(whole.askers_size(), kAskersInLists + 5);
  EXPECT_EQ(listed.askers(kAskersInLists - 1).name(), whole.askers(kAskersInLists - 1).name());
  listed.set_why("入厂免检");
  EXPECT_TRUE(Update(listed, {}).ok()) << "as a list showed it";
  EXPECT_EQ(Get(name)->askers_size(), kAskersInLists + 5);
}

TEST_F(RequirementServiceTest, WhatChangedSinceItWasScoredIsToBeLookedAtAgain) {
  std::vector<std::string> accounts = {north_, south_};
  for (int i = 0; i < 10; ++i) {
    accounts.push_back(AddAccount(service_, absl::StrCat("客户", i), "li.na"));
  }
  const std::string name =
      Made("检测报告", std::vector<std::string>(accounts.begin(), accounts.begin() + 10));
  const auto reasons = [&] {
    const v1::Requirement r = *Get(name);
    return std::vector<int>(r.review_reasons().begin(), r.review_reasons().end());
  };
  EXPECT_THAT(reasons(), IsEmpty()) << "never scored";
  Score(name);
  const auto add = [&](const std::string& account) {
    v1::AddRequirementAskerRequest request;
    request.set_name(name);
    request.mutable_asker()->set_account(account);
    ASSERT_TRUE(Call<v1::Requirement>("RequirementService/AddRequirementAsker", request).ok());
  };
  add(accounts[10]);
  EXPECT_THAT(reasons(), IsEmpty()) << "one of ten more";
  EXPECT_THAT(Listed("accounts/-", "needs_review = true"), IsEmpty());
  add(accounts[11]);
  EXPECT_THAT(reasons(), ElementsAre(v1::REQUIREMENT_REVIEW_REASON_ASKING_ACCOUNTS,
                                     v1::REQUIREMENT_REVIEW_REASON_VALUE));
  EXPECT_THAT(Listed("accounts/-", "needs_review = true"), ElementsAre("检测报告"));
  Score(name);
  SetTier(accounts[3], "core");
  EXPECT_THAT(reasons(), ElementsAre(v1::REQUIREMENT_REVIEW_REASON_VALUE));
  Score(name);
  v1::Requirement late;
  late.set_name(name);
  *late.mutable_due_date() = api::DayToProto(DueDay(service_.clock().Now()));
  ASSERT_TRUE(Update(late, {"due_date"}).ok());
  EXPECT_THAT(reasons(), IsEmpty()) << "it is due today";
  service_.clock().Advance(absl::Hours(24));
  EXPECT_THAT(reasons(), ElementsAre(v1::REQUIREMENT_REVIEW_REASON_DUE_DATE));
  ASSERT_TRUE(Do("RejectRequirement", name, "x").ok());
  EXPECT_THAT(reasons(), IsEmpty()) << "nobody waits for it";
}

TEST_F(RequirementServiceTest, AMeetingMovesWhatItDecidesOnOrNothing) {
  const std::string a = Made("检测报告", {north_});
  const std::string b = Made("英文手册", {south_});
  v1::CreateRequirementReviewRequest request;
  v1::RequirementReview& review = *request.mutable_requirement_review();
  *review.mutable_date() = api::DayToProto(DueDay(service_.clock().Now()));
  review.add_attendees("wang.li");
  review.set_minutes("季度评审");
  const auto decide = [&](const std::string& name, v1::RequirementDecision decision,
                          const std::string& note) {
    v1::RequirementReview::Item& item = *review.add_decisions();
    item.set_requirement(name);
    item.set_decision(decision);
    item.set_note(note);
  };
  decide(a, v1::REQUIREMENT_DECISION_SCREEN, "");
  decide(b, v1::REQUIREMENT_DECISION_REJECT, "");
  const auto hold = [&](std::string_view user = "ada", std::string_view role = "admin") {
    return Call<v1::RequirementReview>("RequirementService/CreateRequirementReview", request, user,
                                       role);
  };
  EXPECT_THAT(FieldsOf(hold().status()), ElementsAre("requirement_review.decisions[1].note"));
  EXPECT_EQ(Get(a)->state(), v1::REQUIREMENT_STATE_COLLECTED) << "all or nothing";
  review.mutable_decisions(1)->set_note("只有一家");
  EXPECT_TRUE(absl::IsNotFound(hold("wang.li", kManager).status()));
  const auto held = hold();
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->decisions(1).state(), v1::REQUIREMENT_STATE_REJECTED);
  EXPECT_EQ(Get(b)->reject_reason(), "只有一家");
  EXPECT_THAT(EventsOf(held->name()), ElementsAre("RequirementReviewed"));
  const absl::Status again = hold().status();
  EXPECT_EQ(ReasonOf(again), "WRONG_STATE");
  EXPECT_THAT(again.message(), HasSubstr(a));

  v1::GetRequirementReviewRequest get;
  get.set_name(held->name());
  const auto seen = Call<v1::RequirementReview>("RequirementService/GetRequirementReview", get,
                                                "wang.li", kManager);
  ASSERT_TRUE(seen.ok()) << seen.status();
  ASSERT_EQ(seen->decisions_size(), 1) << "those on what they see";
  EXPECT_EQ(seen->decisions(0).requirement(), a);
  EXPECT_EQ(seen->minutes(), "") << "they speak of the other one too";
  EXPECT_EQ(Call<v1::RequirementReview>("RequirementService/GetRequirementReview", get)->minutes(),
            "季度评审");
  EXPECT_TRUE(absl::IsNotFound(
      Call<v1::RequirementReview>("RequirementService/GetRequirementReview", get, "x", kManager)
          .status()));
  v1::ListRequirementReviewsRequest list;
  list.set_parent("accounts/-");
  const auto listed = [&](std::string_view user, std::string_view role) {
    return Call<v1::ListRequirementReviewsResponse>("RequirementService/ListRequirementReviews",
                                                    list, user, role)
        ->requirement_reviews_size();
  };
  EXPECT_EQ(listed("ada", "admin"), 1);
  EXPECT_EQ(listed("wang.li", kManager), 1);
  EXPECT_EQ(listed("x", kManager), 0);
  list.set_parent(south_);
  EXPECT_EQ(listed("ada", "admin"), 1);
}

TEST_F(RequirementServiceTest, ARepeatedCreationGivesTheSameOne) {
  v1::CreateRequirementRequest request;
  *request.mutable_requirement() = Asked("检测报告", {north_});
  request.set_request_id("0190a000-0000-7000-8000-000000000009");
  const auto create = [&] {
    return Call<v1::Requirement>("RequirementService/CreateRequirement", request, "wang.li",
                                 kManager);
  };
  const auto made = create();
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(create()->name(), made->name());
  Sql("DELETE FROM directory_members WHERE user_id = $1", {std::string("wang.li")});
  EXPECT_TRUE(absl::IsNotFound(create().status())) << "they do not see it any more";
}

}  // namespace
}  // namespace mainstay::feedback
