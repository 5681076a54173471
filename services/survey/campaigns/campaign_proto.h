// Campaigns between messages and the domain.
#pragma once

#include <mainstay/survey/v1/campaign_service.pb.h>

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "services/survey/campaigns/campaign.h"

namespace mainstay::survey {

inline constexpr std::string_view kCampaignPattern = "campaigns/*";

std::string CampaignName(const std::string& campaign_id);

// What people write of a campaign; violations are of its fields.
absl::StatusOr<Campaign> FromProto(const v1::Campaign& message);
v1::Campaign ToProto(const Campaign& campaign);
// As the caller may see it: without what its quotas have counted where MasksProgress.
v1::Campaign ToProtoFor(const rpc::CallContext& call, const Campaign& campaign);

v1::AudienceTier TierToProto(const std::string& tier);

}  // namespace mainstay::survey
