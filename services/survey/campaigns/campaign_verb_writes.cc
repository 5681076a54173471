// Launch, pause, resume and close.
#include <mainstay/survey/v1/campaign_service.pb.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_events.h"
#include "services/survey/campaigns/campaign_handlers.h"
#include "services/survey/campaigns/campaign_proto.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/campaigns/campaign_verbs.h"
#include "services/survey/campaigns/closing_store.h"

namespace mainstay::survey {
namespace {

using Apply = std::function<absl::Status(Campaign&, absl::Time now)>;

// Applies `verb` ("launch") to the campaign that the request names.
template <class Request>
absl::StatusOr<v1::Campaign> Move(rpc::CallContext& call, const Request& request,
                                  const std::string& verb, const std::string& reason,
                                  const Apply& apply) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kCampaignPattern, "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, reason));
  return api::WriteOnce<v1::Campaign>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::Campaign> {
        if (verb == "close") WaitForAnswers(tx, ids[0]);
        const auto before = LockCampaign(tx, ids[0]);
        if (!before) return status::NotFound(request.name());
        RETURN_IF_ERROR(api::CheckEtag(request.etag(), before->version));
        Campaign after = *before;
        RETURN_IF_ERROR(apply(after, context.now));
        const history::WriteContext at = history::NextVersion(*before, context, after);
        UpdateCampaign(tx, after);
        history::RecordChanges(tx, kCampaignChanges, after.id, after.version, verb,
                               CampaignChanges(*before, after), at);
        events::Append(tx, CampaignMovedEvent(*before, after, at));
        return ToProtoFor(call, after);
      });
}

// Nobody is to wait for mails that this installation cannot send.
absl::Status CheckSender(const Deps& deps, const Campaign& campaign) {
  if (deps.delivery.Delivers(campaign.channel)) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, "NO_SENDER",
                       absl::StrCat("nothing here sends by ", campaign.channel,
                                    ": ask an operator to set it up, or choose another channel"),
                       {{"channel", campaign.channel}});
}

absl::StatusOr<v1::Campaign> LaunchOne(rpc::CallContext& call, const Deps& deps,
                                       const v1::LaunchCampaignRequest& request) {
  return Move(call, request, "launch", "", [&](Campaign& campaign, absl::Time now) -> absl::Status {
    RETURN_IF_ERROR(Launch(campaign, now));
    return CheckSender(deps, campaign);
  });
}

absl::StatusOr<v1::Campaign> PauseOne(rpc::CallContext& call,
                                      const v1::PauseCampaignRequest& request) {
  return Move(call, request, "pause", request.reason(),
              [](Campaign& campaign, absl::Time) { return Pause(campaign); });
}

absl::StatusOr<v1::Campaign> ResumeOne(rpc::CallContext& call,
                                       const v1::ResumeCampaignRequest& request) {
  return Move(call, request, "resume", "",
              [](Campaign& campaign, absl::Time) { return Resume(campaign); });
}

absl::StatusOr<v1::Campaign> CloseOne(rpc::CallContext& call,
                                      const v1::CloseCampaignRequest& request) {
  return Move(call, request, "close", request.reason(), [&](Campaign& campaign, absl::Time now) {
    return Close(campaign, request.reason(), now);
  });
}

}  // namespace

void RegisterCampaignVerbs(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCampaignService, "LaunchCampaign"), deps, LaunchOne);
  router.Unary(absl::StrCat(kCampaignService, "PauseCampaign"), PauseOne);
  router.Unary(absl::StrCat(kCampaignService, "ResumeCampaign"), ResumeOne);
  router.Unary(absl::StrCat(kCampaignService, "CloseCampaign"), CloseOne);
}

}  // namespace mainstay::survey
