// Commitments between the API's messages and the domain.
#pragma once

#include <string>

#include <mainstay/engagement/v1/commitment_service.pb.h>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/engagement/commitments/commitment.h"
#include "services/engagement/commitments/commitment_stats_store.h"

namespace mainstay::engagement {

// The fields that people may set; output-only ones are left out. Enum numbers and times that do not
// exist are violations of their fields.
absl::StatusOr<Commitment> FromProto(const v1::Commitment& message);
// As it is at `now`.
v1::Commitment ToProto(const Commitment& commitment, absl::Time now);
v1::CommitmentStats::Group ToProto(const CommitmentCounts& counts, const std::string& group_by);

// "accounts/{account}/commitments/{commitment}".
std::string CommitmentName(const std::string& account_id, const std::string& commitment_id);

v1::CommitmentState CommitmentStateToProto(std::string_view state);
v1::CommitmentParty CommitmentPartyToProto(std::string_view party);
v1::Punctuality PunctualityToProto(std::string_view punctuality);

}  // namespace mainstay::engagement
