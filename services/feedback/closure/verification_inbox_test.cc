// What a visit found comes to the case.
#include <gtest/gtest.h>
#include <mainstay/engagement/v1/case_verification_events.pb.h>
#include <mainstay/events/v1/event.pb.h>

#include "common/api/proto_time.h"
#include "services/feedback/closure/closure_fixture.h"
#include "services/feedback/closure/verification_inbox_events.h"

namespace mainstay::feedback {
namespace {

using ::testing::HasSubstr;

class VerificationInboxTest : public ClosureTest {
 protected:
  // What a visit found of the closing at `closed`; without one, as events did not say it before.
  void Tell(const std::string& case_name, bool solved,
            const std::optional<google::protobuf::Timestamp>& closed = std::nullopt) {
    engagement::v1::CaseVerified payload;
    payload.set_case_(case_name);
    payload.set_visit(visit_);
    payload.set_solved(solved);
    if (closed) *payload.mutable_close_time() = *closed;
    events::v1::Event event;
    event.set_type(payload.GetDescriptor()->full_name());
    event.set_actor("wang.li");
    event.set_payload(payload.SerializeAsString());
    events::Subscription subscription{.area = "engagement"};
    TakeVerifications(subscription, deps_);
    const absl::Status taken = service_.db().Write(
        {}, [&](pg::Tx& tx) { return subscription.handlers.at(event.type())(tx, event); });
    EXPECT_TRUE(taken.ok()) << taken;
  }
  const std::string visit_ = account_ + "/visits/0190a000-0000-7000-8000-000000000009";
};

TEST_F(VerificationInboxTest, SolvedIsNoted) {
  const std::string name = Closed("product.defect").name();
  Tell(name, true);
  EXPECT_EQ(Get(name).state(), v1::CASE_STATE_CLOSED);
  const auto entry = Timeline(name)[0];
  EXPECT_EQ(entry.kind(), v1::CASE_ENTRY_KIND_NOTE);
  EXPECT_EQ(entry.author(), "wang.li");
  EXPECT_THAT(entry.text(), HasSubstr(visit_));
}

TEST_F(VerificationInboxTest, NotSolvedOpensItAgain) {
  const std::string name = Closed("product.defect").name();
  Tell(name, false);
  EXPECT_EQ(Get(name).state(), v1::CASE_STATE_IN_PROGRESS);
  EXPECT_EQ(Get(name).reopen_count(), 1);
  EXPECT_EQ(Timeline(name)[0].verb(), "reopen");
  Tell(name, false);
  EXPECT_EQ(Get(name).reopen_count(), 1) << "it is open already";
  EXPECT_EQ(Timeline(name)[0].kind(), v1::CASE_ENTRY_KIND_NOTE);
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(VerificationInboxTest, OfAnEarlierClosingIsANoteOnly) {
  const v1::Case first = Closed("product.defect");
  v1::ReopenCaseRequest reopen;
  reopen.set_reason("又漏了");
  Do("ReopenCase", first.name(), reopen);
  service_.clock().Advance(absl::Hours(1));
  Resolve(first.name());
  Confirm(first.name());
  Tell(first.name(), false, first.close_time());
  const v1::Case second = Get(first.name());
  EXPECT_EQ(second.state(), v1::CASE_STATE_CLOSED);
  EXPECT_EQ(Timeline(first.name())[0].kind(), v1::CASE_ENTRY_KIND_NOTE);
  EXPECT_THAT(Timeline(first.name())[0].text(), HasSubstr(visit_));
  Tell(first.name(), false, second.close_time());
  EXPECT_EQ(Get(first.name()).state(), v1::CASE_STATE_IN_PROGRESS);
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(VerificationInboxTest, OfNoCaseOfOursIsNothing) {
  Tell(account_ + "/cases/0190a000-0000-7000-8000-000000000008", false);
}

}  // namespace
}  // namespace mainstay::feedback
