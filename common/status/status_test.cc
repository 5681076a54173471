#include "common/status/status.h"

#include <gtest/gtest.h>

#include "absl/status/statusor.h"

namespace mainstay::status {
namespace {

TEST(StatusTest, BadFieldsJoinsAndKeepsThem) {
  const absl::Status status =
      BadFields({{"display_name", "must be 1 to 200 characters"}, {"tax_id", "must be 18 long"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "display_name: must be 1 to 200 characters; tax_id: must be 18 long");
  const auto violations = GetFieldViolations(status);
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[1].field, "tax_id");
  EXPECT_EQ(violations[1].description, "must be 18 long");
}

TEST(StatusTest, FieldTextsMayHoldAnything) {
  const std::string odd("3:a\n\0:;", 7);
  const auto violations = GetFieldViolations(BadField(odd, "零: \"x\""));
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, odd);
  EXPECT_EQ(violations[0].description, "零: \"x\"");
}

TEST(StatusTest, ErrorKeepsReasonAndMetadata) {
  const absl::Status status =
      Error(absl::StatusCode::kAborted, "ETAG_MISMATCH", "read it again", {{"etag", "\"3\""}});
  const auto detail = GetErrorDetail(status);
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->reason, "ETAG_MISMATCH");
  ASSERT_EQ(detail->metadata.size(), 1u);
  EXPECT_EQ(detail->metadata[0].second, "\"3\"");
  EXPECT_FALSE(GetRetryDelay(status).has_value());
  EXPECT_TRUE(GetFieldViolations(status).empty());
}

TEST(StatusTest, PlainStatusesCarryNothing) {
  EXPECT_FALSE(GetErrorDetail(absl::InternalError("x")).has_value());
  EXPECT_FALSE(GetRetryDelay(absl::OkStatus()).has_value());
}

TEST(StatusTest, RetryLaterKeepsTheDelay) {
  const absl::Status status = RetryLater(absl::StatusCode::kResourceExhausted, "QUEUE_FULL",
                                         "try again", absl::Milliseconds(250));
  EXPECT_EQ(GetRetryDelay(status), absl::Milliseconds(250));
  EXPECT_EQ(GetErrorDetail(status)->reason, "QUEUE_FULL");
}

TEST(StatusTest, AWrongStateNamesTheRightOnes) {
  constexpr std::string_view kFrom[] = {"open", "draft"};
  EXPECT_TRUE(CheckState("the task", "draft", ":complete", kFrom).ok());
  const absl::Status refused = CheckState("the task", "done", ":complete", kFrom);
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(refused.message(), "the task is done; :complete is possible from: open, draft");
  const auto detail = GetErrorDetail(refused);
  EXPECT_EQ(detail->reason, "WRONG_STATE");
  EXPECT_EQ(detail->metadata[1], (std::pair<std::string, std::string>("allowed", "open,draft")));
}

TEST(StatusTest, PrefixFieldsRewritesPathsAndMessage) {
  const absl::Status status = PrefixFields(BadField("display_name", "must be set"), "account");
  EXPECT_EQ(GetFieldViolations(status)[0].field, "account.display_name");
  EXPECT_EQ(status.message(), "account.display_name: must be set");
  const absl::Status other = absl::AbortedError("x");
  EXPECT_EQ(PrefixFields(other, "account"), other);
}

absl::StatusOr<int> Half(int n) {
  if (n % 2 != 0) return BadField("n", "must be even");
  return n / 2;
}
absl::StatusOr<int> Quarter(int n) {
  ASSIGN_OR_RETURN(const int half, Half(n));
  RETURN_IF_ERROR(Half(half).status());
  return half / 2;
}

TEST(StatusTest, MacrosReturnTheFirstError) {
  EXPECT_EQ(*Quarter(8), 2);
  EXPECT_FALSE(Quarter(6).ok());
  EXPECT_FALSE(Quarter(3).ok());
}

}  // namespace
}  // namespace mainstay::status
