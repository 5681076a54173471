// Lists of enums between messages and the domain (enum_text.h).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <google/protobuf/repeated_field.h>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/status/status.h"

namespace mainstay::api {

// The texts of a repeated enum. Values that the enum does not have, and …_UNSPECIFIED, are a
// violation of `field` with their place: "tiers[1]".
template <class E>
absl::StatusOr<std::vector<std::string>> EnumsToTexts(
    const google::protobuf::RepeatedField<int>& values, std::string_view prefix,
    std::string_view field) {
  std::vector<std::string> texts;
  for (int i = 0; i < values.size(); ++i) {
    const std::string at = absl::StrCat(field, "[", i, "]");
    ASSIGN_OR_RETURN(std::string text, EnumToText(static_cast<E>(values.Get(i)), prefix, at));
    if (text.empty()) return status::BadField(at, "say which");
    texts.push_back(std::move(text));
  }
  return texts;
}

template <class E>
void TextsToEnums(const std::vector<std::string>& texts, std::string_view prefix,
                  google::protobuf::RepeatedField<int>& values) {
  for (const std::string& text : texts) values.Add(TextToEnum<E>(text, prefix));
}

}  // namespace mainstay::api
