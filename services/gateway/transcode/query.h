// The query of a URL: "a=1&b.c=x%20y".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace mainstay::gateway {

struct QueryParameter {
  std::string name;   // decoded
  std::string value;  // decoded; empty without "="
};

// In order. Names and values are percent-decoded with '+' as a space; empty parts ("a=1&&b=2") are
// passed over. INVALID_ARGUMENT for malformed percent-encoding.
absl::StatusOr<std::vector<QueryParameter>> ParseQuery(std::string_view query);

}  // namespace mainstay::gateway
