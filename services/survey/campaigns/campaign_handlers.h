// The parts of CampaignService, a file each. For this folder only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

inline constexpr std::string_view kCampaignService = "mainstay.survey.v1.CampaignService/";

void RegisterCampaignReads(rpc::Router& router, const Deps& deps);
void RegisterCampaignWrites(rpc::Router& router, const Deps& deps);
void RegisterCampaignVerbs(rpc::Router& router, const Deps& deps);
void RegisterAudiencePreview(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::survey
