// Get and list.
#include <mainstay/survey/v1/response_service.pb.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/auth/roles.h"
#include "common/directory/account_access.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/responses/masking.h"
#include "services/survey/responses/response_handlers.h"
#include "services/survey/responses/response_proto.h"
#include "services/survey/responses/response_store.h"

namespace mainstay::survey {
namespace {

ResponseReader ReaderOf(const rpc::CallContext& call) {
  return {.scope = call.scope(),
          .identities = auth::Grants(call.principal(), "surveys.identities.read").has_value()};
}

// Whether the campaign's responses are masked for the reader. NOT_FOUND of `name` when there is no
// such campaign.
absl::StatusOr<bool> SeesMasked(rpc::CallContext& call, const ResponseReader& reader,
                                const std::string& campaign_id, const std::string& name) {
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<bool> {
    const auto campaign = ReadCampaign(tx, campaign_id);
    if (!campaign) return status::NotFound(name);
    return IsMasked(campaign->privacy, reader.identities);
  });
}

absl::StatusOr<v1::Response> Get(rpc::CallContext& call, const Deps&,
                                 const v1::GetResponseRequest& request) {
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(request.name(), "campaigns/*/responses/*", "name"));
  const ResponseReader reader = ReaderOf(call);
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Response> {
    auto found = ReadResponse(tx, ids[0], ids[1], reader);
    if (!found) return status::NotFound(request.name());
    return ToProto(*std::move(found), reader.identities);
  });
}

absl::StatusOr<v1::ListResponsesResponse> List(rpc::CallContext& call, const Deps& deps,
                                               const v1::ListResponsesRequest& request) {
  const ResponseReader reader = ReaderOf(call);
  std::string campaign_id, account_id;
  bool masked = false;  // an account's confidential ones are not there for who may not know
  if (absl::StartsWith(request.parent(), "accounts/")) {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "accounts/*", "parent"));
    ASSIGN_OR_RETURN(const directory::Account account,
                     directory::FindAccount(call, *deps.directory, ids[0], request.parent()));
    account_id = account.id;
  } else {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "campaigns/*", "parent"));
    campaign_id = ids[0];
    ASSIGN_OR_RETURN(masked, SeesMasked(call, reader, campaign_id, request.parent()));
  }
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, ResponseListFields(masked),
                                      request.parent()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListResponsesResponse> {
        auto page = ListResponses(tx, listing.query(), campaign_id, account_id, reader);
        v1::ListResponsesResponse response;
        for (FoundResponse& found : page.items) {
          *response.add_responses() = ToProto(std::move(found), reader.identities);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterResponseReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kResponseService, "GetResponse"), deps, Get);
  router.Unary(absl::StrCat(kResponseService, "ListResponses"), deps, List);
}

}  // namespace mainstay::survey
