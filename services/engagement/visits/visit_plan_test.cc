// Create, update, reschedule; who may; the change history.
#include "services/engagement/visits/visits_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class VisitPlanTest : public VisitsFixture {
 protected:
  absl::StatusOr<v1::Visit> Update(const v1::Visit& visit, const std::vector<std::string>& paths) {
    v1::UpdateVisitRequest request;
    *request.mutable_visit() = visit;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call<v1::Visit>("VisitService/UpdateVisit", request);
  }
};

TEST_F(VisitPlanTest, APlannedVisitReadsBack) {
  const auto visit = Plan(absl::Hours(24));
  ASSERT_TRUE(visit.ok()) << visit.status();
  EXPECT_EQ(visit->state(), v1::VISIT_STATE_PLANNED);
  EXPECT_EQ(visit->mode(), v1::VISIT_MODE_ON_SITE);
  EXPECT_EQ(visit->participants(0).user(), "wang.li");
  EXPECT_FALSE(visit->has_on_time());
  EXPECT_EQ(Get(visit->name())->DebugString(), visit->DebugString());
}

TEST_F(VisitPlanTest, OnlyTheTeamSeesIt) {
  const auto visit = Plan();
  EXPECT_TRUE(absl::IsNotFound(Get(visit->name(), "chen.yu").status()));
  EXPECT_TRUE(absl::IsNotFound(Plan(absl::ZeroDuration(), "", "chen.yu").status()));
}

TEST_F(VisitPlanTest, ADeletedAccountIsNotVisitedAndAMergedOneIsItsSurvivor) {
  const auto visit = Plan();
  const std::string survivor = AddAccount(fixture_, "Survivor", "chen.yu", {"wang.li"});
  Merge(fixture_, account_, survivor);
  const std::string id = visit->name().substr(visit->name().rfind('/') + 1);
  const auto under_survivor = Get(absl::StrCat(survivor, "/visits/", id));
  ASSERT_TRUE(under_survivor.ok()) << under_survivor.status();
  EXPECT_EQ(Get(visit->name())->name(), under_survivor->name());
  // An attendee may still be named under the account that went.
  v1::Visit changed = *visit;
  changed.add_attendees()->set_contact(
      absl::StrCat(account_, "/contacts/0190c7a0-0000-7000-8000-000000000001"));
  const auto updated = Update(changed, {"attendees"});
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_THAT(updated->attendees(0).contact(), HasSubstr(survivor));
  Delete(fixture_, survivor);
  EXPECT_EQ(ReasonOf(Plan().status()), "ACCOUNT_DELETED");
  EXPECT_TRUE(Get(visit->name()).ok());
}

TEST_F(VisitPlanTest, AnUpdateChangesThePlanAndIsOnRecord) {
  const auto visit = Plan();
  v1::Visit changed = *visit;
  changed.set_place("Hall 3");
  changed.mutable_participants(0)->set_level(v1::LEVEL_MANAGER);
  v1::VisitAttendee* chen = changed.add_attendees();
  chen->set_contact(absl::StrCat(account_, "/contacts/0190c7a0-0000-7000-8000-000000000001"));
  chen->set_level(v1::LEVEL_DIRECTOR);
  chen->set_host(true);
  const auto updated = Update(changed, {"place", "participants", "attendees"});
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(updated->level_match(), v1::LEVEL_MATCH_OURS_LOWER);
  EXPECT_NE(updated->etag(), visit->etag());
  // The old etag does not do any more.
  EXPECT_EQ(ReasonOf(Update(changed, {"place"}).status()), "ETAG_MISMATCH");

  v1::ListVisitChangesRequest list;
  list.set_parent(visit->name());
  list.set_page_size(2);
  auto page = Call<v1::ListVisitChangesResponse>("VisitService/ListVisitChanges", list);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->changes(0).field(), "place");
  EXPECT_EQ(page->changes(0).new_value(), "Hall 3");
  EXPECT_EQ(page->changes(1).new_value(), "wang.li manager");
  list.set_page_token(page->next_page_token());
  page = Call<v1::ListVisitChangesResponse>("VisitService/ListVisitChanges", list);
  EXPECT_EQ(page->changes(0).field(), "attendees");
  EXPECT_EQ(page->changes(1).action(), "create");
  EXPECT_EQ(page->next_page_token(), "");
}

TEST_F(VisitPlanTest, WhatVerbsSetCannotBeUpdated) {
  const auto visit = Plan();
  v1::Visit changed = *visit;
  changed.set_state(v1::VISIT_STATE_COMPLETED);
  EXPECT_THAT(FieldsOf(Update(changed, {"state"}).status()), ElementsAre("visit.state"));
  changed = *visit;
  changed.mutable_planned_start_time()->set_seconds(1);
  EXPECT_THAT(FieldsOf(Update(changed, {"planned_start_time"}).status()),
              ElementsAre("visit.planned_start_time"));
  changed = *visit;
  changed.set_content("we talked");
  EXPECT_THAT(FieldsOf(Update(changed, {"content"}).status()), ElementsAre("visit.content"));
  v1::CreateVisitRequest create;
  create.set_parent(account_);
  *create.mutable_visit() = changed;
  EXPECT_THAT(FieldsOf(Call<v1::Visit>("VisitService/CreateVisit", create).status()),
              ElementsAre("visit.content"));
}

TEST_F(VisitPlanTest, AnUpdateStoresWhatWasSentOrNothing) {
  v1::Visit changed = *Plan();
  changed.mutable_participants(0)->set_user("wang li");
  EXPECT_THAT(FieldsOf(Update(changed, {"participants"}).status()),
              ElementsAre("visit.participants[0].user"));
  changed.mutable_participants(0)->set_user("a\nb");
  EXPECT_THAT(FieldsOf(Update(changed, {"participants"}).status()),
              ElementsAre("visit.participants[0].user"));
  ASSERT_TRUE(CheckIn(changed.name()).ok());
  changed = *Get(changed.name());
  changed.add_customer_needs("要快\n要便宜");
  changed.add_customer_needs("");
  EXPECT_THAT(FieldsOf(Update(changed, {"customer_needs"}).status()),
              ElementsAre("visit.customer_needs[0]", "visit.customer_needs[1]"));
  (*changed.mutable_form_answers())["a=b"] = "c";
  changed.clear_customer_needs();
  EXPECT_THAT(FieldsOf(Update(changed, {"form_answers"}).status()),
              ElementsAre("visit.form_answers.a=b"));
}

TEST_F(VisitPlanTest, ARecordDoesNotLoseWhatWasSaid) {
  v1::RecordVisitRequest request;
  request.set_parent(account_);
  request.mutable_visit()->set_kind(v1::VISIT_KIND_REVIEW);
  request.mutable_visit()->set_content("the year's review");
  *request.mutable_visit()->mutable_planned_start_time() =
      api::TimeToProto(fixture_.clock().Now() - absl::Hours(48));
  v1::Visit visit = *Call<v1::Visit>("VisitService/RecordVisit", request);
  visit.set_content("");
  EXPECT_THAT(FieldsOf(Update(visit, {"content"}).status()), ElementsAre("visit.content"));
}

TEST_F(VisitPlanTest, TimesOfMoreThanMicrosecondsAreCut) {
  v1::CreateVisitRequest request;
  request.set_parent(account_);
  request.mutable_visit()->set_kind(v1::VISIT_KIND_REVIEW);
  request.mutable_visit()->mutable_planned_start_time()->set_seconds(1790000000);
  request.mutable_visit()->mutable_planned_start_time()->set_nanos(123456789);
  v1::Visit sent = *Call<v1::Visit>("VisitService/CreateVisit", request);
  EXPECT_EQ(sent.planned_start_time().nanos(), 123456000);
  // A client that keeps what it sent changes nothing by sending it again.
  *sent.mutable_planned_start_time() = request.visit().planned_start_time();
  sent.set_place("Hall 3");
  EXPECT_TRUE(Update(sent, {"place", "planned_start_time"}).ok());
}

TEST_F(VisitPlanTest, AnotherAccountsContactIsRefused) {
  const std::string other = AddAccount(fixture_, "Other", "wang.li");
  v1::Visit changed = *Plan();
  changed.add_attendees()->set_contact(
      absl::StrCat(other, "/contacts/0190c7a0-0000-7000-8000-000000000001"));
  EXPECT_THAT(FieldsOf(Update(changed, {"attendees"}).status()),
              ElementsAre("visit.attendees[0].contact"));
}

TEST_F(VisitPlanTest, ReschedulingKeepsTheLengthAndPlansAgain) {
  const auto visit = Plan();
  ASSERT_TRUE(Go<v1::ConfirmVisitRequest>("ConfirmVisit", visit->name()).ok());
  v1::RescheduleVisitRequest request;
  request.set_name(visit->name());
  request.set_reason("the customer asked");
  request.mutable_planned_start_time()->set_seconds(visit->planned_start_time().seconds() + 86400);
  const auto moved = Call<v1::Visit>("VisitService/RescheduleVisit", request);
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->state(), v1::VISIT_STATE_PLANNED);
  EXPECT_EQ(moved->planned_end_time().seconds() - moved->planned_start_time().seconds(), 3600);
}

TEST_F(VisitPlanTest, AVisitOfThePastIsRecordedAtOnce) {
  v1::RecordVisitRequest request;
  request.set_parent(account_);
  request.mutable_visit()->set_kind(v1::VISIT_KIND_REVIEW);
  *request.mutable_visit()->mutable_planned_start_time() =
      api::TimeToProto(fixture_.clock().Now() - absl::Hours(24 * 400));
  EXPECT_THAT(FieldsOf(Call<v1::Visit>("VisitService/RecordVisit", request).status()),
              ElementsAre("visit.content"));
  request.mutable_visit()->set_content("the year's review");
  const auto visit = Call<v1::Visit>("VisitService/RecordVisit", request);
  ASSERT_TRUE(visit.ok()) << visit.status();
  EXPECT_EQ(visit->state(), v1::VISIT_STATE_COMPLETED);
  EXPECT_FALSE(visit->has_check_in_time());
  EXPECT_FALSE(visit->has_on_time());
  EXPECT_EQ(visit->complete_time().seconds(), visit->planned_end_time().seconds());
  v1::GetVisitHistoryRequest card;
  card.set_name(absl::StrCat(account_, "/visitHistory"));
  EXPECT_EQ(Call<v1::VisitHistory>("VisitService/GetVisitHistory", card)->last_visit().content(),
            "the year's review");
  *request.mutable_visit()->mutable_planned_start_time() =
      api::TimeToProto(fixture_.clock().Now() - absl::Minutes(10));
  EXPECT_THAT(FieldsOf(Call<v1::Visit>("VisitService/RecordVisit", request).status()),
              ElementsAre("visit.planned_end_time"));
}

TEST_F(VisitPlanTest, TheSameRequestIdHasOneEffect) {
  v1::CreateVisitRequest request;
  request.set_parent(account_);
  request.mutable_visit()->set_kind(v1::VISIT_KIND_REVIEW);
  request.mutable_visit()->mutable_planned_start_time()->set_seconds(1790000000);
  request.set_request_id("0190c7a0-0000-7000-8000-00000000aaaa");
  const auto first = Call<v1::Visit>("VisitService/CreateVisit", request);
  const auto second = Call<v1::Visit>("VisitService/CreateVisit", request);
  ASSERT_TRUE(first.ok() && second.ok()) << first.status() << second.status();
  EXPECT_EQ(first->name(), second->name());
}

}  // namespace
}  // namespace mainstay::engagement
