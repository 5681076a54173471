// The whole OpenAPI document.
#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/descriptor.pb.h>

#include "absl/status/statusor.h"

namespace mainstay::gateway {

// OpenAPI 3.1 of all services "…Service" under mainstay/ in `files` (with source information, in
// order of imports), as JSON. `version` is that of the API. INVALID_ARGUMENT when a file does not
// build or an http rule does not fit its method.
absl::StatusOr<std::string> OpenApiDocument(const google::protobuf::FileDescriptorSet& files,
                                            std::string_view version);

}  // namespace mainstay::gateway
