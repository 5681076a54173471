// Cases of the past, over RPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mainstay/feedback/v1/case_service.pb.h>

#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/cases/case_service.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;

class CaseRecordServiceTest : public FeedbackServiceTest {
 protected:
  CaseRecordServiceTest() : FeedbackServiceTest({"CaseService"}, {RegisterCaseService}) {}

  // A complaint of a month ago, closed a week later.
  v1::RecordCaseRequest Closed() {
    v1::RecordCaseRequest request;
    request.set_parent(account_);
    v1::Case& c = *request.mutable_case_();
    c.set_kind(v1::CASE_KIND_COMPLAINT);
    c.set_subject("货晚到三天");
    c.set_cause("承运商爆仓");
    *c.mutable_receive_time() = Ago(30);
    v1::CaseCourse& course = *request.mutable_course();
    course.set_state(v1::CASE_STATE_CLOSED);
    *course.mutable_acknowledge_time() = Ago(29);
    *course.mutable_first_answer_time() = Ago(28);
    *course.mutable_resolve_time() = Ago(25);
    *course.mutable_close_time() = Ago(23);
    course.set_resolution("换承运商");
    course.set_closure(v1::CASE_CLOSURE_TIME_OUT);
    return request;
  }
  absl::StatusOr<v1::Case> Record(const v1::RecordCaseRequest& request) {
    return Call<v1::Case>("CaseService/RecordCase", request);
  }

 private:
  google::protobuf::Timestamp Ago(int days) {
    return api::TimeToProto(now_ - absl::Hours(24) * days);
  }
  const absl::Time now_ = absl::Now();
  const std::string account_ = AddAccount(service_, "北风", "wang.li");
};

TEST_F(CaseRecordServiceTest, ACaseOfThePastIsTakenInWhereItIs) {
  const v1::RecordCaseRequest request = Closed();
  const auto recorded = Record(request);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  v1::GetCaseRequest get;
  get.set_name(recorded->name());
  const auto read = Call<v1::Case>("CaseService/GetCase", get);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->state(), v1::CASE_STATE_CLOSED);
  EXPECT_EQ(read->closure(), v1::CASE_CLOSURE_TIME_OUT);
  EXPECT_EQ(read->resolution(), "换承运商");
  EXPECT_EQ(read->close_time().seconds(), request.course().close_time().seconds());
  EXPECT_THAT(EventsOf(read->name()), ElementsAre("CaseOpened"));
}

TEST_F(CaseRecordServiceTest, SaysWhatIsWrongWithItsCourse) {
  v1::RecordCaseRequest request = Closed();
  *request.mutable_course()->mutable_close_time() = request.course().acknowledge_time();
  const absl::Status status = Record(request).status();
  const auto violations = status::GetFieldViolations(status);
  ASSERT_EQ(violations.size(), 1u) << status;
  EXPECT_EQ(violations[0].field, "course.close_time");
  EXPECT_EQ(violations[0].description, "must not be before resolve_time");
}

TEST_F(CaseRecordServiceTest, WhoConfirmedIsOfTheAccount) {
  v1::RecordCaseRequest request = Closed();
  request.mutable_course()->set_closure(v1::CASE_CLOSURE_CUSTOMER);
  request.mutable_course()->set_confirmed_by(
      "accounts/01900000-0000-7000-8000-0000000000ff/contacts/"
      "01900000-0000-7000-8000-0000000000fe");
  const auto violations = status::GetFieldViolations(Record(request).status());
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "course.confirmed_by");
}

}  // namespace
}  // namespace mainstay::feedback
