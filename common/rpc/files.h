// Reading the small files that channels and servers are given: certificates and keys.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace mainstay::rpc {

// The whole content; FAILED_PRECONDITION naming the file when it cannot be read or is empty.
absl::StatusOr<std::string> ReadFile(const std::string& path);

}  // namespace mainstay::rpc
