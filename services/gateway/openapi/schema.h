// Messages, enums and fields as JSON Schema, the way protobuf's JSON mapping writes them.
#pragma once

#include <map>
#include <set>
#include <string>

#include <google/protobuf/descriptor.h>
#include <nlohmann/json.hpp>

namespace mainstay::gateway {

using Json = nlohmann::ordered_json;

// Collects the schemas that a document refers to. One thread.
class Schemas {
 public:
  // The schema of a field's value, lists and maps included; types with a name become references.
  Json OfField(const google::protobuf::FieldDescriptor& field);
  // The same with the field's comment and what the comment and the options say of it.
  Json OfDocumentedField(const google::protobuf::FieldDescriptor& field);
  Json OfMessage(const google::protobuf::Descriptor& type);
  // An object of the message's fields but those in `left_out`, written out in place.
  Json InlineObject(const google::protobuf::Descriptor& type,
                    const std::set<std::string>& left_out);

  // Every schema referred to so far, by name, those that they refer to included.
  Json Components() const;

 private:
  Json OfSingle(const google::protobuf::FieldDescriptor& field);
  Json OfEnum(const google::protobuf::EnumDescriptor& type);

  std::map<std::string, Json> components_;
};

}  // namespace mainstay::gateway
