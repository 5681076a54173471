// Counts whom a campaign would ask, before anybody is.
#include <mainstay/survey/v1/campaign_service.pb.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/survey/campaigns/audience_reads.h"
#include "services/survey/campaigns/campaign_handlers.h"
#include "services/survey/campaigns/campaign_proto.h"
#include "services/survey/campaigns/campaign_store.h"

namespace mainstay::survey {
namespace {

struct TierCounts {
  int accounts = 0, invited = 0;
};

void Count(const AudiencePiece& piece, v1::AudiencePreview& preview,
           std::map<std::string, TierCounts>& tiers) {
  preview.set_account_count(preview.account_count() + static_cast<int>(piece.accounts.size()));
  for (const AudienceAccount& account : piece.accounts) ++tiers[account.tier].accounts;
  for (const Choice& choice : piece.choices) {
    preview.set_contact_count(preview.contact_count() + 1);
    if (choice.state == "planned") {
      preview.set_invited_count(preview.invited_count() + 1);
      ++tiers[choice.facts.tier].invited;
    } else if (choice.state == "undeliverable") {
      preview.set_without_address_count(preview.without_address_count() + 1);
    } else if (choice.reason == "budget") {
      preview.set_over_budget_count(preview.over_budget_count() + 1);
    } else if (choice.reason == "asked_lately") {
      preview.set_asked_lately_count(preview.asked_lately_count() + 1);
    } else {
      preview.set_quota_full_count(preview.quota_full_count() + 1);
    }
  }
}

absl::StatusOr<v1::AudiencePreview> Preview(rpc::CallContext& call, const Deps& deps,
                                            const v1::PreviewAudienceRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kCampaignPattern, "name"));
  ASSIGN_OR_RETURN(const Campaign campaign,
                   call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<Campaign> {
                     auto found = ReadCampaign(tx, ids[0]);
                     if (!found) return status::NotFound(request.name());
                     return *std::move(found);
                   }));
  // As waves will: not everybody who plans campaigns sees every contact budget.
  ASSIGN_OR_RETURN(const std::string token, deps.service_token->Get());
  const Asking asking{.token = token, .deadline = call.deadline()};
  v1::AudiencePreview preview;
  std::map<std::string, TierCounts> tiers;
  AudiencePiece piece;
  do {
    ASSIGN_OR_RETURN(
        piece, ReadAudience(call.db(), *deps.people, asking, campaign, piece.last_id, call.now()));
    Count(piece, preview, tiers);
  } while (piece.more && !call.cancelled());
  for (const auto& [tier, counts] : tiers) {
    v1::AudiencePreview::TierCount& one = *preview.add_tiers();
    one.set_tier(TierToProto(tier));
    one.set_account_count(counts.accounts);
    one.set_invited_count(counts.invited);
  }
  return preview;
}

}  // namespace

void RegisterAudiencePreview(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCampaignService, "PreviewAudience"), deps, Preview);
}

}  // namespace mainstay::survey
