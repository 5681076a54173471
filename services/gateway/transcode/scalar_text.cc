#include "services/gateway/transcode/scalar_text.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/gateway/transcode/well_known_text.h"

namespace mainstay::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

template <class T>
bool ParseInteger(std::string_view text, T* out) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out);
  return error == std::errc() && end == text.data() + text.size();
}

template <class T>
bool ParseFloating(std::string_view text, T* out) {
  if (text == "NaN") {
    *out = std::numeric_limits<T>::quiet_NaN();
  } else if (text == "Infinity") {
    *out = std::numeric_limits<T>::infinity();
  } else if (text == "-Infinity") {
    *out = -std::numeric_limits<T>::infinity();
  } else {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out);
    // from_chars takes "inf" and "nan" too, which JSON does not have.
    return error == std::errc() && end == text.data() + text.size() && std::isfinite(*out);
  }
  return true;
}

// Calls `set` or `add` with the number in `text`.
template <class T, class Set, class Add>
bool Store(std::string_view text, const FieldDescriptor* field, Set set, Add add) {
  T value;
  if (!ParseNumber(text, &value)) return false;
  field->is_repeated() ? add(value) : set(value);
  return true;
}

void StoreString(std::string value, const FieldDescriptor* field, Message* message) {
  const Reflection* reflection = message->GetReflection();
  field->is_repeated() ? reflection->AddString(message, field, std::move(value))
                       : reflection->SetString(message, field, std::move(value));
}

std::string EnumExpectation(const google::protobuf::EnumDescriptor& type) {
  std::string text = "must be one of ";
  for (int i = 0; i < type.value_count(); ++i) {
    absl::StrAppend(&text, i == 0 ? "" : ", ", type.value(i)->name());
  }
  return text;
}

}  // namespace

bool StoreFieldText(std::string_view text, const FieldDescriptor* field, Message* message) {
  const Reflection* r = message->GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return Store<int32_t>(
          text, field, [&](int32_t v) { r->SetInt32(message, field, v); },
          [&](int32_t v) { r->AddInt32(message, field, v); });
    case FieldDescriptor::CPPTYPE_INT64:
      return Store<int64_t>(
          text, field, [&](int64_t v) { r->SetInt64(message, field, v); },
          [&](int64_t v) { r->AddInt64(message, field, v); });
    case FieldDescriptor::CPPTYPE_UINT32:
      return Store<uint32_t>(
          text, field, [&](uint32_t v) { r->SetUInt32(message, field, v); },
          [&](uint32_t v) { r->AddUInt32(message, field, v); });
    case FieldDescriptor::CPPTYPE_UINT64:
      return Store<uint64_t>(
          text, field, [&](uint64_t v) { r->SetUInt64(message, field, v); },
          [&](uint64_t v) { r->AddUInt64(message, field, v); });
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Store<float>(
          text, field, [&](float v) { r->SetFloat(message, field, v); },
          [&](float v) { r->AddFloat(message, field, v); });
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Store<double>(
          text, field, [&](double v) { r->SetDouble(message, field, v); },
          [&](double v) { r->AddDouble(message, field, v); });
    case FieldDescriptor::CPPTYPE_BOOL: {
      if (text != "true" && text != "false") return false;
      bool value = text == "true";
      field->is_repeated() ? r->AddBool(message, field, value) : r->SetBool(message, field, value);
      return true;
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      int value;
      if (!ParseEnum(text, *field->enum_type(), &value)) return false;
      field->is_repeated() ? r->AddEnumValue(message, field, value)
                           : r->SetEnumValue(message, field, value);
      return true;
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string value(text);
      if (field->type() == FieldDescriptor::TYPE_BYTES && !ParseBytes(text, &value)) return false;
      StoreString(std::move(value), field, message);
      return true;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return StoreMessageText(text, field->is_repeated() ? r->AddMessage(message, field)
                                                         : r->MutableMessage(message, field));
  }
  return false;
}

bool ParseNumber(std::string_view text, int32_t* out) { return ParseInteger(text, out); }
bool ParseNumber(std::string_view text, int64_t* out) { return ParseInteger(text, out); }
bool ParseNumber(std::string_view text, uint32_t* out) { return ParseInteger(text, out); }
bool ParseNumber(std::string_view text, uint64_t* out) { return ParseInteger(text, out); }
bool ParseNumber(std::string_view text, float* out) { return ParseFloating(text, out); }
bool ParseNumber(std::string_view text, double* out) { return ParseFloating(text, out); }

bool ParseBytes(std::string_view text, std::string* out) {
  std::string standard(text);
  for (char& c : standard) {
    if (c == '-') c = '+';
    if (c == '_') c = '/';
    // Abseil's decoder skips white space; in a URL it is a '+' that was not encoded.
    if (absl::ascii_isspace(c)) return false;
  }
  return absl::Base64Unescape(standard, out);
}

bool ParseEnum(std::string_view text, const google::protobuf::EnumDescriptor& type, int* out) {
  const auto* value = type.FindValueByName(std::string(text));
  if (value == nullptr) return ParseNumber(text, out);
  *out = value->number();
  return true;
}

std::string Expectation(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return "must be an integer from -2147483648 to 2147483647";
    case FieldDescriptor::CPPTYPE_INT64:
      return "must be an integer from -9223372036854775808 to 9223372036854775807";
    case FieldDescriptor::CPPTYPE_UINT32:
      return "must be an integer from 0 to 4294967295";
    case FieldDescriptor::CPPTYPE_UINT64:
      return "must be an integer from 0 to 18446744073709551615";
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return "must be a number";
    case FieldDescriptor::CPPTYPE_BOOL:
      return "must be true or false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumExpectation(*field.enum_type());
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_BYTES ? "must be base64" : "must be a string";
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return Expectation(*field.message_type());
  }
  return "";
}

std::string Expectation(const Descriptor& type) {
  switch (type.well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
      return "must be a time such as 2026-01-31T08:00:00Z";
    case Descriptor::WELLKNOWNTYPE_DURATION:
      return "must be a duration in seconds such as 1.5s";
    case Descriptor::WELLKNOWNTYPE_FIELDMASK:
      return "must be field names joined by commas, such as displayName,creditLimit.units";
    case Descriptor::WELLKNOWNTYPE_UNSPECIFIED:
    case Descriptor::WELLKNOWNTYPE_ANY:
    case Descriptor::WELLKNOWNTYPE_STRUCT:
    case Descriptor::WELLKNOWNTYPE_VALUE:
      return "must be an object";
    case Descriptor::WELLKNOWNTYPE_LISTVALUE:
      return "must be a list";
    default:
      return Expectation(*type.field(0));
  }
}

bool StoreMessageText(std::string_view text, Message* message) {
  const Descriptor& type = *message->GetDescriptor();
  switch (type.well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
      return ParseTimestamp(text, static_cast<google::protobuf::Timestamp*>(message));
    case Descriptor::WELLKNOWNTYPE_DURATION:
      return ParseDuration(text, static_cast<google::protobuf::Duration*>(message));
    case Descriptor::WELLKNOWNTYPE_FIELDMASK:
      return ParseFieldMask(text, static_cast<google::protobuf::FieldMask*>(message));
    case Descriptor::WELLKNOWNTYPE_UNSPECIFIED:
    case Descriptor::WELLKNOWNTYPE_ANY:
    case Descriptor::WELLKNOWNTYPE_STRUCT:
    case Descriptor::WELLKNOWNTYPE_VALUE:
    case Descriptor::WELLKNOWNTYPE_LISTVALUE:
      return false;
    default:
      return StoreFieldText(text, type.field(0), message);
  }
}

absl::Status SetFieldFromText(std::string_view text, std::string_view path,
                              const FieldDescriptor* field, Message* message) {
  if (StoreFieldText(text, field, message)) return absl::OkStatus();
  return status::BadField(path, Expectation(*field));
}

}  // namespace mainstay::gateway
