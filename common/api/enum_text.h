// Enums between messages and the domain, where an enum is the lower-case tail of the
// value's name: ACCOUNT_TYPE_END_CUSTOMER ↔ "end_customer", …_UNSPECIFIED ↔ "".
#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/generated_enum_reflection.h>

#include "absl/status/statusor.h"

namespace mainstay::api {

// `prefix` is what the value names share, "ACCOUNT_TYPE_". Numbers that the enum does not have are
// a violation of `field`.
absl::StatusOr<std::string> EnumToText(const google::protobuf::EnumDescriptor* type, int number,
                                       std::string_view prefix, std::string_view field);
// 0 for "" and for texts that the enum does not have.
int TextToEnum(const google::protobuf::EnumDescriptor* type, std::string_view text,
               std::string_view prefix);

template <class E>
absl::StatusOr<std::string> EnumToText(E value, std::string_view prefix, std::string_view field) {
  return EnumToText(google::protobuf::GetEnumDescriptor<E>(), value, prefix, field);
}
template <class E>
E TextToEnum(std::string_view text, std::string_view prefix) {
  return static_cast<E>(TextToEnum(google::protobuf::GetEnumDescriptor<E>(), text, prefix));
}

}  // namespace mainstay::api
