// Get and list.
#include <mainstay/survey/v1/invitation_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/directory/directory_store.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_proto.h"
#include "services/survey/invitations/invitation_handlers.h"
#include "services/survey/invitations/invitation_proto.h"
#include "services/survey/invitations/invitation_store.h"

namespace mainstay::survey {
namespace {

constexpr char kAll[] = "campaigns/-";

absl::StatusOr<v1::Invitation> Get(rpc::CallContext& call,
                                   const v1::GetInvitationRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kInvitationPattern, "name"));
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Invitation> {
    const auto invitation = ReadInvitation(tx, ids[0], ids[1]);
    if (!invitation) return status::NotFound(request.name());
    const auto account = directory::FindAccount(tx, invitation->account_id, call.scope());
    if (!account) return status::NotFound(request.name());
    return ToProto(*invitation, account->display_name);
  });
}

absl::StatusOr<v1::ListInvitationsResponse> List(rpc::CallContext& call, const Deps& deps,
                                                 const v1::ListInvitationsRequest& request) {
  std::string campaign_id;
  if (request.parent() != kAll) {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCampaignPattern, "parent"));
    campaign_id = ids[0];
  }
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, InvitationListFields(),
                                      request.parent()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListInvitationsResponse> {
        const auto page = ListInvitations(tx, listing.query(), campaign_id, call.scope());
        v1::ListInvitationsResponse response;
        for (const ListedInvitation& one : page.items) {
          *response.add_invitations() = ToProto(one.invitation, one.account_display_name);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterInvitationReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kInvitationService, "GetInvitation"), Get);
  router.Unary(absl::StrCat(kInvitationService, "ListInvitations"), deps, List);
}

}  // namespace mainstay::survey
