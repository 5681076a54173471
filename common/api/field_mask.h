// update_mask as in AIP-134.
#pragma once

#include <string>
#include <vector>

#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/message.h>

#include "absl/status/statusor.h"

namespace mainstay::api {

// The top-level fields to change, each once: the mask's, or those set in `resource` when the mask
// is absent. "*" means every field. A path into a message or a map ("credit_limit.units",
// "attributes.colour") counts as its top-level field. Fields in `output_only`, `name` and `etag`
// are left out without an error, so that what was read can be sent back whole (AIP-161).
// INVALID_ARGUMENT on "update_mask" names a path that does not exist.
absl::StatusOr<std::vector<std::string>> FieldsToUpdate(
    const google::protobuf::FieldMask& mask, const google::protobuf::Message& resource,
    const std::vector<std::string>& output_only);

}  // namespace mainstay::api
