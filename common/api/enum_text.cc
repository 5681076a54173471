#include "common/api/enum_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::api {

absl::StatusOr<std::string> EnumToText(const google::protobuf::EnumDescriptor* type, int number,
                                       std::string_view prefix, std::string_view field) {
  if (number == 0) return "";
  const google::protobuf::EnumValueDescriptor* value = type->FindValueByNumber(number);
  if (value == nullptr) {
    return status::BadField(field, absl::StrCat("has no value ", number));
  }
  return absl::AsciiStrToLower(std::string_view(value->name()).substr(prefix.size()));
}

int TextToEnum(const google::protobuf::EnumDescriptor* type, std::string_view text,
               std::string_view prefix) {
  if (text.empty()) return 0;
  const google::protobuf::EnumValueDescriptor* value =
      type->FindValueByName(absl::StrCat(prefix, absl::AsciiStrToUpper(text)));
  return value == nullptr ? 0 : value->number();
}

}  // namespace mainstay::api
