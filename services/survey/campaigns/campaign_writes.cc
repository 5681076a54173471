// Create and update.
#include <mainstay/survey/v1/campaign_service.pb.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_events.h"
#include "services/survey/campaigns/campaign_handlers.h"
#include "services/survey/campaigns/campaign_proto.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/campaigns/campaign_verbs.h"
#include "services/survey/questionnaires/version_store.h"

namespace mainstay::survey {
namespace {

constexpr std::string_view kField = "campaign";

// What is asked must have been published.
absl::Status CheckVersion(pg::Tx& tx, const Campaign& campaign) {
  const auto version = ReadVersion(tx, campaign.questionnaire_id, campaign.questionnaire_version);
  if (!absl::IsNotFound(version.status())) return version.status();
  return status::BadField("questionnaire_version",
                          "there is no such published version; publish the questionnaire first");
}

// Puts the waves of `after` into working time; see PlaceWaves.
absl::Status Place(pg::Tx& tx, const Deps& deps, const Campaign& before, Campaign& after) {
  ASSIGN_OR_RETURN(const auto working, deps.working_times->Get(tx, after.calendar));
  return PlaceWaves(before, *working, after);
}

absl::StatusOr<v1::Campaign> Create(rpc::CallContext& call, const Deps& deps,
                                    const v1::CreateCampaignRequest& request) {
  auto parsed = FromProto(request.campaign());
  if (parsed.ok()) {
    Complete(*parsed);
    if (absl::Status valid = Validate(*parsed); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), kField);
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  return api::WriteOnce<v1::Campaign>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::Campaign> {
        Campaign campaign = *parsed;
        absl::Status usable = CheckVersion(tx, campaign);
        if (usable.ok()) usable = Place(tx, deps, Campaign(), campaign);
        if (!usable.ok()) return status::PrefixFields(usable, kField);
        campaign.id = api::NewUuid(context.now);
        campaign.creator = context.actor;
        campaign.create_time = campaign.update_time = context.now;
        InsertCampaign(tx, campaign);
        history::RecordChanges(tx, kCampaignChanges, campaign.id, campaign.version, "create", {{}},
                               context);
        events::Append(tx, CampaignCreatedEvent(campaign, context));
        return ToProto(campaign);
      });
}

// `before` with the fields that the request names; everything checked.
absl::StatusOr<Campaign> Updated(pg::Tx& tx, const Deps& deps, const Campaign& before,
                                 const Campaign& parsed, const std::vector<std::string>& fields) {
  Campaign after = before;
  for (const CampaignField& field : CampaignFields()) {
    if (std::find(fields.begin(), fields.end(), field.name) != fields.end()) {
      field.copy(parsed, after);
    }
  }
  Complete(after);
  RETURN_IF_ERROR(Validate(after));
  RETURN_IF_ERROR(CheckUpdate(before, after));
  RETURN_IF_ERROR(CheckVersion(tx, after));
  RETURN_IF_ERROR(Place(tx, deps, before, after));
  return after;
}

absl::StatusOr<v1::Campaign> Update(rpc::CallContext& call, const Deps& deps,
                                    const v1::UpdateCampaignRequest& request) {
  const v1::Campaign& wanted = request.campaign();
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(wanted.name(), kCampaignPattern, "campaign.name"));
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  const auto parsed = FromProto(wanted);
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), kField);
  return api::WriteOnce<v1::Campaign>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::Campaign> {
        const auto before = LockCampaign(tx, ids[0]);
        if (!before) return status::NotFound(wanted.name());
        RETURN_IF_ERROR(api::CheckEtag(wanted.etag(), before->version));
        absl::Status same = api::CheckOutputOnly(request.update_mask(), wanted, ToProto(*before));
        if (!same.ok()) return status::PrefixFields(same, kField);
        auto updated = Updated(tx, deps, *before, *parsed, fields);
        if (!updated.ok()) return status::PrefixFields(updated.status(), kField);
        Campaign after = *std::move(updated);
        const auto changes = CampaignChanges(*before, after);
        if (changes.empty()) return ToProtoFor(call, *before);
        const history::WriteContext at = history::NextVersion(*before, context, after);
        UpdateCampaign(tx, after);
        history::RecordChanges(tx, kCampaignChanges, after.id, after.version, "update", changes,
                               at);
        events::Append(tx, CampaignChangedEvent(after, changes, at));
        return ToProtoFor(call, after);
      });
}

}  // namespace

void RegisterCampaignWrites(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCampaignService, "CreateCampaign"), deps, Create);
  router.Unary(absl::StrCat(kCampaignService, "UpdateCampaign"), deps, Update);
}

}  // namespace mainstay::survey
