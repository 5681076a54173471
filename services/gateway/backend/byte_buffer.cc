#include "services/gateway/backend/byte_buffer.h"

#include <utility>

namespace mainstay::gateway {
namespace {

constexpr size_t kWorthNotCopying = 1024;  // below it a copy is cheaper than another allocation

}  // namespace

grpc::ByteBuffer ToByteBuffer(std::string bytes) {
  if (bytes.size() < kWorthNotCopying) {
    const grpc::Slice slice(bytes.data(), bytes.size());
    return grpc::ByteBuffer(&slice, 1);
  }
  auto* owned = new std::string(std::move(bytes));
  const grpc::Slice slice(
      owned->data(), owned->size(), [](void* text) { delete static_cast<std::string*>(text); },
      owned);
  return grpc::ByteBuffer(&slice, 1);
}

std::string_view FlatBytes(const grpc::ByteBuffer& buffer, grpc::Slice* slice) {
  if (!buffer.TrySingleSlice(slice).ok() && !buffer.DumpToSingleSlice(slice).ok()) return {};
  return {reinterpret_cast<const char*>(slice->begin()), slice->size()};
}

}  // namespace mainstay::gateway
