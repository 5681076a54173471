#include "common/rpc/status_conversion.h"

#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <gtest/gtest.h>

#include "common/status/status.h"

namespace mainstay::rpc {
namespace {

using ::testing::SizeIs;

absl::Status ThereAndBack(const absl::Status& status) {
  return FromGrpcStatus(ToGrpcStatus(status, "accounts.mainstay"));
}

TEST(StatusConversionTest, OkIsOk) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus(), "x").ok());
  EXPECT_TRUE(FromGrpcStatus(grpc::Status::OK).ok());
}

TEST(StatusConversionTest, KeepsReasonMetadataAndMessage) {
  const absl::Status status = ThereAndBack(
      status::Error(absl::StatusCode::kAborted, "ETAG_MISMATCH", "read it again", {{"a", "1"}}));
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(status.message(), "read it again");
  ASSERT_TRUE(status::GetErrorDetail(status).has_value());
  EXPECT_EQ(status::GetErrorDetail(status)->reason, "ETAG_MISMATCH");
  EXPECT_EQ(status::GetErrorDetail(status)->metadata[0].second, "1");
}

TEST(StatusConversionTest, KeepsFieldViolations) {
  const absl::Status status = ThereAndBack(status::BadFields({{"a", "first"}, {"b.c", "second"}}));
  ASSERT_THAT(status::GetFieldViolations(status), SizeIs(2));
  EXPECT_EQ(status::GetFieldViolations(status)[1].field, "b.c");
  EXPECT_EQ(status::GetFieldViolations(status)[1].description, "second");
}

TEST(StatusConversionTest, KeepsTheRetryDelay) {
  const absl::Status status = ThereAndBack(status::RetryLater(
      absl::StatusCode::kResourceExhausted, "QUEUE_FULL", "later", absl::Milliseconds(1500)));
  EXPECT_EQ(status::GetRetryDelay(status), absl::Milliseconds(1500));
  EXPECT_EQ(status::GetErrorDetail(status)->reason, "QUEUE_FULL");
}

TEST(StatusConversionTest, SaysTheDomain) {
  const google::rpc::Status status = ToGoogleStatus(
      status::Error(absl::StatusCode::kNotFound, "X", "y"), "accounts.mainstay", "abc");
  google::rpc::ErrorInfo info;
  google::rpc::RequestInfo request;
  ASSERT_THAT(status.details(), SizeIs(2));
  ASSERT_TRUE(status.details(0).UnpackTo(&info));
  ASSERT_TRUE(status.details(1).UnpackTo(&request));
  EXPECT_EQ(info.domain(), "accounts.mainstay");
  EXPECT_EQ(request.request_id(), "abc");
}

TEST(StatusConversionTest, HidesWhatIsInternal) {
  for (const absl::Status& status :
       {absl::InternalError("secret"), absl::UnknownError("secret"),
        status::Error(absl::StatusCode::kInternal, "SECRET", "secret")}) {
    const google::rpc::Status out = ToGoogleStatus(status, "x");
    EXPECT_EQ(out.message(), "internal error; quote the request id");
    EXPECT_THAT(out.details(), SizeIs(0));
  }
  // A doubtful commit is UNKNOWN on purpose and says what to do.
  EXPECT_EQ(ThereAndBack(status::Error(absl::StatusCode::kUnknown, "COMMIT_IN_DOUBT", "repeat it"))
                .message(),
            "repeat it");
}

TEST(StatusConversionTest, TakesDetailsThatAreGarbage) {
  const absl::Status status =
      FromGrpcStatus(grpc::Status(grpc::StatusCode::NOT_FOUND, "gone", "\xff\xff"));
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "gone");
}

}  // namespace
}  // namespace mainstay::rpc
