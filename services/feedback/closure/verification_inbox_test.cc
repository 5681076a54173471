// What a visit found comes to the case.
#include <gtest/gtest.h>
#include <mainstay/engagement/v1/case_verification_events.pb.h>
#include <mainstay/events/v1/event.pb.h>

#include "services/feedback/closure/closure_fixture.h"
#include "services/feedback/closure/verification_inbox_events.h"

namespace mainstay::feedback {
namespace {

using ::testing::HasSubstr;

class VerificationInboxTest : public ClosureTest {
 protected:
  void Tell(const std::string& case_name, bool solved) {
    engagement::v1::CaseVerified payload;
    payload.set_case_(case_name);
    payload.set_visit(visit_);
    payload.set_solved(solved);
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

TEST_F(VerificationInboxTest, OfNoCaseOfOursIsNothing) {
  Tell(account_ + "/cases/0190a000-0000-7000-8000-000000000008", false);
}

}  // namespace
}  // namespace mainstay::feedback
