#include "services/gateway/openapi/schema.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "mainstay/options/v1/options.pb.h"
#include "services/gateway/openapi/comment.h"

namespace mainstay::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

// "mainstay.accounts.v1.Account" → "accounts.v1.Account"
std::string ComponentName(absl::string_view full_name) {
  return std::string(absl::StripPrefix(full_name, "mainstay."));
}

Json Reference(absl::string_view full_name) {
  return {{"$ref", absl::StrCat("#/components/schemas/", ComponentName(full_name))}};
}

Json Nullable(Json schema) {
  schema["type"] = {schema["type"], "null"};
  return schema;
}

// The types whose JSON form is their own; null for all others.
Json WellKnown(const Descriptor& type) {
  switch (type.well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
      return {{"type", "string"}, {"format", "date-time"}};
    case Descriptor::WELLKNOWNTYPE_DURATION:
      return {
          {"type", "string"}, {"pattern", "^-?[0-9]+(\\.[0-9]{1,9})?s$"}, {"examples", {"1.5s"}}};
    case Descriptor::WELLKNOWNTYPE_FIELDMASK:
      return {{"type", "string"}, {"examples", {"displayName,region"}}};
    case Descriptor::WELLKNOWNTYPE_STRUCT:
      return {{"type", "object"}, {"additionalProperties", true}};
    case Descriptor::WELLKNOWNTYPE_LISTVALUE:
      return {{"type", "array"}, {"items", Json::object()}};
    case Descriptor::WELLKNOWNTYPE_VALUE:
      return Json::object();
    case Descriptor::WELLKNOWNTYPE_ANY:
      return {{"type", "object"},
              {"properties", {{"@type", {{"type", "string"}}}}},
              {"required", {"@type"}},
              {"additionalProperties", true}};
    default:
      return nullptr;
  }
}

Json Scalar(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return {{"type", "integer"}, {"format", "int32"}};
    case FieldDescriptor::CPPTYPE_UINT32:
      return {{"type", "integer"}, {"format", "uint32"}, {"minimum", 0}};
    case FieldDescriptor::CPPTYPE_INT64:
      return {{"type", "string"}, {"format", "int64"}};
    case FieldDescriptor::CPPTYPE_UINT64:
      return {{"type", "string"}, {"format", "uint64"}};
    case FieldDescriptor::CPPTYPE_FLOAT:
      return {{"type", "number"}, {"format", "float"}};
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return {{"type", "number"}, {"format", "double"}};
    case FieldDescriptor::CPPTYPE_BOOL:
      return {{"type", "boolean"}};
    default:
      return field.type() == FieldDescriptor::TYPE_BYTES
                 ? Json{{"type", "string"}, {"contentEncoding", "base64"}}
                 : Json{{"type", "string"}};
  }
}

}  // namespace

Json Schemas::OfEnum(const EnumDescriptor& type) {
  std::string name = ComponentName(type.full_name());
  if (components_.count(name) == 0) {
    Json values = Json::array(), texts = Json::object();
    std::string description = CommentOf(type);
    for (int i = 0; i < type.value_count(); ++i) {
      std::string comment = CommentOf(*type.value(i));
      values.push_back(type.value(i)->name());
      texts[type.value(i)->name()] = comment;
      absl::StrAppend(&description, i == 0 ? "\n\n- `" : "\n- `", type.value(i)->name(),
                      "`: ", comment);
    }
    components_[name] = {{"type", "string"},
                         {"enum", values},
                         {"description", description},
                         {"x-enum-descriptions", texts}};
  }
  return Reference(type.full_name());
}

Json Schemas::OfMessage(const Descriptor& type) {
  if (Json own = WellKnown(type); !own.is_null()) return own;
  if (type.well_known_type() != Descriptor::WELLKNOWNTYPE_UNSPECIFIED) {
    return Nullable(Scalar(*type.field(0)));
  }
  std::string name = ComponentName(type.full_name());
  if (components_.count(name) == 0) {
    components_[name] = Json::object();  // stops a message that contains itself
    Json schema = InlineObject(type, {});
    if (std::string comment = CommentOf(type); !comment.empty()) schema["description"] = comment;
    components_[name] = std::move(schema);
  }
  return Reference(type.full_name());
}

Json Schemas::InlineObject(const Descriptor& type, const std::set<std::string>& left_out) {
  Json properties = Json::object();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (left_out.count(field.name()) == 0) {
      properties[field.json_name()] = OfDocumentedField(field);
    }
  }
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

Json Schemas::OfSingle(const FieldDescriptor& field) {
  if (field.message_type() != nullptr) return OfMessage(*field.message_type());
  if (field.enum_type() != nullptr) return OfEnum(*field.enum_type());
  return Scalar(field);
}

Json Schemas::OfField(const FieldDescriptor& field) {
  if (field.is_map()) {
    return {{"type", "object"},
            {"additionalProperties", OfSingle(*field.message_type()->map_value())}};
  }
  if (field.is_repeated()) return {{"type", "array"}, {"items", OfSingle(field)}};
  return OfSingle(field);
}

Json Schemas::OfDocumentedField(const FieldDescriptor& field) {
  Json schema = OfField(field);
  std::string comment = CommentOf(field);
  if (!comment.empty()) schema["description"] = comment;
  if (SaysOutputOnly(comment)) schema["readOnly"] = true;
  const auto& sensitivity = field.options().GetExtension(options::v1::sensitivity);
  if (!sensitivity.permission().empty()) schema["x-permission"] = sensitivity.permission();
  return schema;
}

Json Schemas::Components() const {
  Json all = Json::object();
  for (const auto& [name, schema] : components_) all[name] = schema;
  return all;
}

}  // namespace mainstay::gateway
