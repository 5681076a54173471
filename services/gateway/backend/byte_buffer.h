// grpc::ByteBuffer without copies.
#pragma once

#include <string>
#include <string_view>

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>

namespace mainstay::gateway {

// A buffer that owns `bytes`. Never default-constructed, so it may be sent even when empty.
grpc::ByteBuffer ToByteBuffer(std::string bytes);

// The bytes of `buffer`, which `slice` keeps alive; copied only when they came in several pieces.
std::string_view FlatBytes(const grpc::ByteBuffer& buffer, grpc::Slice* slice);

}  // namespace mainstay::gateway
