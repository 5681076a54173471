#include "services/engagement/commitments/commitment_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CommitmentServiceTest : public CommitmentFixture {};

TEST_F(CommitmentServiceTest, APromiseIsRecordedAndRead) {
  v1::Commitment c = Ours("送样机", absl::Hours(24));
  c.set_text("两台");
  c.set_beneficiary(account_ + "/contacts/0190a000-0000-7000-8000-000000000002");
  c.set_source(account_ + "/visits/0190a000-0000-7000-8000-000000000003");
  const auto made = Create(account_, c, "wang.li", kManager);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->state(), v1::COMMITMENT_STATE_OPEN);
  EXPECT_EQ(made->time_zone(), "Asia/Shanghai");
  EXPECT_FALSE(made->overdue());
  EXPECT_FALSE(made->has_kept_on_time());
  EXPECT_EQ(made->original_due_time().seconds(), made->due_time().seconds());
  const auto read = Get(made->name(), "wang.li", kManager);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->DebugString(), made->DebugString());
  EXPECT_THAT(EventsOf(made->name()), ElementsAre("CommitmentMade"));
}

TEST_F(CommitmentServiceTest, OthersSeeNothingOfIt) {
  const std::string name = Made(account_, Ours("送样机", absl::Hours(24)));
  EXPECT_EQ(Get(name, "li.na", kManager).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Get(name, "x", "survey_manager").status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Create(account_, Ours("x", absl::Hours(1)), "li.na", kManager).status().code(),
            absl::StatusCode::kNotFound);
  v1::ListCommitmentsRequest request;
  request.set_parent("accounts/-");
  EXPECT_THAT(List(request, "li.na", kManager).value(), ElementsAre());
  EXPECT_THAT(List(request, "wang.li", kManager).value(), ElementsAre("送样机"));
  request.set_parent(account_);
  EXPECT_EQ(List(request, "li.na", kManager).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(CommitmentServiceTest, WhatItNamesIsOfItsAccount) {
  const std::string other = AddAccount(service_, "南风", "li.na");
  v1::Commitment c = Ours("送样机", absl::Hours(24));
  c.set_party(v1::COMMITMENT_PARTY_CUSTOMER);
  c.set_promiser(other + "/contacts/0190a000-0000-7000-8000-000000000002");
  c.set_beneficiary(c.promiser());
  c.set_source(other + "/visits/0190a000-0000-7000-8000-000000000003");
  EXPECT_THAT(FieldsOf(Create(account_, c).status()),
              ElementsAre("commitment.promiser", "commitment.beneficiary", "commitment.source"));
}

TEST_F(CommitmentServiceTest, ADeletedAccountTakesNoPromises) {
  const std::string gone = AddAccount(service_, "散了", "wang.li");
  Delete(service_, gone);
  const absl::Status status = Create(gone, Ours("x", absl::Hours(1))).status();
  EXPECT_EQ(status::GetErrorDetail(status)->reason, "ACCOUNT_DELETED");
}

TEST_F(CommitmentServiceTest, UpdateChangesWhatIsWritten) {
  v1::Commitment c = *Create(account_, Ours("送样机", absl::Hours(24)));
  c.set_subject("送两台样机");
  const auto changed = Update(c, {"subject"});
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->subject(), "送两台样机");
  EXPECT_EQ(Update(c, {}).status().code(), absl::StatusCode::kAborted) << "an old etag";
  c = *changed;
  EXPECT_EQ(Update(c, {})->etag(), c.etag()) << "nothing changed";
  c.mutable_due_time()->set_seconds(c.due_time().seconds() + 60);
  EXPECT_THAT(FieldsOf(Update(c, {}).status()), ElementsAre("commitment.due_time"));
  EXPECT_THAT(FieldsOf(Update(c, {"due_time"}).status()), ElementsAre("commitment.due_time"));
  c = *changed;
  c.set_state(v1::COMMITMENT_STATE_KEPT);
  EXPECT_THAT(FieldsOf(Update(c, {"state"}).status()), ElementsAre("commitment.state"));
  EXPECT_THAT(EventsOf(c.name()), ElementsAre("CommitmentMade", "CommitmentChanged"));
}

TEST_F(CommitmentServiceTest, ACardReadBeforeItFellDueCanBeSentBack) {
  v1::Commitment c = *Create(account_, Ours("送样机", absl::Hours(1)));
  service_.clock().Advance(absl::Hours(2));
  ASSERT_TRUE(Get(c.name())->overdue());
  c.set_text("more");
  EXPECT_TRUE(Update(c, {}).ok());
}

TEST_F(CommitmentServiceTest, VerbsMoveItAndLeaveTraces) {
  const std::string name = Made(account_, Ours("送样机", absl::Hours(24)));
  const auto later = Renegotiate(name, absl::Hours(72));
  ASSERT_TRUE(later.ok()) << later.status();
  EXPECT_EQ(later->renegotiation_count(), 1);
  EXPECT_EQ(later->due_time().seconds() - later->original_due_time().seconds(), 48 * 3600);
  service_.clock().Advance(absl::Hours(30));
  const auto kept = Keep(name);
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(kept->punctuality(), v1::PUNCTUALITY_AFTER_RENEGOTIATION);
  EXPECT_TRUE(kept->has_kept_on_time());
  EXPECT_FALSE(kept->kept_on_time());
  EXPECT_THAT(kept->evidence_uris(), ElementsAre("https://files.example.com/1.pdf"));
  const absl::Status again = Keep(name).status();
  EXPECT_EQ(status::GetErrorDetail(again)->reason, "WRONG_STATE");
  EXPECT_THAT(again.message(), HasSubstr("is kept; :keep is possible from: open"));
  ASSERT_TRUE(Close<v1::ReopenCommitmentRequest>("ReopenCommitment", name).ok());
  const auto broken = Close<v1::BreakCommitmentRequest>("BreakCommitment", name);
  EXPECT_EQ(broken->close_reason(), "because");
  ASSERT_TRUE(Close<v1::ReopenCommitmentRequest>("ReopenCommitment", name).ok());
  EXPECT_EQ(Close<v1::CancelCommitmentRequest>("CancelCommitment", name)->state(),
            v1::COMMITMENT_STATE_CANCELLED);
  EXPECT_THAT(EventsOf(name),
              ElementsAre("CommitmentMade", "CommitmentRenegotiated", "CommitmentStateChanged",
                          "CommitmentStateChanged", "CommitmentStateChanged",
                          "CommitmentStateChanged", "CommitmentStateChanged"));
}

TEST_F(CommitmentServiceTest, TheChangesSayWhoWhatAndWhy) {
  const std::string name = Made(account_, Ours("送样机", absl::Hours(24)));
  ASSERT_TRUE(Renegotiate(name, absl::Hours(72)).ok());
  ASSERT_TRUE(Keep(name).ok());
  v1::ListCommitmentChangesRequest request;
  request.set_parent(name);
  request.set_page_size(2);
  std::vector<std::string> changes;
  do {
    const auto page =
        Call<v1::ListCommitmentChangesResponse>("CommitmentService/ListCommitmentChanges", request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const v1::CommitmentChange& change : page->changes()) {
      EXPECT_EQ(change.actor(), "ada");
      changes.push_back(absl::StrCat(change.version(), " ", change.action(), " ", change.field(),
                                     " ", change.reason()));
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(changes, ElementsAre("3 keep state ", "3 keep kept_time ", "3 keep punctuality ",
                                   "3 keep proof ", "3 keep evidence_uris ",
                                   "2 renegotiate due_time parts are late", "1 create  "));
}

TEST_F(CommitmentServiceTest, ARepeatedVerbGivesTheFirstAnswer) {
  v1::RenegotiateCommitmentRequest request;
  request.set_name(Made(account_, Ours("送样机", absl::Hours(24))));
  request.set_reason("x");
  request.set_request_id("0190a000-0000-7000-8000-00000000000a");
  *request.mutable_due_time() = api::TimeToProto(service_.clock().Now() + absl::Hours(48));
  for (int i = 0; i < 2; ++i) {
    const auto answer = Call<v1::Commitment>("CommitmentService/RenegotiateCommitment", request);
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->renegotiation_count(), 1);
  }
}

TEST_F(CommitmentServiceTest, ListsAreFilteredAndSorted) {
  const std::string other = AddAccount(service_, "南风", "li.na");
  Made(account_, Ours("second", absl::Hours(20)));
  Made(other, Ours("first", absl::Hours(2), "li.na"));
  const std::string kept = Made(account_, Ours("third", absl::Hours(30)));
  v1::Commitment theirs = Ours("theirs", absl::Hours(40));
  theirs.set_party(v1::COMMITMENT_PARTY_CUSTOMER);
  theirs.clear_promiser();
  theirs.set_source(other + "/visits/0190a000-0000-7000-8000-000000000003");
  Made(other, theirs);
  service_.clock().Advance(absl::Hours(3));
  ASSERT_TRUE(Keep(kept).ok());
  EXPECT_THAT(Filtered(""), ElementsAre("first", "second", "third", "theirs"));
  EXPECT_THAT(Filtered("", "due_time desc"), ElementsAre("theirs", "third", "second", "first"));
  EXPECT_EQ(Filtered("", "update_time desc")[0], "third");
  EXPECT_THAT(Filtered("overdue = true"), ElementsAre("first"));
  EXPECT_THAT(Filtered("overdue = false AND state = COMMITMENT_STATE_OPEN"),
              ElementsAre("second", "theirs"));
  EXPECT_THAT(Filtered("party = COMMITMENT_PARTY_CUSTOMER"), ElementsAre("theirs"));
  EXPECT_THAT(Filtered("promiser = \"li.na\""), ElementsAre("first"));
  EXPECT_THAT(Filtered("source = \"" + theirs.source() + "\""), ElementsAre("theirs"));
  EXPECT_THAT(Filtered("punctuality = PUNCTUALITY_ON_TIME"), ElementsAre("third"));
  v1::ListCommitmentsRequest request;
  request.set_parent(other);
  EXPECT_THAT(List(request).value(), ElementsAre("first", "theirs"));
}

TEST_F(CommitmentServiceTest, WhatAMergedAccountWasPromisedIsSeenUnderTheSurvivor) {
  const std::string old = AddAccount(service_, "旧名", "li.na");
  const std::string name = Made(old, Ours("x", absl::Hours(1)));
  Merge(service_, old, account_);
  const auto read = Get(name, "wang.li", kManager);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(read->name(), HasSubstr(account_));
  v1::ListCommitmentsRequest request;
  for (const std::string& parent : {std::string("accounts/-"), account_, old}) {
    request.set_parent(parent);
    EXPECT_THAT(List(request, "wang.li", kManager).value(), ElementsAre("x")) << parent;
  }
  EXPECT_TRUE(Keep(name).ok());
}

}  // namespace
}  // namespace mainstay::engagement
