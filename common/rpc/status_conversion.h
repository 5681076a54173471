// absl::Status ↔ grpc::Status, where a google.rpc.Status with ErrorInfo, BadRequest and RetryInfo
// rides in "grpc-status-details-bin". `domain` is "<area>.mainstay".
#pragma once

#include <string_view>

#include <google/rpc/status.pb.h>
#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace mainstay::rpc {

// INTERNAL, and UNKNOWN without a reason, lose their message and details ("internal error; quote
// the request id"): nothing internal leaks. The caller logs the original. A `request_id` goes along
// as RequestInfo.
google::rpc::Status ToGoogleStatus(const absl::Status& status, std::string_view domain,
                                   std::string_view request_id = {});
grpc::Status ToGrpcStatus(const absl::Status& status, std::string_view domain,
                          std::string_view request_id = {});
// Takes the same details back out, so that an error of one service keeps its reason in another.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace mainstay::rpc
