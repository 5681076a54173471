#include "services/gateway/transcode/json_message.h"

#include <cmath>
#include <memory>
#include <set>
#include <utility>

#include <google/protobuf/any.pb.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/struct.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/gateway/transcode/binding.h"
#include "services/gateway/transcode/json_scanner.h"
#include "services/gateway/transcode/scalar_text.h"

namespace mainstay::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Where the reader is: a chain on the stack, made into text only for errors.
struct Place {
  const Place* parent;
  std::string_view name;
  int index = -1;  // of a list's element; then `name` is empty

  std::string Text() const {
    std::string before = parent == nullptr ? "" : parent->Text();
    if (index >= 0) return absl::StrCat(before, "[", index, "]");
    return before.empty() || name.empty() ? absl::StrCat(before, name)
                                          : absl::StrCat(before, ".", name);
  }
};

absl::Status Refuse(const Place& place, std::string_view what) {
  std::string path = place.Text();
  return status::BadField(path.empty() ? "body" : path, what);
}

class Reader {
 public:
  Reader(std::string_view json, JsonKeys* keys) : scanner_(json), keys_(keys) {}

  absl::Status ReadWholeMessage(const Place& place, Message* message) {
    RETURN_IF_ERROR(ReadMessage(place, message));
    return scanner_.ReadEnd();
  }
  absl::Status ReadWholeField(const Place& place, const FieldDescriptor* field, Message* message) {
    RETURN_IF_ERROR(ReadField(place, field, message));
    return scanner_.ReadEnd();
  }

 private:
  absl::Status ReadMessage(const Place& place, Message* message) {
    const Descriptor& type = *message->GetDescriptor();
    switch (type.well_known_type()) {
      case Descriptor::WELLKNOWNTYPE_UNSPECIFIED:
        return ReadObject(place, message, /*is_any=*/false);
      case Descriptor::WELLKNOWNTYPE_ANY:
        return ReadAny(place, static_cast<google::protobuf::Any*>(message));
      case Descriptor::WELLKNOWNTYPE_STRUCT:
      case Descriptor::WELLKNOWNTYPE_LISTVALUE:
        return ReadField(place, type.field(0), message);
      case Descriptor::WELLKNOWNTYPE_VALUE:
        return ReadValue(place, static_cast<google::protobuf::Value*>(message));
      case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
      case Descriptor::WELLKNOWNTYPE_DURATION:
      case Descriptor::WELLKNOWNTYPE_FIELDMASK:
        return ReadTextMessage(place, message);
      default:  // the wrappers
        return ReadScalar(place, type.field(0), message);
    }
  }

  // `is_any`: the key "@type" is known already, and passed over.
  absl::Status ReadObject(const Place& place, Message* message, bool is_any) {
    const Descriptor& type = *message->GetDescriptor();
    JsonKeys* keys = std::exchange(keys_, nullptr);
    if (scanner_.Peek() != '{') return Refuse(place, "must be an object");
    bool more;
    RETURN_IF_ERROR(scanner_.Open('{', &more));
    std::vector<bool> seen(type.field_count());
    std::string key;
    while (more) {
      RETURN_IF_ERROR(scanner_.ReadKey(&key));
      if (is_any && key == "@type") {
        RETURN_IF_ERROR(scanner_.SkipValue());
      } else {
        const FieldDescriptor* field = FindField(type, key);
        if (field == nullptr) return Refuse({&place, key}, "is not a known field");
        if (seen[field->index()]) return Refuse({&place, field->name()}, "is given twice");
        seen[field->index()] = true;
        if (keys != nullptr) keys->fields.push_back(field->name());
        RETURN_IF_ERROR(ReadMember({&place, field->name()}, field, message));
      }
      RETURN_IF_ERROR(scanner_.Next('}', &more));
    }
    return absl::OkStatus();
  }

  absl::Status ReadMember(const Place& place, const FieldDescriptor* field, Message* message) {
    const google::protobuf::OneofDescriptor* oneof = field->real_containing_oneof();
    bool null = scanner_.Peek() == 'n';
    if (oneof != nullptr && !(null && !TakesNull(field)) &&
        message->GetReflection()->HasOneof(*message, oneof)) {
      return Refuse(place, "is one of several fields of which only one may be given");
    }
    return ReadField(place, field, message);
  }

  static const FieldDescriptor* FindField(const Descriptor& type, const std::string& key) {
    const FieldDescriptor* field = type.FindFieldByCamelcaseName(key);
    if (field != nullptr && field->json_name() == key) return field;
    field = type.FindFieldByName(key);
    return field != nullptr ? field : FindFieldByJsonName(type, key);
  }

  // Null is a value of these; anywhere else it means that the field is absent.
  static bool TakesNull(const FieldDescriptor* field) {
    return (field->message_type() != nullptr &&
            field->message_type()->well_known_type() == Descriptor::WELLKNOWNTYPE_VALUE) ||
           IsNullValue(field);
  }
  static bool IsNullValue(const FieldDescriptor* field) {
    return field->enum_type() != nullptr &&
           field->enum_type()->full_name() == "google.protobuf.NullValue";
  }

  absl::Status ReadField(const Place& place, const FieldDescriptor* field, Message* message) {
    if (scanner_.Peek() == 'n' && (field->is_repeated() || !TakesNull(field))) {
      return scanner_.ReadNull();
    }
    if (field->is_map()) return ReadMap(place, field, message);
    if (field->is_repeated()) return ReadList(place, field, message);
    return ReadElement(place, field, message);
  }

  // A singular field, or one more element of a repeated one.
  absl::Status ReadElement(const Place& place, const FieldDescriptor* field, Message* message) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      return ReadScalar(place, field, message);
    }
    const Reflection* reflection = message->GetReflection();
    return ReadMessage(place, field->is_repeated() ? reflection->AddMessage(message, field)
                                                   : reflection->MutableMessage(message, field));
  }

  absl::Status ReadList(const Place& place, const FieldDescriptor* field, Message* message) {
    if (scanner_.Peek() != '[') return Refuse(place, "must be a list");
    bool more;
    RETURN_IF_ERROR(scanner_.Open('[', &more));
    for (int i = 0; more; ++i) {
      Place element{&place, "", i};
      if (scanner_.Peek() == 'n' && !TakesNull(field)) return Refuse(element, "must not be null");
      RETURN_IF_ERROR(ReadElement(element, field, message));
      RETURN_IF_ERROR(scanner_.Next(']', &more));
    }
    return absl::OkStatus();
  }

  absl::Status ReadMap(const Place& place, const FieldDescriptor* field, Message* message) {
    if (scanner_.Peek() != '{') return Refuse(place, "must be an object");
    bool more;
    RETURN_IF_ERROR(scanner_.Open('{', &more));
    const FieldDescriptor* value = field->message_type()->map_value();
    std::set<std::string> seen;
    std::string key;
    while (more) {
      RETURN_IF_ERROR(scanner_.ReadKey(&key));
      Place element{&place, key};
      if (!seen.insert(key).second) return Refuse(element, "is given twice");
      if (scanner_.Peek() == 'n' && !TakesNull(value)) return Refuse(element, "must not be null");
      Message* entry = message->GetReflection()->AddMessage(message, field);
      RETURN_IF_ERROR(Store(element, key, field->message_type()->map_key(), entry));
      RETURN_IF_ERROR(ReadElement(element, value, entry));
      RETURN_IF_ERROR(scanner_.Next('}', &more));
    }
    return absl::OkStatus();
  }

  absl::Status ReadScalar(const Place& place, const FieldDescriptor* field, Message* message) {
    char c = scanner_.Peek();
    if (c == '{' || c == '[') return Refuse(place, Expectation(*field));
    if (c == '"') {
      RETURN_IF_ERROR(scanner_.ReadString(&text_));
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
        return Refuse(place, "must be true or false, without quotes");
      }
      return Store(place, text_, field, message);
    }
    if (c == 't' || c == 'f') {
      bool flag;
      RETURN_IF_ERROR(scanner_.ReadBool(&flag));
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_BOOL) {
        return Refuse(place, Expectation(*field));
      }
      return Store(place, flag ? "true" : "false", field, message);
    }
    if (c == 'n') {
      RETURN_IF_ERROR(scanner_.ReadNull());
      if (!IsNullValue(field)) return Refuse(place, Expectation(*field));
      return Store(place, "NULL_VALUE", field, message);
    }
    return ReadNumber(place, field, message);
  }

  absl::Status ReadNumber(const Place& place, const FieldDescriptor* field, Message* message) {
    std::string_view number;
    RETURN_IF_ERROR(scanner_.ReadNumber(&number));
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
      case FieldDescriptor::CPPTYPE_BOOL:
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Refuse(place, Expectation(*field));
      case FieldDescriptor::CPPTYPE_FLOAT:
      case FieldDescriptor::CPPTYPE_DOUBLE:
        break;
      default:
        // 1.0 and 1e3 are integers too; doubles hold them exactly up to 2^53.
        if (number.find_first_of(".eE") != std::string_view::npos) {
          double value;
          if (!gateway::ParseNumber(number, &value) || value != std::trunc(value) ||
              std::fabs(value) > 9007199254740992.0) {
            return Refuse(place, Expectation(*field));
          }
          return Store(place, absl::StrCat(static_cast<int64_t>(value)), field, message);
        }
    }
    return Store(place, number, field, message);
  }

  absl::Status ReadTextMessage(const Place& place, Message* message) {
    if (scanner_.Peek() != '"') return Refuse(place, Expectation(*message->GetDescriptor()));
    RETURN_IF_ERROR(scanner_.ReadString(&text_));
    if (StoreMessageText(text_, message)) return absl::OkStatus();
    return Refuse(place, Expectation(*message->GetDescriptor()));
  }

  static absl::Status Store(const Place& place, std::string_view text, const FieldDescriptor* field,
                            Message* message) {
    if (StoreFieldText(text, field, message)) return absl::OkStatus();
    return Refuse(place, Expectation(*field));
  }

  absl::Status ReadValue(const Place& place, google::protobuf::Value* value) {
    bool flag;
    std::string_view number;
    switch (scanner_.Peek()) {
      case '{':
        return ReadMessage(place, value->mutable_struct_value());
      case '[':
        return ReadMessage(place, value->mutable_list_value());
      case '"':
        return scanner_.ReadString(value->mutable_string_value());
      case 'n':
        value->set_null_value(google::protobuf::NULL_VALUE);
        return scanner_.ReadNull();
      case 't':
      case 'f':
        RETURN_IF_ERROR(scanner_.ReadBool(&flag));
        value->set_bool_value(flag);
        return absl::OkStatus();
      default:
        RETURN_IF_ERROR(scanner_.ReadNumber(&number));
        return Store(place, number, value->GetDescriptor()->FindFieldByName("number_value"), value);
    }
  }

  // {"@type": "type.googleapis.com/…", fields…}, or with "value" for types that have a JSON form of
  // their own. The type may stand anywhere, so the object is read twice.
  absl::Status ReadAny(const Place& place, google::protobuf::Any* any) {
    JsonScanner::Mark start = scanner_.mark();
    std::string url;
    bool empty;
    RETURN_IF_ERROR(FindTypeUrl(place, &url, &empty));
    if (empty) return absl::OkStatus();
    size_t slash = url.rfind('/');
    const auto* pool = google::protobuf::DescriptorPool::generated_pool();
    const Descriptor* type =
        slash == std::string::npos ? nullptr : pool->FindMessageTypeByName(url.substr(slash + 1));
    if (type == nullptr) return Refuse({&place, "@type"}, "must name a known message type");
    std::unique_ptr<Message> message(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
    scanner_.Return(start);
    RETURN_IF_ERROR(type->well_known_type() == Descriptor::WELLKNOWNTYPE_UNSPECIFIED
                        ? ReadObject(place, message.get(), /*is_any=*/true)
                        : ReadAnyValue(place, message.get()));
    any->set_type_url(url);
    message->SerializeToString(any->mutable_value());
    return absl::OkStatus();
  }

  absl::Status FindTypeUrl(const Place& place, std::string* url, bool* empty) {
    if (scanner_.Peek() != '{') return Refuse(place, "must be an object with \"@type\"");
    bool more;
    RETURN_IF_ERROR(scanner_.Open('{', &more));
    *empty = !more;
    std::string key;
    while (more) {
      RETURN_IF_ERROR(scanner_.ReadKey(&key));
      RETURN_IF_ERROR(key == "@type" ? scanner_.ReadString(url) : scanner_.SkipValue());
      RETURN_IF_ERROR(scanner_.Next('}', &more));
    }
    if (url->empty() && !*empty) return Refuse({&place, "@type"}, "is required");
    return absl::OkStatus();
  }

  absl::Status ReadAnyValue(const Place& place, Message* message) {
    bool more;
    RETURN_IF_ERROR(scanner_.Open('{', &more));
    std::string key;
    while (more) {
      RETURN_IF_ERROR(scanner_.ReadKey(&key));
      if (key != "@type" && key != "value") return Refuse({&place, key}, "is not a known field");
      RETURN_IF_ERROR(key == "value" ? ReadMessage({&place, key}, message) : scanner_.SkipValue());
      RETURN_IF_ERROR(scanner_.Next('}', &more));
    }
    return absl::OkStatus();
  }

  JsonScanner scanner_;
  JsonKeys* keys_;    // null once the top level has been entered
  std::string text_;  // of the string being read
};

}  // namespace

absl::Status ReadJson(std::string_view json, std::string_view prefix, Message* message,
                      JsonKeys* keys) {
  return Reader(json, keys).ReadWholeMessage({nullptr, prefix}, message);
}

absl::Status ReadJsonField(std::string_view json, const FieldDescriptor* field, Message* message,
                           JsonKeys* keys) {
  return Reader(json, keys).ReadWholeField({nullptr, field->name()}, field, message);
}

}  // namespace mainstay::gateway
