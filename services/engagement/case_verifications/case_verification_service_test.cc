// From feedback's event over the visit history card to what the visit found.
#include "services/engagement/case_verifications/case_verification_service.h"

#include <gmock/gmock.h>
#include <mainstay/engagement/v1/case_verification_service.pb.h>
#include <mainstay/engagement/v1/visit_service.pb.h>
#include <mainstay/events/v1/event.pb.h>
#include <mainstay/feedback/v1/case_events.pb.h>

#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "services/engagement/access/engagement_service_fixture.h"
#include "services/engagement/case_verifications/case_verification_inbox_events.h"
#include "services/engagement/visits/visit_service.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;

class CaseVerificationServiceTest : public EngagementServiceTest {
 protected:
  CaseVerificationServiceTest()
      : EngagementServiceTest({"CaseVerificationService", "VisitFormService", "VisitService"},
                              {RegisterCaseVerificationService, RegisterVisitService}) {}

  // Feedback tells that the case with this number came to another state.
  void Tell(int number, feedback::v1::CaseState state) {
    feedback::v1::CaseStateChanged payload;
    payload.set_case_(absl::StrCat(account_, "/cases/0190a000-0000-7000-8000-00000000000", number));
    payload.set_number(number);
    payload.set_state(state);
    events::v1::Event event;
    event.set_type(payload.GetDescriptor()->full_name());
    event.set_payload(payload.SerializeAsString());
    *event.mutable_occur_time() = api::TimeToProto(service_.clock().Now());
    events::Subscription subscription{.area = "feedback"};
    TakeCaseVerifications(subscription);
    const absl::Status taken = service_.db().Write(
        {}, [&](pg::Tx& tx) { return subscription.handlers.at(event.type())(tx, event); });
    EXPECT_TRUE(taken.ok()) << taken;
    service_.clock().Advance(absl::Seconds(1));
  }
  std::vector<v1::CaseVerification> Listed(const std::string& filter) {
    v1::ListCaseVerificationsRequest request;
    request.set_parent("accounts/-");
    request.set_filter(filter);
    request.set_page_size(1);
    std::vector<v1::CaseVerification> found;
    do {
      const auto page = Call<v1::ListCaseVerificationsResponse>(
          "CaseVerificationService/ListCaseVerifications", request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& one : page->case_verifications()) found.push_back(one);
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return found;
  }
  std::vector<int64_t> OnTheCard() {
    v1::GetVisitHistoryRequest request;
    request.set_name(account_ + "/visitHistory");
    const auto card = Call<v1::VisitHistory>("VisitService/GetVisitHistory", request);
    EXPECT_TRUE(card.ok()) << card.status();
    std::vector<int64_t> numbers;
    if (!card.ok()) return numbers;
    for (const auto& one : card->open_case_verifications()) numbers.push_back(one.number());
    return numbers;
  }
  std::string Visit(bool begun) {
    v1::CreateVisitRequest request;
    request.set_parent(account_);
    request.mutable_visit()->set_kind(v1::VISIT_KIND_RETURN_VISIT);
    *request.mutable_visit()->mutable_planned_start_time() =
        api::TimeToProto(service_.clock().Now());
    const auto visit = Call<v1::Visit>("VisitService/CreateVisit", request);
    EXPECT_TRUE(visit.ok()) << visit.status();
    if (!visit.ok()) return "";
    if (begun) {
      v1::CheckInVisitRequest check_in;
      check_in.set_name(visit->name());
      EXPECT_TRUE(Call<v1::Visit>("VisitService/CheckInVisit", check_in).ok());
    }
    return visit->name();
  }
  absl::StatusOr<v1::CaseVerification> Verify(const std::string& name, const std::string& visit,
                                              bool solved, const std::string& note = "") {
    v1::VerifyCaseRequest request;
    request.set_name(name);
    request.set_visit(visit);
    request.set_solved(solved);
    request.set_note(note);
    return Call<v1::CaseVerification>("CaseVerificationService/VerifyCase", request);
  }

  const std::string account_ = AddAccount(service_, "北风", "wang.li");
};

TEST_F(CaseVerificationServiceTest, WhatIsClosedStandsOnTheCardUntilAVisitAnswers) {
  Tell(1, feedback::v1::CASE_STATE_RESOLVED);
  Tell(1, feedback::v1::CASE_STATE_CLOSED);
  Tell(2, feedback::v1::CASE_STATE_CLOSED);
  EXPECT_THAT(OnTheCard(), ElementsAre(1, 2));
  const auto open = Listed("state = CASE_VERIFICATION_STATE_OPEN");
  ASSERT_EQ(open.size(), 2u);
  const std::string visit = Visit(/*begun=*/true);
  const auto verified = Verify(open[0].name(), visit, true, "没有再漏");
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->state(), v1::CASE_VERIFICATION_STATE_SOLVED);
  EXPECT_THAT(OnTheCard(), ElementsAre(2));
  const auto of_visit = Listed(absl::StrCat("visit = \"", visit, "\""));
  ASSERT_EQ(of_visit.size(), 1u);
  EXPECT_EQ(of_visit[0].note(), "没有再漏");
  EXPECT_EQ(of_visit[0].verifier(), "ada");
  EXPECT_THAT(EventsOf(verified->name()), ElementsAre("CaseVerified"));
}

TEST_F(CaseVerificationServiceTest, ACaseThatIsOpenAgainIsNotVerified) {
  Tell(1, feedback::v1::CASE_STATE_CLOSED);
  Tell(1, feedback::v1::CASE_STATE_IN_PROGRESS);
  EXPECT_THAT(OnTheCard(), ElementsAre());
  Tell(1, feedback::v1::CASE_STATE_CLOSED);
  EXPECT_THAT(OnTheCard(), ElementsAre(1));
  const auto all = Listed("number = 1");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].state(), v1::CASE_VERIFICATION_STATE_DROPPED);
}

TEST_F(CaseVerificationServiceTest, IsAnsweredByAVisitOfTheAccountThatHasBegun) {
  Tell(1, feedback::v1::CASE_STATE_CLOSED);
  const std::string name = Listed("")[0].name();
  const auto planned = Verify(name, Visit(/*begun=*/false), true);
  ASSERT_FALSE(planned.ok());
  EXPECT_EQ(status::GetErrorDetail(planned.status())->reason, "WRONG_STATE");
  const auto strange =
      Verify(name, account_ + "/visits/0190a000-0000-7000-8000-000000000001", true);
  ASSERT_FALSE(strange.ok());
  EXPECT_EQ(status::GetFieldViolations(strange.status())[0].field, "visit");
  EXPECT_TRUE(Verify(name, Visit(/*begun=*/true), false, "还在漏").ok());
}

TEST_F(CaseVerificationServiceTest, IsNotAnsweredByAVisitFromBeforeTheClosing) {
  const std::string early = Visit(/*begun=*/true);
  service_.clock().Advance(absl::Seconds(1));
  Tell(1, feedback::v1::CASE_STATE_CLOSED);
  const auto one = Listed("")[0];
  const auto refused = Verify(one.name(), early, false, "还在漏");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(status::GetFieldViolations(refused.status())[0].field, "visit");
  ASSERT_TRUE(Verify(one.name(), Visit(/*begun=*/true), true).ok());
}

}  // namespace
}  // namespace mainstay::engagement
