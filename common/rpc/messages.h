// Between gRPC's bytes and messages.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/support/byte_buffer.h>

#include "absl/status/status.h"

namespace mainstay::rpc {

// INVALID_ARGUMENT when the bytes are not a message of that type. Leaves `bytes` as it is.
absl::Status ParseMessage(const grpc::ByteBuffer& bytes, google::protobuf::Message* message);

// The result is never a default-constructed ByteBuffer, which gRPC aborts on when sent.
grpc::ByteBuffer SerializeMessage(const google::protobuf::Message& message);

}  // namespace mainstay::rpc
