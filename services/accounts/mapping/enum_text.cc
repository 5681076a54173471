#include "services/accounts/mapping/enum_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::accounts {

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

google::protobuf::Timestamp TimeToProto(absl::Time time) {
  google::protobuf::Timestamp message;
  int64_t micros = absl::ToUnixMicros(time);
  int64_t seconds = micros / 1000000, rest = micros % 1000000;
  if (rest < 0) {
    rest += 1000000;
    --seconds;
  }
  message.set_seconds(seconds);
  message.set_nanos(static_cast<int32_t>(rest * 1000));
  return message;
}

absl::StatusOr<absl::Time> TimeFromProto(const google::protobuf::Timestamp& time,
                                         std::string_view field) {
  constexpr int64_t kYear1 = -62135596800, kYear10000 = 253402300800;
  if (time.seconds() < kYear1 || time.seconds() >= kYear10000 || time.nanos() < 0 ||
      time.nanos() > 999999999) {
    return status::BadField(field, "must be a time between the years 1 and 9999");
  }
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

}  // namespace mainstay::accounts
