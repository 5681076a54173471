// Errors on their way to the HTTP caller.
#pragma once

#include <string>
#include <string_view>

#include <google/rpc/status.pb.h>

namespace mainstay::gateway {

// The HTTP status of a gRPC code (0 to 16; any other is 500), as google/rpc/code.proto lists them.
int HttpStatusOf(int grpc_code);

// The google.rpc.Status of a failed call: `details_bin` is the serialized Status from the trailer
// "grpc-status-details-bin" (grpc::Status::error_details()), empty or malformed when there is none.
google::rpc::Status StatusOf(int grpc_code, std::string_view message, std::string_view details_bin);

// {"code":5,"message":"…","details":[{"@type":"type.googleapis.com/…",…}]}
std::string ErrorJson(const google::rpc::Status& status);

}  // namespace mainstay::gateway
