// A message → JSON by its descriptor, as protobuf's JSON mapping says
// (https://protobuf.dev/programming-guides/json/): lowerCamelCase names, 64-bit integers as
// strings, enums by name, defaults left out. No newlines, so that it serves newline-delimited
// streams as well. Map keys are sorted.
#pragma once

#include <string>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "absl/status/status.h"

namespace mainstay::gateway {

// Appends to `json`. INTERNAL when the message has no JSON form: a Timestamp or Duration out of
// range, or nesting deeper than 100; `json` is then unspecified. An Any of a type that is not
// linked keeps its bytes: {"@type": …, "value": base64}.
absl::Status WriteJson(const google::protobuf::Message& message, std::string* json);

// The same for the value of one field of the message: a list, an object or a single value. An
// absent message is null.
absl::Status WriteJsonField(const google::protobuf::Message& message,
                            const google::protobuf::FieldDescriptor* field, std::string* json);

}  // namespace mainstay::gateway
