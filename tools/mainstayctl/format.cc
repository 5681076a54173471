#include "tools/mainstayctl/format.h"

#include <algorithm>
#include <cstdlib>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/util/json_util.h>
#include <google/type/date.pb.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"

namespace mainstay::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

template <class T>
T CopyAs(const Message& message) {
  T result;
  result.CopyFrom(message);
  return result;
}

std::string FormatMessage(const Message& message) {
  const std::string& type = message.GetDescriptor()->full_name();
  if (type == "google.type.Money") return FormatMoney(CopyAs<google::type::Money>(message));
  if (type == "google.protobuf.Timestamp") {
    return FormatTime(CopyAs<google::protobuf::Timestamp>(message));
  }
  if (type == "google.protobuf.Duration") {
    const auto duration = CopyAs<google::protobuf::Duration>(message);
    return absl::FormatDuration(absl::Seconds(duration.seconds()) +
                                absl::Nanoseconds(duration.nanos()));
  }
  if (type == "google.type.Date") {
    const auto date = CopyAs<google::type::Date>(message);
    std::string text = absl::StrFormat("%04d-%02d", date.year(), date.month());
    if (date.day() > 0) absl::StrAppendFormat(&text, "-%02d", date.day());
    return text;
  }
  std::vector<std::string> parts;
  for (const auto& [name, value] : FormatFields(message)) {
    parts.push_back(absl::StrCat(name, " ", value));
  }
  return absl::StrJoin(parts, ", ");
}

// One value: the field itself, or element `index` of a repeated one.
std::string FormatValue(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& r = *message.GetReflection();
  const bool repeated = index >= 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string scratch;
      return repeated ? r.GetRepeatedString(message, &field, index)
                      : r.GetStringReference(message, &field, &scratch);
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      return FormatEnum(repeated ? *r.GetRepeatedEnum(message, &field, index)
                                 : *r.GetEnum(message, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return FormatMessage(repeated ? r.GetRepeatedMessage(message, &field, index)
                                    : r.GetMessage(message, &field));
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(r.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return FormatCount(r.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return absl::StrCat(r.GetDouble(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return r.GetBool(message, &field) ? "yes" : "no";
    default:
      return "";
  }
}

std::string FormatWhole(const Message& message, const FieldDescriptor& field) {
  const Reflection& r = *message.GetReflection();
  if (!field.is_repeated()) return FormatValue(message, field, -1);
  std::vector<std::string> parts;
  for (int i = 0; i < r.FieldSize(message, &field); ++i) {
    if (field.is_map()) {
      const Message& entry = r.GetRepeatedMessage(message, &field, i);
      parts.push_back(absl::StrCat(FormatField(entry, "key"), "=", FormatField(entry, "value")));
    } else {
      parts.push_back(FormatValue(message, field, i));
    }
  }
  const bool records = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_map();
  return absl::StrJoin(parts, records ? "\n" : ", ");
}

}  // namespace

std::string FormatCount(int64_t count) {
  std::string digits = absl::StrCat(count < 0 ? -count : count);
  for (int i = static_cast<int>(digits.size()) - 3; i > 0; i -= 3) {
    digits.insert(static_cast<size_t>(i), 1, ',');
  }
  return absl::StrCat(count < 0 ? "-" : "", digits);
}

std::string Counted(int64_t count, std::string_view noun) {
  return absl::StrCat(FormatCount(count), " ", noun, count == 1 ? "" : "s");
}

std::string FormatMoney(const google::type::Money& money) {
  std::string decimals = absl::StrFormat("%09d", std::abs(money.nanos()));
  while (decimals.size() > 2 && decimals.back() == '0') decimals.pop_back();
  const bool negative = money.units() < 0 || money.nanos() < 0;
  return absl::StrCat(negative ? "-" : "", FormatCount(std::llabs(money.units())), ".", decimals,
                      money.currency_code().empty() ? "" : " ", money.currency_code());
}

double MoneyValue(const google::type::Money& money) {
  return static_cast<double>(money.units()) + money.nanos() / 1e9;
}

std::string FormatShare(double share) { return absl::StrFormat("%.1f %%", share * 100); }

std::string FormatTime(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0 && time.nanos() == 0) return "";
  return absl::FormatTime("%Y-%m-%d %H:%M", absl::FromUnixSeconds(time.seconds()),
                          absl::LocalTimeZone());
}

std::string WithLocalTimes(std::string_view text) {
  constexpr size_t kShortest = sizeof("2026-01-31T06:30:00Z") - 1;
  constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:dd";
  const auto begins = [&](size_t at) {
    for (size_t i = 0; i < kShape.size(); ++i) {
      const char c = text[at + i];
      if (kShape[i] == 'd' ? !absl::ascii_isdigit(c) : c != kShape[i]) return false;
    }
    return at == 0 || !absl::ascii_isalnum(text[at - 1]);
  };
  std::string result;
  for (size_t at = 0; at < text.size();) {
    if (at + kShortest > text.size() || !begins(at)) {
      result += text[at++];
      continue;
    }
    size_t end = at + kShape.size();
    if (text[end] == '.') {
      for (++end; end < text.size() && absl::ascii_isdigit(text[end]);) ++end;
    }
    if (end < text.size()) end += text[end] == 'Z' ? 1 : sizeof("+08:00") - 1;
    absl::Time time;
    std::string error;
    const std::string_view instant = text.substr(at, end - at);
    if (end <= text.size() && absl::ParseTime(absl::RFC3339_full, instant, &time, &error)) {
      absl::StrAppend(&result, absl::FormatTime("%Y-%m-%d %H:%M", time, absl::LocalTimeZone()));
    } else {
      result += instant;
    }
    at = std::min(end, text.size());
  }
  return result;
}

std::string FormatEnum(const google::protobuf::EnumValueDescriptor& value) {
  if (value.number() == 0) return "";
  // Values begin with their type's name: CompanySize → COMPANY_SIZE_.
  const std::string& zero = value.type()->value(0)->name();
  constexpr std::string_view kZeroSuffix = "UNSPECIFIED";
  std::string name = value.name();
  if (absl::EndsWith(zero, kZeroSuffix)) {
    const std::string prefix = zero.substr(0, zero.size() - kZeroSuffix.size());
    if (absl::StartsWith(name, prefix)) name = name.substr(prefix.size());
  }
  absl::AsciiStrToLower(&name);
  return name;
}

std::string FormatField(const Message& message, std::string_view path) {
  const size_t dot = path.find('.');
  const FieldDescriptor* field =
      message.GetDescriptor()->FindFieldByName(std::string(path.substr(0, dot)));
  if (field == nullptr) return "";
  const Reflection& r = *message.GetReflection();
  if (!field->is_repeated() && field->has_presence() && !r.HasField(message, field)) return "";
  if (dot == path.npos) return FormatWhole(message, *field);
  return FormatField(r.GetMessage(message, field), path.substr(dot + 1));
}

std::vector<std::pair<std::string, std::string>> FormatFields(const Message& message) {
  std::vector<std::pair<std::string, std::string>> fields;
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    fields.emplace_back(field->name(), FormatWhole(message, *field));
  }
  return fields;
}

std::string FormatJson(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) return "{}\n";
  return json;
}

}  // namespace mainstay::ctl
