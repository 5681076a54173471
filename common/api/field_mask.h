// update_mask as in AIP-134.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace mainstay::api {

// The top-level fields to change, each once: the mask's, or those set in `resource` when the mask
// is absent. "*" means every field. A path into a message or a map ("credit_limit.units",
// "attributes.colour") counts as its top-level field. Output-only fields (the proto's option
// set_by), `name` and `etag` are left out, so that what was read can be sent back whole (AIP-161).
// INVALID_ARGUMENT on "update_mask" names a path that does not exist.
absl::StatusOr<std::vector<std::string>> FieldsToUpdate(const google::protobuf::FieldMask& mask,
                                                        const google::protobuf::Message& resource);

// What sets an output-only field, such as "grading"; empty for fields that callers write.
std::string SetBy(const google::protobuf::FieldDescriptor& field);

// Why an output-only field cannot be written: "is set by grading; it cannot be written".
std::string OutputOnlyRefusal(std::string_view set_by);

// Refuses what an update would otherwise pass over in silence: INVALID_ARGUMENT for an output-only
// field that a path of the mask names, or that is present without one ("*" included), with another
// value than in `stored`. Unless a path names them, two are passed over: update_time, which is old
// in a card that was read before another change, and masked_fields, which tells of the reader.
absl::Status CheckOutputOnly(const google::protobuf::FieldMask& mask,
                             const google::protobuf::Message& resource,
                             const google::protobuf::Message& stored);

}  // namespace mainstay::api
