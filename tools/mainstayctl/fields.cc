#include "tools/mainstayctl/fields.h"

#include <algorithm>
#include <cstdlib>

#include <google/protobuf/descriptor.h>
#include <google/type/date.pb.h>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/api/field_mask.h"
#include "common/status/status.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/important_date.h"
#include "tools/mainstayctl/suggest.h"
#include "tools/mainstayctl/words.h"

namespace mainstay::ctl {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// "displayName" → "display_name"
std::string SnakeCase(std::string_view name) {
  std::string result;
  for (char c : name) {
    if (absl::ascii_isupper(c)) result += '_';
    result += absl::ascii_tolower(c);
  }
  return result;
}

absl::StatusOr<const EnumValueDescriptor*> ParseEnum(const FieldDescriptor& field,
                                                     std::string_view text) {
  if (const EnumValueDescriptor* value = FindValue(*field.enum_type(), text)) return value;
  std::vector<std::string> names;
  for (int i = 1; i < field.enum_type()->value_count(); ++i) {
    names.push_back(FormatEnum(*field.enum_type()->value(i)));
  }
  return status::BadField(field.name(),
                          absl::StrCat("must be one of ", absl::StrJoin(names, ", ")));
}

absl::Status AddMessage(Message* message, const FieldDescriptor& field, std::string_view value) {
  if (field.message_type() != accounts::v1::ImportantDate::descriptor()) {
    return status::BadField(field.name(), "give it as JSON with --file");
  }
  absl::StatusOr<accounts::v1::ImportantDate> date = ParseImportantDate(value);
  if (!date.ok()) return status::BadField(field.name(), date.status().message());
  message->GetReflection()->AddMessage(message, &field)->CopyFrom(*date);
  return absl::OkStatus();
}

absl::Status SetMessage(Message* message, const FieldDescriptor& field, std::string_view value) {
  const std::string& type = field.message_type()->full_name();
  Message* target = message->GetReflection()->MutableMessage(message, &field);
  if (type == "google.type.Money") {
    absl::StatusOr<google::type::Money> money = ParseMoney(value);
    if (!money.ok()) return status::BadField(field.name(), money.status().message());
    target->CopyFrom(*money);
    return absl::OkStatus();
  }
  if (type == "google.protobuf.Timestamp") {
    absl::StatusOr<google::protobuf::Timestamp> time = ParseTime(value);
    if (!time.ok()) return status::BadField(field.name(), time.status().message());
    target->CopyFrom(*time);
    return absl::OkStatus();
  }
  if (type == "google.type.Date") {
    absl::CivilDay day;
    if (!absl::ParseCivilTime(std::string(value), &day)) {
      return status::BadField(field.name(), "must be a day such as 2026-01-31");
    }
    google::type::Date date;
    date.set_year(static_cast<int>(day.year()));
    date.set_month(day.month());
    date.set_day(day.day());
    target->CopyFrom(date);
    return absl::OkStatus();
  }
  return status::BadField(field.name(), "give it as JSON with --file");
}

absl::Status SetEntry(Message* message, const FieldDescriptor& field, std::string_view key,
                      std::string_view value) {
  if (key.empty()) return status::BadField(field.name(), "say which entry: field.key=value");
  Message* entry = message->GetReflection()->AddMessage(message, &field);
  RETURN_IF_ERROR(SetField(entry, absl::StrCat("key=", key)));
  return SetField(entry, absl::StrCat("value=", value));
}

// Says which fields there are: those that people write.
std::string NoSuchField(const google::protobuf::Descriptor& type, const std::string& name) {
  std::vector<std::string> names;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const bool written =
        api::SetBy(field).empty() && field.name() != "name" && field.name() != "etag";
    if (written) names.push_back(absl::StrCat(field.name(), field.is_map() ? ".KEY" : ""));
  }
  const std::string meant = DidYouMean(name, names);
  return absl::StrCat(type.name(), " has no such field", meant,
                      meant.empty() ? "; it has: " : " It has: ", absl::StrJoin(names, ", "));
}

}  // namespace

std::string FieldOf(std::string_view assignment) {
  const std::string_view path = assignment.substr(0, assignment.find('='));
  return SnakeCase(path.substr(0, path.find('.')));
}

absl::Status SetField(Message* message, std::string_view assignment) {
  const size_t equals = assignment.find('=');
  if (equals == assignment.npos) {
    return status::BadField(assignment, "must be given as field=value");
  }
  const std::string_view path = assignment.substr(0, equals);
  const std::string_view value = assignment.substr(equals + 1);
  const size_t dot = path.find('.');
  const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(FieldOf(assignment));
  if (field == nullptr || (dot != path.npos && !field->is_map())) {
    return status::BadField(path, NoSuchField(*message->GetDescriptor(), FieldOf(assignment)));
  }
  const Reflection& r = *message->GetReflection();
  if (field->is_map()) {
    return SetEntry(message, *field, dot == path.npos ? "" : path.substr(dot + 1), value);
  }
  if (value.empty()) {
    r.ClearField(message, field);
    return absl::OkStatus();
  }
  int number = 0;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (field->is_repeated()) {
        r.AddString(message, field, std::string(value));
      } else {
        r.SetString(message, field, std::string(value));
      }
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_ENUM: {
      ASSIGN_OR_RETURN(const EnumValueDescriptor* chosen, ParseEnum(*field, value));
      if (field->is_repeated()) {
        r.AddEnum(message, field, chosen);
      } else {
        r.SetEnum(message, field, chosen);
      }
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_INT32:
      if (!absl::SimpleAtoi(value, &number)) {
        return status::BadField(field->name(), "must be a whole number");
      }
      r.SetInt32(message, field, number);
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_BOOL:
      if (value != "yes" && value != "no") {
        return status::BadField(field->name(), "must be yes or no");
      }
      r.SetBool(message, field, value == "yes");
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (field->is_repeated()) return AddMessage(message, *field, value);
      return SetMessage(message, *field, value);
    default:
      return status::BadField(field->name(), "cannot be set");
  }
}

absl::StatusOr<google::protobuf::Timestamp> ParseTime(std::string_view text) {
  absl::Time time;
  std::string error;
  const absl::TimeZone zone = absl::LocalTimeZone();
  for (const char* format : {"%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S",
                             "%Y-%m-%dT%H:%M:%E*S", "%Y-%m-%dT%H:%M:%E*S%Ez"}) {
    if (!absl::ParseTime(format, text, zone, &time, &error)) continue;
    google::protobuf::Timestamp result;
    result.set_seconds(absl::ToUnixSeconds(time));
    result.set_nanos(static_cast<int32_t>(
        absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(result.seconds()))));
    return result;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text, "\" is not a time such as 2026-01-31 or 2026-01-31 14:30"));
}

std::string UntilTime(const std::string& text) {
  absl::CivilDay day;
  return absl::ParseCivilTime(text, &day) ? absl::StrCat(text, " 23:59") : text;
}

absl::StatusOr<google::type::Money> ParseMoney(std::string_view text) {
  const absl::Status refused = absl::InvalidArgumentError(
      absl::StrCat("\"", text, "\" is not an amount such as \"1200.50 CNY\""));
  std::vector<std::string> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
  if (words.size() != 2) return refused;
  if (absl::ascii_isalpha(words[0][0])) std::swap(words[0], words[1]);
  const bool letters =
      std::all_of(words[1].begin(), words[1].end(), [](char c) { return absl::ascii_isalpha(c); });
  std::string_view amount = words[0];
  const bool negative = amount[0] == '-';
  if (negative) amount.remove_prefix(1);
  const size_t dot = amount.find('.');
  const std::string_view whole = amount.substr(0, dot);
  std::string decimals(dot == amount.npos ? "0" : amount.substr(dot + 1));
  auto digits = [](std::string_view part) {
    return !part.empty() &&
           std::all_of(part.begin(), part.end(), [](char c) { return absl::ascii_isdigit(c); });
  };
  int64_t units = 0;
  if (!letters || words[1].size() != 3 || !digits(whole) || !digits(decimals) ||
      decimals.size() > 9 || !absl::SimpleAtoi(whole, &units)) {
    return refused;
  }
  decimals.resize(9, '0');
  const int nanos = std::atoi(decimals.c_str());
  google::type::Money money;
  money.set_currency_code(absl::AsciiStrToUpper(words[1]));
  money.set_units(negative ? -units : units);
  money.set_nanos(negative ? -nanos : nanos);
  return money;
}

}  // namespace mainstay::ctl
