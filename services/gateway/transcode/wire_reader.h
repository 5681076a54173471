// Reads protobuf's wire format (https://protobuf.dev/programming-guides/encoding/) in place.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace mainstay::gateway {

enum class WireType : uint8_t { kVarint = 0, kFixed64 = 1, kLength = 2, kFixed32 = 5 };

// A cursor over one message's bytes. Each Read is false at the end or when the bytes are not what
// they should be; the cursor is then of no more use.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes)
      : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool done() const { return at_ == end_; }

  bool ReadVarint(uint64_t* value) {
    uint64_t result = 0;
    for (int shift = 0; shift < 64 && at_ != end_; shift += 7) {
      auto byte = static_cast<unsigned char>(*at_++);
      result |= static_cast<uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) {
        *value = result;
        return true;
      }
    }
    return false;
  }

  // A field's number and its wire type; false for groups too, which proto3 does not have.
  bool ReadTag(uint32_t* number, WireType* type) {
    uint64_t tag;
    if (!ReadVarint(&tag) || tag >> 32 != 0 || tag < 8) return false;
    *number = static_cast<uint32_t>(tag >> 3);
    *type = static_cast<WireType>(tag & 7);
    return *type == WireType::kVarint || *type == WireType::kFixed64 ||
           *type == WireType::kLength || *type == WireType::kFixed32;
  }

  // Takes the tag only if it is this one.
  bool TakeTag(uint32_t number, WireType type) {
    const char* before = at_;
    uint32_t next_number;
    WireType next_type;
    if (at_ != end_ && ReadTag(&next_number, &next_type) && next_number == number &&
        next_type == type) {
      return true;
    }
    at_ = before;
    return false;
  }

  bool ReadBytes(std::string_view* bytes) {
    uint64_t length;
    if (!ReadVarint(&length) || length > static_cast<uint64_t>(end_ - at_)) return false;
    *bytes = std::string_view(at_, length);
    at_ += length;
    return true;
  }

  // The machine is little-endian, as the wire is.
  template <class T>
  bool ReadFixed(T* value) {
    if (static_cast<size_t>(end_ - at_) < sizeof *value) return false;
    std::memcpy(value, at_, sizeof *value);
    at_ += sizeof *value;
    return true;
  }

  bool Skip(WireType type) {
    uint64_t varint;
    uint32_t fixed32;
    std::string_view bytes;
    switch (type) {
      case WireType::kVarint:
        return ReadVarint(&varint);
      case WireType::kFixed64:
        return ReadFixed(&varint);
      case WireType::kLength:
        return ReadBytes(&bytes);
      case WireType::kFixed32:
        return ReadFixed(&fixed32);
    }
    return false;
  }

 private:
  const char* at_;
  const char* end_;
};

}  // namespace mainstay::gateway
