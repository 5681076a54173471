#include "services/feedback/requirements/requirement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "common/testing/field_violations.h"
#include "services/feedback/requirements/requirement_review.h"
#include "services/feedback/requirements/requirement_verbs.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using testing::FieldsOf;
using ::testing::HasSubstr;

const absl::Time kNow = absl::FromUnixSeconds(1800000000);

Requirement Good() {
  Requirement r;
  r.id = "0190a000-0000-7000-8000-000000000001";
  r.title = "按批次提供检测报告";
  return r;
}

std::string ReasonOf(const absl::Status& status) {
  const auto detail = status::GetErrorDetail(status);
  return detail ? detail->reason : "";
}

TEST(RequirementTest, AGoodOneIsAccepted) {
  Requirement r = Good();
  r.title = "  按批次提供检测报告 ";
  r.consulted = {"li.na", "li.na", " zhao.min"};
  r.kano_class = "must_be";
  r.kano_source = "2026 客户访谈";
  Complete(r);
  EXPECT_EQ(r.title, "按批次提供检测报告");
  EXPECT_THAT(r.consulted, ElementsAre("li.na", "zhao.min"));
  EXPECT_TRUE(Validate(r).ok()) << Validate(r);
}

TEST(RequirementTest, AllThatIsWrongIsNamed) {
  Requirement r = Good();
  r.title = "";
  r.why = std::string(4001, 'x');
  r.accountable = "li na";
  r.informed = {"a/b"};
  r.urgency = 6;
  r.importance = -1;
  r.due_date = absl::CivilDay(1999, 12, 31);
  r.kano_class = "attractive";
  EXPECT_THAT(FieldsOf(Validate(r)),
              ElementsAre("title", "why", "accountable", "informed[0]", "urgency", "importance",
                          "due_date", "kano_source"));
}

TEST(RequirementTest, TheQuadrantBeginsAtFour) {
  const auto quadrant = [](int urgency, int importance) {
    Requirement r = Good();
    r.urgency = urgency;
    r.importance = importance;
    return QuadrantOf(r);
  };
  EXPECT_EQ(quadrant(4, 4), "do");
  EXPECT_EQ(quadrant(3, 5), "plan");
  EXPECT_EQ(quadrant(5, 3), "delegate");
  EXPECT_EQ(quadrant(3, 3), "later");
  EXPECT_EQ(quadrant(0, 5), "");
  EXPECT_EQ(quadrant(5, 0), "");
}

TEST(RequirementTest, AnAskersSourceIsOfItsAccount) {
  const std::string own = "0190a000-0000-7000-8000-00000000000a";
  RequirementAsker asker;
  Complete(asker, kNow);
  EXPECT_EQ(asker.say_time, kNow);
  const std::string accounts[] = {own};
  for (const char* good : {"", "surveys/x/responses/y", "2026 年度访谈"}) {
    asker.source = good;
    EXPECT_TRUE(Validate(asker, accounts, kNow).ok()) << good;
  }
  asker.source = "accounts/" + own + "/visits/0190a000-0000-7000-8000-00000000000b";
  EXPECT_TRUE(Validate(asker, accounts, kNow).ok());
  asker.source = "accounts/0190a000-0000-7000-8000-00000000000c/visits/x";
  asker.say_time = kNow + absl::Seconds(1);
  EXPECT_THAT(FieldsOf(Validate(asker, accounts, kNow)), ElementsAre("source", "say_time"));
}

TEST(RequirementTest, TheFunnelGoesStepByStep) {
  Requirement r = Good();
  EXPECT_EQ(ReasonOf(Move(r, "assess", "", kNow)), "WRONG_STATE");
  ASSERT_TRUE(Move(r, "screen", "", kNow).ok());
  EXPECT_THAT(FieldsOf(Move(r, "assess", "", kNow)), ElementsAre("urgency", "importance"));
  r.urgency = 4;
  r.importance = 2;
  ASSERT_TRUE(Move(r, "assess", "", kNow).ok());
  EXPECT_THAT(FieldsOf(Move(r, "plan", "", kNow)), ElementsAre("accountable", "due_date"));
  r.accountable = "li.na";
  r.due_date = absl::CivilDay(2027, 3, 1);
  ASSERT_TRUE(Move(r, "plan", "", kNow).ok());
  ASSERT_TRUE(Move(r, "start", "", kNow).ok());
  ASSERT_TRUE(Move(r, "deliver", "", kNow).ok());
  EXPECT_EQ(r.deliver_time, kNow);
  EXPECT_EQ(ReasonOf(Move(r, "reject", "x", kNow)), "WRONG_STATE") << "it is delivered";
  ASSERT_TRUE(Move(r, "start", "报告缺页", kNow).ok());
  EXPECT_EQ(r.deliver_time, std::nullopt) << "it was not delivered after all";
  ASSERT_TRUE(Move(r, "deliver", "", kNow).ok());
  EXPECT_THAT(FieldsOf(Move(r, "validate", " ", kNow)), ElementsAre("note"));
  ASSERT_TRUE(Move(r, "validate", "三家客户确认", kNow).ok());
  EXPECT_EQ(r.state, "validated");
  ASSERT_TRUE(Move(r, "keep", "", kNow).ok());
  EXPECT_EQ(r.state, "validated");
}

TEST(RequirementTest, ARejectionHasAReasonAndCanBeTakenBack) {
  Requirement r = Good();
  EXPECT_THAT(FieldsOf(Move(r, "reject", "", kNow)), ElementsAre("note"));
  ASSERT_TRUE(Move(r, "reject", " 不做 ", kNow).ok());
  EXPECT_EQ(r.reject_reason, "不做");
  EXPECT_EQ(ReasonOf(Move(r, "screen", "", kNow)), "WRONG_STATE");
  ASSERT_TRUE(Move(r, "reconsider", "法规变了", kNow).ok());
  EXPECT_EQ(r.state, "collected");
  EXPECT_EQ(r.reject_reason, "");
}

TEST(RequirementTest, AMergeIsOfTwoThatAreThemselves) {
  Requirement a = Good(), b = Good();
  EXPECT_THAT(FieldsOf(Merge(a, b, 0)), ElementsAre("into")) << "itself";
  b.id = "0190a000-0000-7000-8000-000000000002";
  EXPECT_EQ(ReasonOf(Merge(a, b, 2)), "HAS_PARTS");
  ASSERT_TRUE(Merge(a, b, 0).ok());
  EXPECT_EQ(a.merged_into, b.id);
  EXPECT_EQ(ReasonOf(Merge(a, b, 0)), "MERGED");
  Requirement c = Good();
  c.id = "0190a000-0000-7000-8000-000000000003";
  EXPECT_EQ(ReasonOf(Merge(c, a, 0)), "MERGED");
  EXPECT_THAT(Move(a, "screen", "", kNow).message(), HasSubstr(b.id));
  ASSERT_TRUE(Unmerge(a).ok());
  EXPECT_EQ(ReasonOf(Unmerge(a)), "NOT_MERGED");
}

TEST(RequirementTest, AReviewNamesEachRequirementOnce) {
  RequirementReview review;
  review.date = absl::CivilDay(2026, 6, 2);
  EXPECT_THAT(FieldsOf(Validate(review, absl::CivilDay(2026, 6, 1))),
              ElementsAre("date", "attendees", "decisions"));
  review.attendees = {"li.na", "b/c"};
  review.items = {{.requirement_id = "a", .decision = "keep"}, {.requirement_id = "a"}};
  EXPECT_THAT(FieldsOf(Validate(review, absl::CivilDay(2026, 6, 2))),
              ElementsAre("attendees[1]", "decisions[1].requirement", "decisions[1].decision"));
}

}  // namespace
}  // namespace mainstay::feedback
