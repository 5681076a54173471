// The words of enums: what tables print and people type, in English and, for cases
// and surveys, in Chinese.
#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "tools/mainstayctl/language.h"

namespace mainstay::ctl {

// The value that `text` means: its name (CASE_KIND_COMPLAINT), the word that tables print
// (complaint) in any case, or its Chinese word (投诉); nullptr when it is none of them.
const google::protobuf::EnumValueDescriptor* FindValue(const google::protobuf::EnumDescriptor& type,
                                                       std::string_view text);

// The word for a value, as tables print it; in English where there is no Chinese one.
std::string WordFor(const google::protobuf::EnumValueDescriptor& value, Language language);

// "critical" of "严重" and the like: the English word of what `text` means, or `text` itself.
std::string EnglishWord(const google::protobuf::EnumDescriptor& type, const std::string& text);

// A list filter with the words of enum fields of `item`, which is what the list has, replaced by
// the names that the services take: `severity = critical` → `severity = CASE_SEVERITY_CRITICAL`.
// Everything else stays as it is.
std::string FilterByNames(std::string_view filter, const google::protobuf::Descriptor& item);

}  // namespace mainstay::ctl
