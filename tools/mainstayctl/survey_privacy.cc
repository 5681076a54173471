#include "tools/mainstayctl/survey_privacy.h"

#include <mainstay/survey/v1/campaign_service.pb.h>

#include "absl/strings/str_cat.h"

namespace mainstay::ctl {

std::string PrivacyNote(Session& session, const std::string& campaign, Language language) {
  survey::v1::GetCampaignRequest request;
  request.set_name(campaign);
  const auto found =
      session.Call<survey::v1::Campaign>("survey/CampaignService/GetCampaign", request);
  if (!found.ok()) return "";
  const char* kind = nullptr;
  if (found->privacy() == survey::v1::CAMPAIGN_PRIVACY_CONFIDENTIAL) {
    kind = In(language, "confidential", "保密");
  } else if (found->privacy() == survey::v1::CAMPAIGN_PRIVACY_ANONYMOUS) {
    kind = In(language, "anonymous", "匿名");
  }
  if (kind == nullptr) return "";
  return absl::StrCat(
      In(language, "the survey is ", "该调查为"), kind,
      In(language,
         ": who sees only their own accounts sees none of its responses, and others may see the "
         "latest later\n",
         "调查：只能查看自己客户的人看不到其答卷，其他人可能稍后才看到最新的答卷\n"));
}

}  // namespace mainstay::ctl
