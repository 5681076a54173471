// Between disputes and messages.
#pragma once

#include <mainstay/feedback/v1/dispute_service.pb.h>

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/feedback/disputes/dispute.h"

namespace mainstay::feedback {

inline constexpr std::string_view kDisputePattern = "accounts/*/cases/*/disputes/*";

std::string DisputeName(const Dispute& dispute);
v1::DisputeState DisputeStateToProto(std::string_view state);

// The fields that people may set; enum numbers, times and amounts that do not exist are violations
// of their fields.
absl::StatusOr<Dispute> FromProto(const v1::Dispute& message);
// Violations are of "concession.…".
absl::StatusOr<Concession> FromProto(const v1::DisputeConcession& message);
v1::Dispute ToProto(const Dispute& dispute);

}  // namespace mainstay::feedback
