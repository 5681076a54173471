// Single values from text: what a URL writes, and what JSON writes between quotes.
#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "absl/status/status.h"

namespace mainstay::gateway {

// Sets a singular field, or appends to a repeated one: numbers, "true"/"false", enums by name or
// number, bytes as base64 (either alphabet, padding optional), Timestamp, Duration, FieldMask and
// the wrapper types. INVALID_ARGUMENT on `path` (common/status) when `text` is not of the field's
// type, and for messages that have no text form.
absl::Status SetFieldFromText(std::string_view text, std::string_view path,
                              const google::protobuf::FieldDescriptor* field,
                              google::protobuf::Message* message);

// The same without the error: false when `text` is not of the field's type.
bool StoreFieldText(std::string_view text, const google::protobuf::FieldDescriptor* field,
                    google::protobuf::Message* message);
// Sets a whole message that has a text form: Timestamp, Duration, FieldMask or a wrapper type.
bool StoreMessageText(std::string_view text, google::protobuf::Message* message);

// Each is false, and `*out` unspecified, when `text` as a whole is not such a value or too large.
bool ParseNumber(std::string_view text, int32_t* out);
bool ParseNumber(std::string_view text, int64_t* out);
bool ParseNumber(std::string_view text, uint32_t* out);
bool ParseNumber(std::string_view text, uint64_t* out);
bool ParseNumber(std::string_view text, float* out);   // also "NaN", "Infinity", "-Infinity"
bool ParseNumber(std::string_view text, double* out);  // the same
bool ParseBytes(std::string_view text, std::string* out);
// The number of a value given by its name or a number, which an open enum need not know.
bool ParseEnum(std::string_view text, const google::protobuf::EnumDescriptor& type, int* out);

// What a value of the field's type looks like, e.g. "must be an integer from 0 to 4294967295".
std::string Expectation(const google::protobuf::FieldDescriptor& field);
std::string Expectation(const google::protobuf::Descriptor& type);

}  // namespace mainstay::gateway
