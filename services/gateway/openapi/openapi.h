// The OpenAPI 3.1 document of everything this gateway serves, as it was generated at build time
// from the protos and their comments.
#pragma once

#include <string_view>

namespace mainstay::gateway {

// JSON; lives for ever.
std::string_view OpenApiJson();

}  // namespace mainstay::gateway
