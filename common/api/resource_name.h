// Resource names as in AIP-122: "accounts/{uuid}/contacts/{uuid}".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace mainstay::api {

// The variable segments of `name` if it has the form of `pattern` ("accounts/*/contacts/*");
// INVALID_ARGUMENT naming `field` otherwise. A segment under a "*" must be a lower-case UUID;
// under a "~" it is any text of 1 to 128 characters without '/' (user ids).
absl::StatusOr<std::vector<std::string>> ParseName(std::string_view name, std::string_view pattern,
                                                   std::string_view field);

}  // namespace mainstay::api
