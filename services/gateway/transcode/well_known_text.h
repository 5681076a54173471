// The text forms that protobuf's JSON mapping gives Timestamp, Duration and FieldMask.
#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/timestamp.pb.h>

namespace mainstay::gateway {

// RFC 3339 with any offset, years 1 to 9999, up to nine digits of a second: "2026-01-02T03:04:05Z".
bool ParseTimestamp(std::string_view text, google::protobuf::Timestamp* out);
// Appends it in UTC with 0, 3, 6 or 9 digits; false when it is out of range.
bool AppendTimestamp(int64_t seconds, int32_t nanos, std::string* out);

// "1.5s", at most 315,576,000,000 seconds either way.
bool ParseDuration(std::string_view text, google::protobuf::Duration* out);
// Appends it with 0, 3, 6 or 9 digits; false when it is out of range or its signs differ.
bool AppendDuration(int64_t seconds, int32_t nanos, std::string* out);

// "displayName,creditLimit.units" ↔ paths in snake_case. Parsing takes snake_case too, as older
// clients write it, and "*".
bool ParseFieldMask(std::string_view text, google::protobuf::FieldMask* out);
// Appends a path's lowerCamelCase form.
void AppendMaskPath(std::string_view path, std::string* out);

}  // namespace mainstay::gateway
