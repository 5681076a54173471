// Values on their way into SQL parameters, all in PostgreSQL's text form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"

namespace mainstay::pg {

// Bytes for a bytea parameter (a plain string is text).
struct Bytes {
  std::string_view data;
};

// A parameter: text, or NULL when empty.
using Param = std::optional<std::string>;

inline Param ToParam(std::nullopt_t) { return std::nullopt; }
inline Param ToParam(std::string_view value) { return std::string(value); }
inline Param ToParam(const std::string& value) { return value; }
inline Param ToParam(const char* value) { return std::string(value); }
inline Param ToParam(bool value) { return value ? "t" : "f"; }
Param ToParam(int32_t value);
Param ToParam(int64_t value);
Param ToParam(uint64_t value);
Param ToParam(double value);      // shortest text that reads back the same
Param ToParam(absl::Time value);  // timestamptz, microseconds, UTC; infinities as 'infinity'
Param ToParam(Bytes value);       // bytea, hex
Param ToParam(absl::Span<const std::string> values);  // text[] literal, any content
Param ToParam(const std::vector<std::string>& values);
Param ToParam(const std::vector<int64_t>& values);                     // bigint[]
Param ToParam(const std::vector<std::optional<std::string>>& values);  // text[] with NULLs
template <class T>
Param ToParam(const std::optional<T>& value) {
  return value ? ToParam(*value) : std::nullopt;
}

// A timestamptz column's text (ISO, any offset) back into an instant.
absl::Time ParseTime(std::string_view text);

// An array column's text, e.g. {a,"b c",NULL}, back into values; NULLs become empty strings.
std::vector<std::string> ParseArray(std::string_view text);

// A bytea column's hex text (\x…) back into bytes.
std::string ParseBytes(std::string_view text);

}  // namespace mainstay::pg
