#include "services/engagement/commitments/commitment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "common/testing/field_violations.h"
#include "services/engagement/commitments/commitment_verbs.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using testing::FieldsOf;
using ::testing::IsEmpty;

const absl::Time kDue = absl::FromUnixSeconds(1800000000);
constexpr char kContact[] =
    "accounts/0190a000-0000-7000-8000-000000000001/contacts/0190a000-0000-7000-8000-000000000002";

Commitment Promise() {
  Commitment c;
  c.subject = "样机周五前送到";
  c.party = "ours";
  c.due_time = c.original_due_time = kDue;
  Complete(c, "wang.li");
  return c;
}

TEST(CommitmentTest, OursIsTheCallersUnlessSaid) {
  const Commitment c = Promise();
  EXPECT_EQ(c.promiser, "wang.li");
  EXPECT_EQ(c.time_zone, "Asia/Shanghai");
  EXPECT_THAT(FieldsOf(Validate(c)), IsEmpty());
}

TEST(CommitmentTest, TheCustomerAsSuchMayPromise) {
  Commitment c = Promise();
  c.party = "customer";
  c.promiser = "";
  Complete(c, "wang.li");
  EXPECT_EQ(c.promiser, "");
  EXPECT_THAT(FieldsOf(Validate(c)), IsEmpty());
  c.promiser = kContact;
  EXPECT_THAT(FieldsOf(Validate(c)), IsEmpty());
}

TEST(CommitmentTest, EachFieldHasItsRule) {
  struct Case {
    void (*spoil)(Commitment&);
    const char* field;
  };
  const Case cases[] = {
      {[](Commitment& c) { c.subject = ""; }, "subject"},
      {[](Commitment& c) { c.subject = std::string(201, 'x'); }, "subject"},
      {[](Commitment& c) { c.text = std::string(8001, 'x'); }, "text"},
      {[](Commitment& c) { c.party = ""; }, "party"},
      {[](Commitment& c) { c.promiser = kContact; }, "promiser"},
      {[](Commitment& c) { c.promiser = "wang li"; }, "promiser"},
      {[](Commitment& c) { c.party = "customer"; }, "promiser"},
      {[](Commitment& c) { c.beneficiary = "accounts/1/contacts/2"; }, "beneficiary"},
      {[](Commitment& c) { c.due_time = absl::InfinitePast(); }, "due_time"},
      {[](Commitment& c) { c.due_time = absl::FromUnixSeconds(0); }, "due_time"},
      {[](Commitment& c) { c.time_zone = "Beijing"; }, "time_zone"},
      {[](Commitment& c) { c.source = std::string(201, 'x'); }, "source"},
  };
  for (const Case& c : cases) {
    Commitment commitment = Promise();
    c.spoil(commitment);
    EXPECT_THAT(FieldsOf(Validate(commitment)), ElementsAre(c.field));
  }
}

TEST(CommitmentTest, KeptOnTimeMeansByTheTimeAgreedFirst) {
  const absl::Duration day = absl::Hours(24);
  Commitment c = Promise();
  EXPECT_EQ(PunctualityAt(c, kDue), "on_time");
  EXPECT_EQ(PunctualityAt(c, kDue + absl::Microseconds(1)), "late");
  c.due_time = kDue + 7 * day;  // put off
  EXPECT_EQ(PunctualityAt(c, kDue), "on_time");
  EXPECT_EQ(PunctualityAt(c, kDue + day), "after_renegotiation");
  EXPECT_EQ(PunctualityAt(c, kDue + 8 * day), "late");
  c.due_time = kDue - 7 * day;  // brought forward
  EXPECT_EQ(PunctualityAt(c, kDue - day), "late");
}

TEST(CommitmentVerbsTest, AKeptPromiseHasProof) {
  Commitment c = Promise();
  const absl::Time now = kDue - absl::Hours(1);
  EXPECT_THAT(FieldsOf(Keep(c, {.text = " ", .kept_time = now}, now)), ElementsAre("proof"));
  EXPECT_THAT(FieldsOf(Keep(c, {.text = "x", .kept_time = now + absl::Seconds(1)}, now)),
              ElementsAre("kept_time"));
  for (const char* uri : {"", "receipt.pdf", "javascript:alert(1)", "https:", "https://a b"}) {
    EXPECT_THAT(FieldsOf(Keep(c, {"x", {uri}, now}, now)), ::testing::Contains("evidence_uris[0]"))
        << uri;
  }
  EXPECT_THAT(FieldsOf(Keep(c, {"x", std::vector<std::string>(21, "s3://b/k"), now}, now)),
              ElementsAre("evidence_uris"));
  EXPECT_EQ(c.state, "open");
  ASSERT_TRUE(Keep(c, {"签收单", {"https://files.example.com/1"}, now}, now).ok());
  EXPECT_EQ(c.state, "kept");
  EXPECT_EQ(c.kept_time, now);
  EXPECT_EQ(c.punctuality, "on_time");
}

TEST(CommitmentVerbsTest, EachVerbHasItsStates) {
  using Verb = absl::Status (*)(Commitment&);
  const std::pair<const char*, Verb> verbs[] = {
      {"keep",
       [](Commitment& c) {
         return Keep(c, {"x", {}, kDue}, kDue);
       }},
      {"break", [](Commitment& c) { return Break(c, "forgotten"); }},
      {"renegotiate",
       [](Commitment& c) { return Renegotiate(c, kDue + absl::Hours(1), "late parts", kDue); }},
      {"cancel", [](Commitment& c) { return Cancel(c, "not needed"); }},
      {"reopen", [](Commitment& c) { return Reopen(c); }},
  };
  for (const char* state : {"open", "kept", "broken", "cancelled"}) {
    for (const auto& [name, verb] : verbs) {
      Commitment c = Promise();
      c.state = state;
      const absl::Status status = verb(c);
      const bool allowed =
          (std::string_view(state) == "open") != (std::string_view(name) == "reopen");
      EXPECT_EQ(status.ok(), allowed) << name << " from " << state << ": " << status;
      if (allowed) continue;
      EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_EQ(status::GetErrorDetail(status)->reason, "WRONG_STATE");
      EXPECT_EQ(c.state, state);
    }
  }
}

TEST(CommitmentVerbsTest, ReasonsAreAskedFor) {
  Commitment c = Promise();
  EXPECT_THAT(FieldsOf(Break(c, " ")), ElementsAre("reason"));
  EXPECT_THAT(FieldsOf(Cancel(c, "")), ElementsAre("reason"));
  EXPECT_THAT(FieldsOf(Renegotiate(c, kDue + absl::Hours(1), "", kDue)), ElementsAre("reason"));
}

TEST(CommitmentVerbsTest, AnotherTimeLiesAhead) {
  Commitment c = Promise();
  const absl::Time now = kDue - absl::Hours(1);
  EXPECT_THAT(FieldsOf(Renegotiate(c, now, "x", now)), ElementsAre("due_time"));
  EXPECT_THAT(FieldsOf(Renegotiate(c, kDue, "x", now)), ElementsAre("due_time"));
  EXPECT_THAT(FieldsOf(Renegotiate(c, absl::InfinitePast(), "x", now)), ElementsAre("due_time"));
  ASSERT_TRUE(Renegotiate(c, kDue + absl::Hours(9), "x", now).ok());
  EXPECT_EQ(c.renegotiation_count, 1);
  EXPECT_EQ(c.original_due_time, kDue);
}

TEST(CommitmentVerbsTest, ReopeningTakesBackWhatClosedIt) {
  Commitment c = Promise();
  ASSERT_TRUE(Keep(c, {"x", {"https://a.example/1"}, kDue}, kDue).ok());
  ASSERT_TRUE(Reopen(c).ok());
  EXPECT_EQ(c.state, "open");
  EXPECT_FALSE(c.kept_time);
  EXPECT_EQ(c.proof + c.punctuality + c.close_reason, "");
  EXPECT_THAT(c.evidence_uris, IsEmpty());
}

TEST(CommitmentTest, EveryFieldTakesItsOwnText) {
  Commitment c = Promise();
  ASSERT_TRUE(Keep(c, {"x", {"s3://b/1", "s3://b/2"}, kDue}, kDue).ok());
  c.text = "a\nb";
  c.beneficiary = kContact;
  c.source = "accounts/a/visits/b";
  c.close_reason = "y";
  Commitment copy;
  for (const auto& field : RecordedCommitmentFields()) field.set(copy, field.get(c));
  EXPECT_THAT(history::Diff(RecordedCommitmentFields(), c, copy), IsEmpty());
  EXPECT_EQ(copy.evidence_uris, c.evidence_uris);
}

}  // namespace
}  // namespace mainstay::engagement
