// CasePromiseService on a real server.
#include "services/feedback/promises/case_promise_service.h"

#include <gmock/gmock.h>
#include <mainstay/feedback/v1/case_promise_service.pb.h>
#include <mainstay/feedback/v1/case_service.pb.h>

#include "common/api/proto_time.h"
#include "common/api/uuid.h"
#include "common/status/status.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/cases/case_service.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;

constexpr char kManager[] = "account_manager";

class CasePromiseServiceTest : public FeedbackServiceTest {
 protected:
  CasePromiseServiceTest()
      : FeedbackServiceTest({"CaseService", "CasePromiseService"},
                            {RegisterCaseService, RegisterCasePromiseService}) {}

  v1::Case Case() {
    v1::CreateCaseRequest request;
    request.set_parent(account_);
    request.mutable_case_()->set_kind(v1::CASE_KIND_COMPLAINT);
    request.mutable_case_()->set_subject("泵漏水");
    return Call<v1::Case>("CaseService/CreateCase", request).value();
  }
  v1::CreateCasePromiseRequest Request(const std::string& case_name) {
    v1::CreateCasePromiseRequest request;
    request.set_parent(case_name);
    request.mutable_promise()->set_text("周五前换货");
    request.mutable_promise()->set_channel(v1::CASE_CHANNEL_PHONE);
    *request.mutable_promise()->mutable_due_time() =
        api::TimeToProto(service_.clock().Now() + absl::Hours(48));
    return request;
  }

  const std::string account_ = AddAccount(service_, "北风", "wang.li");
};

TEST_F(CasePromiseServiceTest, GoesOnTheTimelineAndToTheLedger) {
  const v1::Case c = Case();
  const auto made = Call<v1::CasePromise>("CasePromiseService/CreateCasePromise", Request(c.name()),
                                          "wang.li", kManager)
                        .value();
  EXPECT_EQ(made.promiser(), "wang.li");
  EXPECT_EQ(made.author(), "wang.li");
  EXPECT_THAT(EventsOf(made.name()), ElementsAre("CasePromised"));
  EXPECT_THAT(EventsOf(c.name()), ElementsAre("CaseOpened", "CaseEntryAdded"));
  v1::ListCaseEntriesRequest entries;
  entries.set_parent(c.name());
  EXPECT_EQ(
      Call<v1::ListCaseEntriesResponse>("CaseService/ListCaseEntries", entries)->entries(0).text(),
      "周五前换货");
  v1::GetCaseRequest get;
  get.set_name(c.name());
  EXPECT_EQ(Call<v1::Case>("CaseService/GetCase", get)->state(), v1::CASE_STATE_ACKNOWLEDGED);

  v1::ListCasePromisesRequest list;
  list.set_parent(c.name());
  const auto listed =
      Call<v1::ListCasePromisesResponse>("CasePromiseService/ListCasePromises", list).value();
  ASSERT_EQ(listed.promises_size(), 1);
  EXPECT_EQ(listed.promises(0).DebugString(), made.DebugString());
  EXPECT_EQ(Call<v1::ListCasePromisesResponse>("CasePromiseService/ListCasePromises", list,
                                               "somebody", kManager)
                .status()
                .code(),
            absl::StatusCode::kNotFound);
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(CasePromiseServiceTest, RefusesWhatIsNone) {
  const std::string c = Case().name();
  v1::CreateCasePromiseRequest request = Request(c);
  request.mutable_promise()->clear_due_time();
  EXPECT_EQ(status::GetFieldViolations(
                Call<v1::CasePromise>("CasePromiseService/CreateCasePromise", request).status())[0]
                .field,
            "promise.due_time");
  request = Request(c);
  const std::string nobody = api::NewUuid(service_.clock().Now());
  request.mutable_promise()->set_contact("accounts/" + nobody + "/contacts/" + nobody);
  EXPECT_EQ(status::GetFieldViolations(
                Call<v1::CasePromise>("CasePromiseService/CreateCasePromise", request).status())[0]
                .field,
            "promise.contact");
  v1::WithdrawCaseRequest withdraw;
  withdraw.set_name(c);
  withdraw.set_reason("误报");
  ASSERT_TRUE(Call<v1::Case>("CaseService/WithdrawCase", withdraw).ok());
  EXPECT_EQ(
      Call<v1::CasePromise>("CasePromiseService/CreateCasePromise", Request(c)).status().code(),
      absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace mainstay::feedback
