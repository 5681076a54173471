// What responses ask for becomes cases.
#include "services/feedback/survey_cases/survey_case_inbox_events.h"

#include <gmock/gmock.h>
#include <mainstay/events/v1/event.pb.h>
#include <mainstay/feedback/v1/case_service.pb.h>
#include <mainstay/survey/v1/loop_events.pb.h>

#include <string>

#include "absl/time/clock.h"
#include "common/api/proto_time.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/cases/case_service.h"
#include "services/feedback/categories/category_sequel.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class SurveyCaseInboxTest : public FeedbackServiceTest {
 protected:
  SurveyCaseInboxTest() : FeedbackServiceTest({"CaseService"}, {RegisterCaseService}) {
    deps_.case_sequels = {CategorySequel()};
  }

  survey::v1::SurveyCaseRequested Request(const std::string& id) const {
    survey::v1::SurveyCaseRequested request;
    request.set_case_(account_ + "/cases/" + id);
    request.set_contact(account_ + "/contacts/0190a000-0000-7000-8000-000000000002");
    request.set_source(kResponse);
    request.set_rule(
        "campaigns/0190a000-0000-7000-8000-000000000003/loopRules/"
        "0190a000-0000-7000-8000-000000000005");
    request.set_subject("Detractor");
    request.set_condition("nps <= 6");
    auto* question = request.add_questions();
    question->set_question("您有多大可能推荐我们？");
    question->set_answer("3 (0–10)");
    request.add_questions()->set_question("为什么？");
    request.set_kind(v1::CASE_KIND_COMPLAINT);
    request.set_severity(v1::CASE_SEVERITY_MAJOR);
    request.set_category("product.defect");
    *request.mutable_answer_time() = api::TimeToProto(absl::FromUnixSeconds(1760000000));
    return request;
  }
  absl::Status Receive(const survey::v1::SurveyCaseRequested& payload) {
    events::Subscription subscription{.area = "survey"};
    TakeSurveyCases(subscription, deps_);
    events::v1::Event event;
    event.set_area("survey");
    event.set_type(payload.GetDescriptor()->full_name());
    event.set_actor("respondent");
    event.set_payload(payload.SerializeAsString());
    return service_.db().Write(
        {}, [&](pg::Tx& tx) { return subscription.handlers.at(event.type())(tx, event); });
  }
  absl::StatusOr<v1::Case> Get(const std::string& name) {
    v1::GetCaseRequest request;
    request.set_name(name);
    return Call<v1::Case>("CaseService/GetCase", request);
  }

  static constexpr char kId[] = "0190a000-0000-7000-8000-0000000000aa";
  static constexpr char kResponse[] =
      "campaigns/0190a000-0000-7000-8000-000000000003/responses/"
      "0190a000-0000-7000-8000-000000000004";
  const std::string account_ = AddAccount(service_, "北风", "wang.li");
};

TEST_F(SurveyCaseInboxTest, OpensTheCaseUnderTheNameThatSurveyKnows) {
  const auto request = Request(kId);
  ASSERT_TRUE(Receive(request).ok());
  const auto c = Get(request.case_());
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_EQ(c->name(), request.case_());
  EXPECT_EQ(c->kind(), v1::CASE_KIND_COMPLAINT);
  EXPECT_EQ(c->channel(), v1::CASE_CHANNEL_SURVEY);
  EXPECT_EQ(c->severity(), v1::CASE_SEVERITY_MAJOR);
  EXPECT_EQ(c->category(), "product.defect");
  EXPECT_EQ(c->subject(), "Detractor");
  EXPECT_THAT(c->facts(), HasSubstr("nps <= 6"));
  EXPECT_THAT(c->facts(), HasSubstr("您有多大可能推荐我们？\n→ 3 (0–10)\n为什么？\n规则"));
  EXPECT_THAT(c->facts(), Not(HasSubstr("loopRules/"))) << "of no use to who reads it";
  EXPECT_EQ(c->contact(), request.contact());
  EXPECT_EQ(c->source(), kResponse);
  EXPECT_EQ(c->receive_time().seconds(), 1760000000);
  EXPECT_EQ(c->state(), v1::CASE_STATE_NEW);
  EXPECT_THAT(EventsOf(c->name()), ElementsAre("CaseOpened"));
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(SurveyCaseInboxTest, LeavesOutACategoryThatIsNotInUse) {
  auto request = Request(kId);
  request.set_category("product.gone");
  ASSERT_TRUE(Receive(request).ok());
  const auto c = Get(request.case_());
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_EQ(c->category(), "");
  EXPECT_THAT(EventsOf(c->name()), ElementsAre("CaseOpened"));
}

TEST_F(SurveyCaseInboxTest, CutsALongSubjectAndNamesNobodyWhereNobodyIsTold) {
  auto request = Request(kId);
  request.set_subject(std::string(300, 'x'));
  request.clear_contact();
  ASSERT_TRUE(Receive(request).ok());
  const auto c = Get(request.case_());
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_EQ(c->subject(), std::string(200, 'x'));
  EXPECT_EQ(c->contact(), "");
}

TEST_F(SurveyCaseInboxTest, OfAMergedAccountItIsTheSurvivors) {
  const std::string survivor = AddAccount(service_, "南风", "wang.li");
  const auto request = Request(kId);
  testing::Merge(service_, account_, survivor);
  ASSERT_TRUE(Receive(request).ok());
  const auto c = Get(survivor + "/cases/" + kId);
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_EQ(c->name(), survivor + "/cases/" + kId);
}

TEST_F(SurveyCaseInboxTest, WhatNamesNoCaseIsADeadLetter) {
  auto request = Request(kId);
  request.set_case_("cases/1");
  EXPECT_EQ(Receive(request).code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace mainstay::feedback
