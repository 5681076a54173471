// Messages as people read them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <google/protobuf/message.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/type/money.pb.h>

namespace mainstay::ctl {

// "1,234.50 CNY"; at least two decimals, more when there are more.
// "1 case", "2,000 cases".
std::string Counted(int64_t count, std::string_view noun);
std::string FormatMoney(const google::type::Money& money);
double MoneyValue(const google::type::Money& money);
// "1,234,567"
std::string FormatCount(int64_t count);
// 0.8234 → "82.3 %"
std::string FormatShare(double share);
// "2026-11-21 20:34" in the machine's zone; empty for an absent one.
// A text with its instants, such as 2026-01-31T06:30:00Z, in local time as FormatTime writes them.
std::string WithLocalTimes(std::string_view text);
std::string FormatTime(const google::protobuf::Timestamp& time);
// COMPANY_SIZE_LARGE → "large"; the zero value gives "".
std::string FormatEnum(const google::protobuf::EnumValueDescriptor& value);

// The field at `path` ("counts.records") as text: empty when it is not set; lists joined by ", ",
// maps as "key=value", messages by their own fields.
std::string FormatField(const google::protobuf::Message& message, std::string_view path);

// Every field that is set, by name, in the order of the proto.
std::vector<std::pair<std::string, std::string>> FormatFields(
    const google::protobuf::Message& message);

// Protobuf JSON, indented, with a line break at the end.
std::string FormatJson(const google::protobuf::Message& message);

}  // namespace mainstay::ctl
