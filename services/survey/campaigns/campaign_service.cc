#include "services/survey/campaigns/campaign_service.h"

#include "services/survey/campaigns/campaign_handlers.h"

namespace mainstay::survey {

void RegisterCampaignService(rpc::Router& router, const Deps& deps) {
  RegisterCampaignReads(router, deps);
  RegisterCampaignWrites(router, deps);
  RegisterCampaignVerbs(router, deps);
  RegisterAudiencePreview(router, deps);
}

}  // namespace mainstay::survey
