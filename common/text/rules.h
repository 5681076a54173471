// Limits that every text people enter keeps.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/status/status.h"

namespace mainstay::text {

// Whether a text may have line breaks and tabs.
enum class Lines { kOne, kMany };

// Characters (code points) of valid UTF-8.
size_t Characters(std::string_view utf8);

// Adds a violation of `field` unless `text` has `min` to `max` characters and no control characters
// (line breaks and tabs are allowed in many lines).
void CheckText(std::string_view field, std::string_view text, size_t min, size_t max, Lines lines,
               std::vector<status::FieldViolation>& violations);

// `text` without white space at its ends, the ideographic space U+3000 included.
std::string Trim(std::string_view text);

// `text` without control characters and cut after `max` characters: for what files bring.
std::string Acceptable(std::string_view text, size_t max);

// An IANA time zone that both Abseil and PostgreSQL read alike: "UTC" or "Area/Place". Abseil would
// also open a path and take "Fixed/UTC+08:00:00", which PostgreSQL reads with the sign reversed.
bool IsTimeZone(std::string_view name);
// What is wrong with a text that is not one.
inline constexpr std::string_view kTimeZoneRule = "an IANA name such as \"Asia/Shanghai\"";
// The zone of days and months where nobody says another.
inline constexpr char kDefaultTimeZone[] = "Asia/Shanghai";

// OK for a reason of at most 500 characters; the field is "reason".
absl::Status ValidateReason(std::string_view reason);

}  // namespace mainstay::text
