// JSON text → a message by its descriptor, as protobuf's JSON mapping says: names in lowerCamelCase
// or as in the proto, numbers also as strings, null as absent. Stricter than protobuf's reader in
// what helps the caller: an unknown field, a field given twice and two members of a oneof are
// errors that name the field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/message.h>

#include "absl/status/status.h"

namespace mainstay::gateway {

// What the caller's JSON said at its top level.
struct JsonKeys {
  std::vector<std::string> fields;  // proto names, in order
};

// Reads a whole message. Errors are INVALID_ARGUMENT with the field's path, which starts with
// `prefix` ("" for the request itself). `message` must be empty and of a generated type.
absl::Status ReadJson(std::string_view json, std::string_view prefix,
                      google::protobuf::Message* message, JsonKeys* keys);

// Reads the value of one field, which may be repeated or a map.
absl::Status ReadJsonField(std::string_view json, const google::protobuf::FieldDescriptor* field,
                           google::protobuf::Message* message, JsonKeys* keys);

}  // namespace mainstay::gateway
