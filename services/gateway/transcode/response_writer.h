// A message → JSON by its descriptor, as protobuf's JSON mapping says
// (https://protobuf.dev/programming-guides/json/): lowerCamelCase names, 64-bit integers as
// strings, enums by name, defaults left out, fields in the order of their numbers. No newlines, so
// that it serves newline-delimited streams as well. Map keys are sorted.
//
// It goes from wire format to JSON without a message in between. That works when the bytes are as
// protobuf's own serializers write them: fields in order, each singular one once. Other bytes that
// mean the same (merged, reordered) are parsed and serialized again first.
#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "absl/status/status.h"

namespace mainstay::gateway {

// Appends the JSON of a serialized message of a generated type to `json`. INTERNAL, and `json` as
// it was, when the bytes are not such a message or it has no JSON form: a Timestamp or Duration out
// of range, or nesting deeper than 100. An Any of a type that is not linked keeps its bytes:
// {"@type": …, "value": base64}.
absl::Status WriteJson(const google::protobuf::Descriptor& type, std::string_view message,
                       std::string* json);
absl::Status WriteJson(const google::protobuf::Message& message, std::string* json);

// The same for the value of one of its fields: a list, an object or a single value. An absent list
// is [], an absent map {}, any other absent value null.
absl::Status WriteJsonField(const google::protobuf::FieldDescriptor& field,
                            std::string_view message, std::string* json);

}  // namespace mainstay::gateway
