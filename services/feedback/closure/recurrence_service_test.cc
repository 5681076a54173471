// Recurrences: what a new case is linked to, and what that does to the closed one.
#include <gtest/gtest.h>

#include "common/api/proto_time.h"
#include "services/feedback/closure/closure_fixture.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class RecurrenceServiceTest : public ClosureTest {
 protected:
  void LetDaysPass(int days) { service_.clock().Advance(absl::Hours(24 * days)); }
  std::vector<std::string> Listed(const std::string& filter) {
    v1::ListCasesRequest request;
    request.set_parent(account_);
    request.set_filter(filter);
    const auto page = Call<v1::ListCasesResponse>("CaseService/ListCases", request);
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<std::string> names;
    for (const v1::Case& c : page->cases()) names.push_back(c.name());
    return names;
  }
};

TEST_F(RecurrenceServiceTest, OfTheSameCategoryIsLinkedBothWays) {
  const v1::Case closed = Closed("product.defect");
  LetDaysPass(90);
  const v1::Case again = Open("product.defect");
  EXPECT_EQ(again.recurrence_of(), closed.name());
  EXPECT_EQ(Get(closed.name()).recurrence_count(), 1);
  EXPECT_EQ(Get(closed.name()).state(), v1::CASE_STATE_CLOSED) << "flagged only";
  EXPECT_THAT(Listed(absl::StrCat("recurrence_of = \"", closed.name(), "\"")),
              ElementsAre(again.name()));
  EXPECT_THAT(Listed("recurrence = true"), ElementsAre(again.name()));
  EXPECT_THAT(Listed("recurrence_count > 0"), ElementsAre(closed.name()));
  EXPECT_THAT(Listed("closure = CASE_CLOSURE_CUSTOMER"), ElementsAre(closed.name()));
}

TEST_F(RecurrenceServiceTest, OfTheSameProductTooAndOfNothingElse) {
  const v1::Case closed = Closed("product.defect", "P-100");
  EXPECT_EQ(Open("delivery.late").recurrence_of(), "");
  EXPECT_EQ(Open("", "P-200").recurrence_of(), "");
  EXPECT_EQ(Open("product.defect", "", v1::CASE_KIND_PRAISE).recurrence_of(), "");
  EXPECT_EQ(Open("delivery.late", "P-100").recurrence_of(), closed.name());
  LetDaysPass(91);
  EXPECT_EQ(Open("product.defect").recurrence_of(), "") << "long ago";
}

TEST_F(RecurrenceServiceTest, IsFoundWhenItIsSortedLater) {
  const v1::Case closed = Closed("product.defect");
  v1::Case again = Open("");
  EXPECT_EQ(again.recurrence_of(), "");
  v1::UpdateCaseRequest update;
  update.mutable_case_()->set_name(again.name());
  update.mutable_case_()->set_category("product.defect");
  ASSERT_TRUE(Call<v1::Case>("CaseService/UpdateCase", update).ok());
  EXPECT_EQ(Get(again.name()).recurrence_of(), closed.name());
}

TEST_F(RecurrenceServiceTest, RepeatsTheOneClosedLast) {
  Closed("product.defect");
  LetDaysPass(1);
  const v1::Case last = Closed("product.defect");
  LetDaysPass(1);
  EXPECT_EQ(Open("product.defect").recurrence_of(), last.name());
}

TEST_F(RecurrenceServiceTest, OpensTheClosedOneAgainByRule) {
  deps_.closure.recurrence_rule = "reopen";
  const v1::Case closed = Closed("product.defect");
  const v1::Case again = Open("product.defect");
  const v1::Case reopened = Get(closed.name());
  EXPECT_EQ(reopened.state(), v1::CASE_STATE_IN_PROGRESS);
  EXPECT_EQ(reopened.reopen_count(), 1);
  EXPECT_THAT(Timeline(closed.name())[0].text(), HasSubstr(absl::StrCat("case ", again.number())));
  EXPECT_EQ(Open("product.defect").recurrence_of(), "") << "none is closed any more";
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(RecurrenceServiceTest, WhatIsRecordedAsDoneOpensNothingAgain) {
  deps_.closure.recurrence_rule = "reopen";
  const v1::Case closed = Closed("product.defect");
  LetDaysPass(10);
  const absl::Time now = service_.clock().Now();
  for (const v1::CaseState state : {v1::CASE_STATE_RESOLVED, v1::CASE_STATE_CLOSED}) {
    v1::RecordCaseRequest request;
    request.set_parent(account_);
    request.mutable_case_()->set_kind(v1::CASE_KIND_COMPLAINT);
    request.mutable_case_()->set_subject("水泵漏油");
    request.mutable_case_()->set_category("product.defect");
    request.mutable_case_()->set_contact(contact_);
    request.mutable_case_()->set_cause("密封圈老化");
    *request.mutable_case_()->mutable_receive_time() = api::TimeToProto(now - absl::Hours(72));
    v1::CaseCourse& course = *request.mutable_course();
    course.set_state(state);
    course.set_resolution("换了密封圈");
    *course.mutable_acknowledge_time() = api::TimeToProto(now - absl::Hours(71));
    *course.mutable_first_answer_time() = api::TimeToProto(now - absl::Hours(70));
    *course.mutable_resolve_time() = api::TimeToProto(now - absl::Hours(48));
    if (state == v1::CASE_STATE_CLOSED) {
      course.set_confirmed_by(contact_);
      course.set_closure(v1::CASE_CLOSURE_CUSTOMER);
      *course.mutable_close_time() = api::TimeToProto(now - absl::Hours(24));
    }
    const auto recorded = Call<v1::Case>("CaseService/RecordCase", request);
    ASSERT_TRUE(recorded.ok()) << recorded.status();
    EXPECT_EQ(recorded->recurrence_of(), closed.name());
    EXPECT_EQ(Get(closed.name()).state(), v1::CASE_STATE_CLOSED);
  }
}

TEST_F(RecurrenceServiceTest, NoneIsWithoutDays) {
  deps_.closure.recurrence_days = 0;
  Closed("product.defect");
  EXPECT_EQ(Open("product.defect").recurrence_of(), "");
}

}  // namespace
}  // namespace mainstay::feedback
