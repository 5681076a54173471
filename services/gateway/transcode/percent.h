// Percent-encoding of URLs (RFC 3986 §2.1).
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace mainstay::gateway {

enum class PercentRule {
  kAll,          // every %XX is decoded; '+' is itself
  kExceptSlash,  // %2F and %2f stay as they are: the value of a variable of several segments
  kQuery,        // every %XX is decoded and '+' is a space: names and values of a query
};

// INVALID_ARGUMENT for a '%' that two hex digits do not follow, and for a result that is not UTF-8.
absl::StatusOr<std::string> PercentDecode(std::string_view text, PercentRule rule);

}  // namespace mainstay::gateway
