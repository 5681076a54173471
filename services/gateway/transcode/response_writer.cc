#include "services/gateway/transcode/response_writer.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <google/protobuf/any.pb.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include "absl/strings/str_cat.h"
#include "services/gateway/transcode/json_text.h"
#include "services/gateway/transcode/well_known_text.h"

namespace mainstay::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kMaxDepth = 100;  // protobuf's own limit for parsing

bool HasOwnForm(const Descriptor& type) {
  return type.well_known_type() != Descriptor::WELLKNOWNTYPE_UNSPECIFIED;
}

// Every function is false when there is no JSON form.
class Writer {
 public:
  explicit Writer(std::string* out) : out_(*out) {}

  bool WriteMessage(const Message& message) {
    if (++depth_ > kMaxDepth) return false;
    bool good = WriteMessageByType(message);
    --depth_;
    return good;
  }

  // A field's whole value: a list, an object, or one value.
  bool WriteField(const Message& message, const FieldDescriptor* field) {
    if (field->is_map()) return WriteMap(message, field);
    if (field->is_repeated()) return WriteList(message, field);
    return WriteSingular(message, field);
  }

 private:
  bool WriteMessageByType(const Message& message) {
    const Descriptor& type = *message.GetDescriptor();
    switch (type.well_known_type()) {
      case Descriptor::WELLKNOWNTYPE_UNSPECIFIED: {
        out_ += '{';
        bool first = true;
        bool good = WriteMembers(message, &first);
        out_ += '}';
        return good;
      }
      case Descriptor::WELLKNOWNTYPE_TIMESTAMP: {
        const auto& time = static_cast<const google::protobuf::Timestamp&>(message);
        out_ += '"';
        bool good = AppendTimestamp(time.seconds(), time.nanos(), &out_);
        out_ += '"';
        return good;
      }
      case Descriptor::WELLKNOWNTYPE_DURATION: {
        const auto& duration = static_cast<const google::protobuf::Duration&>(message);
        out_ += '"';
        bool good = AppendDuration(duration.seconds(), duration.nanos(), &out_);
        out_ += '"';
        return good;
      }
      case Descriptor::WELLKNOWNTYPE_FIELDMASK:
        return WriteFieldMask(static_cast<const google::protobuf::FieldMask&>(message));
      case Descriptor::WELLKNOWNTYPE_ANY:
        return WriteAny(static_cast<const google::protobuf::Any&>(message));
      case Descriptor::WELLKNOWNTYPE_VALUE:
        return WriteValue(static_cast<const google::protobuf::Value&>(message));
      default:  // Struct, ListValue and the wrappers: their only field, without its name
        return WriteField(message, type.field(0));
    }
  }

  // The members of an object, without its braces.
  bool WriteMembers(const Message& message, bool* first) {
    const Descriptor& type = *message.GetDescriptor();
    const Reflection& reflection = *message.GetReflection();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor* field = type.field(i);
      if (field->is_repeated() ? reflection.FieldSize(message, field) == 0
                               : !reflection.HasField(message, field)) {
        continue;
      }
      if (!*first) out_ += ',';
      *first = false;
      out_ += '"';
      out_ += field->json_name();
      out_ += "\":";
      if (!WriteField(message, field)) return false;
    }
    return true;
  }

  bool WriteSingular(const Message& message, const FieldDescriptor* field) {
    const Reflection& r = *message.GetReflection();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        AppendInteger(r.GetInt32(message, field), &out_);
        return true;
      case FieldDescriptor::CPPTYPE_UINT32:
        AppendInteger(r.GetUInt32(message, field), &out_);
        return true;
      case FieldDescriptor::CPPTYPE_INT64:
        WriteInt64(r.GetInt64(message, field));
        return true;
      case FieldDescriptor::CPPTYPE_UINT64:
        WriteInt64(r.GetUInt64(message, field));
        return true;
      case FieldDescriptor::CPPTYPE_FLOAT:
        AppendJsonNumber(r.GetFloat(message, field), &out_);
        return true;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        AppendJsonNumber(r.GetDouble(message, field), &out_);
        return true;
      case FieldDescriptor::CPPTYPE_BOOL:
        WriteBool(r.GetBool(message, field));
        return true;
      case FieldDescriptor::CPPTYPE_ENUM:
        WriteEnum(field, r.GetEnumValue(message, field));
        return true;
      case FieldDescriptor::CPPTYPE_STRING:
        WriteString(field, r.GetStringReference(message, field, &scratch_));
        return true;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (!r.HasField(message, field)) return WriteNull();
        return WriteMessage(r.GetMessage(message, field));
    }
    return false;
  }

  bool WriteElement(const Message& message, const FieldDescriptor* field, int i) {
    const Reflection& r = *message.GetReflection();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        AppendInteger(r.GetRepeatedInt32(message, field, i), &out_);
        return true;
      case FieldDescriptor::CPPTYPE_UINT32:
        AppendInteger(r.GetRepeatedUInt32(message, field, i), &out_);
        return true;
      case FieldDescriptor::CPPTYPE_INT64:
        WriteInt64(r.GetRepeatedInt64(message, field, i));
        return true;
      case FieldDescriptor::CPPTYPE_UINT64:
        WriteInt64(r.GetRepeatedUInt64(message, field, i));
        return true;
      case FieldDescriptor::CPPTYPE_FLOAT:
        AppendJsonNumber(r.GetRepeatedFloat(message, field, i), &out_);
        return true;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        AppendJsonNumber(r.GetRepeatedDouble(message, field, i), &out_);
        return true;
      case FieldDescriptor::CPPTYPE_BOOL:
        WriteBool(r.GetRepeatedBool(message, field, i));
        return true;
      case FieldDescriptor::CPPTYPE_ENUM:
        WriteEnum(field, r.GetRepeatedEnumValue(message, field, i));
        return true;
      case FieldDescriptor::CPPTYPE_STRING:
        WriteString(field, r.GetRepeatedStringReference(message, field, i, &scratch_));
        return true;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return WriteMessage(r.GetRepeatedMessage(message, field, i));
    }
    return false;
  }

  bool WriteList(const Message& message, const FieldDescriptor* field) {
    int size = message.GetReflection()->FieldSize(message, field);
    out_ += '[';
    for (int i = 0; i < size; ++i) {
      if (i > 0) out_ += ',';
      if (!WriteElement(message, field, i)) return false;
    }
    out_ += ']';
    return true;
  }

  bool WriteMap(const Message& message, const FieldDescriptor* field) {
    const Reflection& reflection = *message.GetReflection();
    const FieldDescriptor* key = field->message_type()->map_key();
    std::vector<std::pair<std::string, const Message*>> entries;
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      const Message& entry = reflection.GetRepeatedMessage(message, field, i);
      entries.emplace_back(KeyText(entry, key), &entry);
    }
    std::sort(entries.begin(), entries.end());
    out_ += '{';
    for (size_t i = 0; i < entries.size(); ++i) {
      if (i > 0) out_ += ',';
      AppendJsonString(entries[i].first, &out_);
      out_ += ':';
      if (!WriteEntryValue(*entries[i].second, field->message_type()->map_value())) return false;
    }
    out_ += '}';
    return true;
  }

  // An entry always has its value, though it may be the default one.
  bool WriteEntryValue(const Message& entry, const FieldDescriptor* value) {
    if (value->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      return WriteMessage(entry.GetReflection()->GetMessage(entry, value));
    }
    return WriteSingular(entry, value);
  }

  static std::string KeyText(const Message& entry, const FieldDescriptor* key) {
    const Reflection& r = *entry.GetReflection();
    switch (key->cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return absl::StrCat(r.GetInt32(entry, key));
      case FieldDescriptor::CPPTYPE_INT64:
        return absl::StrCat(r.GetInt64(entry, key));
      case FieldDescriptor::CPPTYPE_UINT32:
        return absl::StrCat(r.GetUInt32(entry, key));
      case FieldDescriptor::CPPTYPE_UINT64:
        return absl::StrCat(r.GetUInt64(entry, key));
      case FieldDescriptor::CPPTYPE_BOOL:
        return r.GetBool(entry, key) ? "true" : "false";
      default:
        return r.GetString(entry, key);
    }
  }

  template <class Integer>
  void WriteInt64(Integer value) {
    out_ += '"';
    AppendInteger(value, &out_);
    out_ += '"';
  }

  void WriteBool(bool value) { out_ += value ? "true" : "false"; }

  bool WriteNull() {
    out_ += "null";
    return true;
  }

  void WriteEnum(const FieldDescriptor* field, int number) {
    const auto* value = field->enum_type()->FindValueByNumber(number);
    if (value == nullptr) {
      AppendInteger(number, &out_);
    } else if (field->enum_type()->full_name() == "google.protobuf.NullValue") {
      out_ += "null";
    } else {
      out_ += '"';
      out_ += value->name();
      out_ += '"';
    }
  }

  void WriteString(const FieldDescriptor* field, const std::string& value) {
    field->type() == FieldDescriptor::TYPE_BYTES ? AppendJsonBytes(value, &out_)
                                                 : AppendJsonString(value, &out_);
  }

  bool WriteFieldMask(const google::protobuf::FieldMask& mask) {
    out_ += '"';
    for (int i = 0; i < mask.paths_size(); ++i) {
      if (i > 0) out_ += ',';
      std::string path;
      AppendMaskPath(mask.paths(i), &path);
      // The quotes that AppendJsonString adds are this mask's own, once.
      std::string quoted;
      AppendJsonString(path, &quoted);
      out_.append(quoted, 1, quoted.size() - 2);
    }
    out_ += '"';
    return true;
  }

  bool WriteValue(const google::protobuf::Value& value) {
    switch (value.kind_case()) {
      case google::protobuf::Value::kStructValue:
        return WriteMessage(value.struct_value());
      case google::protobuf::Value::kListValue:
        return WriteMessage(value.list_value());
      case google::protobuf::Value::kNumberValue:
        AppendJsonNumber(value.number_value(), &out_);
        return true;
      case google::protobuf::Value::kStringValue:
        AppendJsonString(value.string_value(), &out_);
        return true;
      case google::protobuf::Value::kBoolValue:
        WriteBool(value.bool_value());
        return true;
      case google::protobuf::Value::kNullValue:
      case google::protobuf::Value::KIND_NOT_SET:
        return WriteNull();
    }
    return false;
  }

  bool WriteAny(const google::protobuf::Any& any) {
    if (any.type_url().empty() && any.value().empty()) {
      out_ += "{}";
      return true;
    }
    out_ += "{\"@type\":";
    AppendJsonString(any.type_url(), &out_);
    bool good = WriteAnyMembers(any);
    out_ += '}';
    return good;
  }

  bool WriteAnyMembers(const google::protobuf::Any& any) {
    std::string name = any.type_url().substr(any.type_url().rfind('/') + 1);
    const Descriptor* type =
        google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(name);
    std::unique_ptr<Message> message;
    if (type != nullptr) {
      message.reset(
          google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
    }
    if (message == nullptr || !message->ParseFromString(any.value())) {
      out_ += ",\"value\":";
      AppendJsonBytes(any.value(), &out_);
      return true;
    }
    if (HasOwnForm(*type)) {
      out_ += ",\"value\":";
      return WriteMessage(*message);
    }
    if (++depth_ > kMaxDepth) return false;
    bool first = false;
    bool good = WriteMembers(*message, &first);
    --depth_;
    return good;
  }

  std::string& out_;
  std::string scratch_;
  int depth_ = 0;
};

absl::Status Result(bool good, const Message& message) {
  if (good) return absl::OkStatus();
  return absl::InternalError(
      absl::StrCat("a ", message.GetDescriptor()->full_name(), " that has no JSON form"));
}

}  // namespace

absl::Status WriteJson(const Message& message, std::string* json) {
  return Result(Writer(json).WriteMessage(message), message);
}

absl::Status WriteJsonField(const Message& message, const FieldDescriptor* field,
                            std::string* json) {
  return Result(Writer(json).WriteField(message, field), message);
}

}  // namespace mainstay::gateway
