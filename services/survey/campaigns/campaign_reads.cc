// Get, list and the change history.
#include <mainstay/survey/v1/campaign_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_handlers.h"
#include "services/survey/campaigns/campaign_proto.h"
#include "services/survey/campaigns/campaign_store.h"

namespace mainstay::survey {
namespace {

absl::StatusOr<v1::Campaign> Get(rpc::CallContext& call, const v1::GetCampaignRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kCampaignPattern, "name"));
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Campaign> {
    const auto campaign = ReadCampaign(tx, ids[0]);
    if (!campaign) return status::NotFound(request.name());
    return ToProtoFor(call, *campaign);
  });
}

absl::StatusOr<v1::ListCampaignsResponse> List(rpc::CallContext& call, const Deps& deps,
                                               const v1::ListCampaignsRequest& request) {
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, CampaignListFields(), ""));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCampaignsResponse> {
                          const auto page = ListCampaigns(tx, listing.query());
                          v1::ListCampaignsResponse response;
                          for (const Campaign& campaign : page.items)
                            *response.add_campaigns() = ToProtoFor(call, campaign);
                          response.set_next_page_token(listing.Token(page.next));
                          return response;
                        });
}

absl::StatusOr<v1::ListCampaignChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListCampaignChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCampaignPattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCampaignChangesResponse> {
        if (!ReadCampaign(tx, ids[0])) return status::NotFound(request.parent());
        const auto page = listing.ReadFrom(tx, kCampaignChanges, ids[0]);
        v1::ListCampaignChangesResponse response;
        for (const history::RecordedChange& change : page.items) {
          *response.add_changes() = api::ChangeToProto<v1::CampaignChange>(change);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterCampaignReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCampaignService, "GetCampaign"), Get);
  router.Unary(absl::StrCat(kCampaignService, "ListCampaigns"), deps, List);
  router.Unary(absl::StrCat(kCampaignService, "ListCampaignChanges"), deps, ListChanges);
}

}  // namespace mainstay::survey
