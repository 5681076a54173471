#include "services/engagement/case_verifications/case_verification.h"

#include <gmock/gmock.h>

#include "common/status/status.h"

namespace mainstay::engagement {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

std::string ReasonOf(const absl::Status& status) {
  const auto detail = status::GetErrorDetail(status);
  return detail ? detail->reason : "";
}

TEST(CaseVerificationTest, IsAnsweredOnceByAVisitThatHasBegun) {
  CaseVerification one;
  for (const char* state : {"planned", "confirmed", "prepared", "cancelled", "missed"}) {
    EXPECT_EQ(ReasonOf(Verify(one, {"1", state, kNow, true, ""}, "wang.li", kNow)), "WRONG_STATE");
    EXPECT_EQ(one.state, "open");
  }
  ASSERT_EQ(Verify(one, {"1", "checked_in", kNow, true, " 没有再漏 "}, "wang.li", kNow),
            absl::OkStatus());
  EXPECT_EQ(one.state, "solved");
  EXPECT_EQ(one.note, "没有再漏");
  EXPECT_EQ(one.verifier, "wang.li");
  EXPECT_EQ(one.verify_time, kNow);
  EXPECT_EQ(ReasonOf(Verify(one, {"1", "completed", kNow, false, "x"}, "wang.li", kNow)),
            "WRONG_STATE");
}

TEST(CaseVerificationTest, NotSolvedSaysWhy) {
  CaseVerification one;
  const absl::Status silent = Verify(one, {"1", "completed", kNow, false, "　"}, "wang.li", kNow);
  ASSERT_FALSE(silent.ok());
  EXPECT_EQ(status::GetFieldViolations(silent)[0].field, "note");
  ASSERT_EQ(Verify(one, {"1", "completed", kNow, false, "还在漏"}, "wang.li", kNow),
            absl::OkStatus());
  EXPECT_EQ(one.state, "not_solved");
}

TEST(CaseVerificationTest, AVisitFromBeforeTheClosingKnowsNothingOfIt) {
  CaseVerification one{.close_time = kNow};
  const absl::Status early =
      Verify(one, {"1", "completed", kNow - absl::Seconds(1), false, "还在漏"}, "wang.li", kNow);
  ASSERT_FALSE(early.ok());
  EXPECT_EQ(status::GetFieldViolations(early)[0].field, "visit");
  EXPECT_EQ(one.state, "open");
  EXPECT_EQ(Verify(one, {"1", "checked_in", kNow, true, ""}, "wang.li", kNow), absl::OkStatus());
}

}  // namespace
}  // namespace mainstay::engagement
