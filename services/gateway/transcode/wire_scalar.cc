#include "services/gateway/transcode/wire_scalar.h"

#include <cstring>

#include "absl/strings/str_cat.h"
#include "services/gateway/transcode/json_text.h"

namespace mainstay::gateway {
namespace {

using google::protobuf::FieldDescriptor;

int64_t ZigZag(uint64_t value) {
  return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
}

template <class T, class Integer>
T FromBits(Integer bits) {
  T value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

// JavaScript's numbers hold 53 bits, so 64-bit integers are strings.
template <class Integer>
void AppendInt64(Integer value, std::string* json) {
  *json += '"';
  AppendInteger(value, json);
  *json += '"';
}

void AppendEnum(const JsonField& field, int32_t number, std::string* json) {
  if (number >= 0 && static_cast<size_t>(number) < field.enum_texts.size() &&
      !field.enum_texts[number].empty()) {
    *json += field.enum_texts[number];
    return;
  }
  const auto* value = field.descriptor->enum_type()->FindValueByNumber(number);
  if (value == nullptr) {
    AppendInteger(number, json);
  } else {
    absl::StrAppend(json, "\"", value->name(), "\"");
  }
}

}  // namespace

bool ReadValue(WireReader& reader, WireType type, WireValue* value) {
  uint32_t fixed32;
  switch (type) {
    case WireType::kVarint:
      return reader.ReadVarint(&value->number);
    case WireType::kFixed64:
      return reader.ReadFixed(&value->number);
    case WireType::kFixed32:
      if (!reader.ReadFixed(&fixed32)) return false;
      value->number = fixed32;
      return true;
    case WireType::kLength:
      return reader.ReadBytes(&value->bytes);
  }
  return false;
}

void AppendScalar(const JsonField& field, const WireValue& value, std::string* json) {
  switch (field.type) {
    case FieldDescriptor::TYPE_INT32:
    case FieldDescriptor::TYPE_SFIXED32:
      return AppendInteger(static_cast<int32_t>(value.number), json);
    case FieldDescriptor::TYPE_SINT32:
      return AppendInteger(static_cast<int32_t>(ZigZag(value.number)), json);
    case FieldDescriptor::TYPE_UINT32:
    case FieldDescriptor::TYPE_FIXED32:
      return AppendInteger(static_cast<uint32_t>(value.number), json);
    case FieldDescriptor::TYPE_INT64:
    case FieldDescriptor::TYPE_SFIXED64:
      return AppendInt64(static_cast<int64_t>(value.number), json);
    case FieldDescriptor::TYPE_SINT64:
      return AppendInt64(ZigZag(value.number), json);
    case FieldDescriptor::TYPE_UINT64:
    case FieldDescriptor::TYPE_FIXED64:
      return AppendInt64(value.number, json);
    case FieldDescriptor::TYPE_FLOAT:
      return AppendJsonNumber(FromBits<float>(static_cast<uint32_t>(value.number)), json);
    case FieldDescriptor::TYPE_DOUBLE:
      return AppendJsonNumber(FromBits<double>(value.number), json);
    case FieldDescriptor::TYPE_BOOL:
      *json += value.number != 0 ? "true" : "false";
      return;
    case FieldDescriptor::TYPE_ENUM:
      return AppendEnum(field, static_cast<int32_t>(value.number), json);
    case FieldDescriptor::TYPE_STRING:
      return AppendJsonString(value.bytes, json);
    case FieldDescriptor::TYPE_BYTES:
      return AppendJsonBytes(value.bytes, json);
    case FieldDescriptor::TYPE_MESSAGE:
    case FieldDescriptor::TYPE_GROUP:
      return;
  }
}

std::string MapKeyText(const JsonField& key, const WireValue& value) {
  if (key.type == FieldDescriptor::TYPE_STRING) return std::string(value.bytes);
  std::string text;
  AppendScalar(key, value, &text);
  return text[0] == '"' ? text.substr(1, text.size() - 2) : text;
}

}  // namespace mainstay::gateway
