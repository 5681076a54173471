#include "services/engagement/commitments/case_promise_inbox_events.h"

#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "services/engagement/commitments/commitment_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CasePromiseInboxTest : public CommitmentFixture {
 protected:
  // As the consumer calls the handlers: by the payload's type, in a transaction.
  absl::Status Receive(const feedback::v1::CasePromised& payload) {
    events::Subscription subscription{.area = "feedback"};
    TakeCasePromises(subscription);
    events::v1::Event event;
    event.set_area("feedback");
    event.set_type(payload.GetDescriptor()->full_name());
    event.set_payload(payload.SerializeAsString());
    event.set_actor("ada");
    return service_.db().Write({}, [&](pg::Tx& tx) {
      return subscription.handlers.find(event.type())->second(tx, event);
    });
  }
};

TEST_F(CasePromiseInboxTest, APromiseInACaseIsACommitmentOfOurs) {
  const std::string id = api::NewUuid(service_.clock().Now());
  feedback::v1::CasePromised promised;
  promised.set_case_(absl::StrCat(account_, "/cases/", id));
  promised.set_promise(absl::StrCat(promised.case_(), "/promises/", id));
  promised.set_number(12);
  promised.set_promiser("wang.li");
  promised.set_contact(absl::StrCat(account_, "/contacts/", id));
  *promised.mutable_due_time() = api::TimeToProto(service_.clock().Now() + absl::Hours(48));
  ASSERT_TRUE(Receive(promised).ok());
  v1::ListCommitmentsRequest request;
  request.set_parent(account_);
  request.set_filter(absl::StrCat("source = \"", promised.case_(), "\""));
  const auto page =
      Call<v1::ListCommitmentsResponse>("CommitmentService/ListCommitments", request).value();
  ASSERT_EQ(page.commitments_size(), 1);
  const v1::Commitment& commitment = page.commitments(0);
  EXPECT_EQ(commitment.subject(), "Promise in case #12 · 客诉 #12 的承诺");
  EXPECT_THAT(commitment.text(), HasSubstr(promised.promise()));
  EXPECT_EQ(commitment.party(), v1::COMMITMENT_PARTY_OURS);
  EXPECT_EQ(commitment.promiser(), "wang.li");
  EXPECT_EQ(commitment.beneficiary(), promised.contact());
  EXPECT_EQ(commitment.due_time().seconds(), promised.due_time().seconds());
  EXPECT_EQ(commitment.state(), v1::COMMITMENT_STATE_OPEN);
  EXPECT_THAT(EventsOf(commitment.name()), ElementsAre("CommitmentMade"));
}

TEST_F(CasePromiseInboxTest, WhatCannotBeOneIsRefused) {
  EXPECT_EQ(Receive({}).code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace mainstay::engagement
