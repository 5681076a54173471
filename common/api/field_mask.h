// update_mask as in AIP-134.
#pragma once

#include <string>
#include <vector>

#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/message.h>

#include "absl/status/statusor.h"

namespace mainstay::api {

// The top-level fields to change: the mask's, or those set in `resource` when the mask is absent.
// "*" means every field. A path deeper than the top is taken as its top-level field only for maps
// and messages. INVALID_ARGUMENT on "update_mask" names an unknown path, or one in `output_only`
// (in an absent mask output-only fields and `identity` are skipped silently).
absl::StatusOr<std::vector<std::string>> FieldsToUpdate(
    const google::protobuf::FieldMask& mask, const google::protobuf::Message& resource,
    const std::vector<std::string>& output_only);

}  // namespace mainstay::api
