// UUIDs (RFC 9562) as lower-case text.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace mainstay::api {

// A version 7 UUID: `now` in milliseconds, then random bits. Thread-safe.
std::string NewUuid(absl::Time now);
// A version 4 UUID: random bits alone, so that it tells no time. Thread-safe.
std::string RandomUuid();
// True for 8-4-4-4-12 lower-case hex digits.
bool IsUuid(std::string_view text);

}  // namespace mainstay::api
