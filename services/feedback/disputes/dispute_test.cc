#include "services/feedback/disputes/dispute.h"

#include <gmock/gmock.h>

#include "common/status/status.h"
#include "common/testing/field_violations.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using testing::FieldsOf;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

Concession Discount() {
  return {.party = "ours",
          .text = "九折",
          .amount = {"1000", "CNY"},
          .author = "wang.li",
          .create_time = kNow};
}

TEST(DisputeTest, IsCompletedAndChecked) {
  Dispute d{.subject = " 赔偿金额 ", .team = {"li.na", "li.na"}};
  Complete(d, "wang.li");
  EXPECT_EQ(d.lead, "wang.li");
  EXPECT_EQ(d.subject, "赔偿金额");
  EXPECT_THAT(d.team, ElementsAre("li.na"));
  EXPECT_TRUE(Validate(d).ok());
  d.subject.clear();
  d.lead = "a b";
  d.team = {"c/d"};
  d.steps = {{.text = "", .owner = "e f"}};
  EXPECT_THAT(FieldsOf(Validate(d)),
              ElementsAre("subject", "lead", "team[0]", "steps[0].text", "steps[0].owner"));
}

TEST(DisputeTest, GoesFromOpenToAnAgreement) {
  Dispute d{.lead = "wang.li"};
  EXPECT_EQ(Settle(d, "x", kNow).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Concede(d, Discount()).code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(Negotiate(d).ok());
  ASSERT_TRUE(Concede(d, Discount()).ok());
  EXPECT_THAT(FieldsOf(Escalate(d, "", "x")), ElementsAre("lead"));
  EXPECT_THAT(FieldsOf(Escalate(d, "zong", " ")), ElementsAre("reason"));
  ASSERT_TRUE(Escalate(d, "zong", "客户要求").ok());
  EXPECT_EQ(d.lead, "zong");
  EXPECT_THAT(FieldsOf(Settle(d, " ", kNow)), ElementsAre("result"));
  ASSERT_TRUE(Settle(d, "赔一千", kNow).ok());
  EXPECT_EQ(d.end_time, kNow);
  EXPECT_EQ(CheckOngoing(d).code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(Reopen(d, "客户反悔").ok());
  EXPECT_EQ(d.state, "negotiating");
  EXPECT_EQ(d.end_time, std::nullopt);
  ASSERT_TRUE(Lose(d, "客户走了", kNow).ok());
  EXPECT_EQ(d.state, "lost");
}

TEST(DisputeTest, ConcessionsAreChecked) {
  Dispute d{.state = "negotiating"};
  Concession bad{.amount = {"-1", "RMB"}};
  EXPECT_THAT(FieldsOf(Concede(d, bad)), ElementsAre("concession.party", "concession.text",
                                                     "concession.amount", "concession.amount"));
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(Concede(d, Discount()).ok());
  EXPECT_THAT(FieldsOf(Concede(d, Discount())), ElementsAre("concession"));
}

}  // namespace
}  // namespace mainstay::feedback
