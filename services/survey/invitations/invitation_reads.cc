// Get and list.
#include <mainstay/survey/v1/invitation_service.pb.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/auth/roles.h"
#include "common/directory/directory_store.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_proto.h"
#include "services/survey/invitations/invitation_handlers.h"
#include "services/survey/invitations/invitation_masking.h"
#include "services/survey/invitations/invitation_proto.h"
#include "services/survey/invitations/invitation_store.h"
#include "services/survey/invitations/progress_store.h"

namespace mainstay::survey {
namespace {

constexpr char kAll[] = "campaigns/-";

bool SeesWhoSaidWhat(const rpc::CallContext& call) {
  return auth::Grants(call.principal(), "surveys.identities.read").has_value();
}

v1::Invitation Masked(Invitation one, const std::string& account_display_name) {
  const std::vector<std::string> fields = MaskProgress(one);
  v1::Invitation message = ToProto(one, account_display_name);
  for (const std::string& field : fields) message.add_masked_fields(field);
  return message;
}

absl::StatusOr<v1::Invitation> Get(rpc::CallContext& call,
                                   const v1::GetInvitationRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kInvitationPattern, "name"));
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Invitation> {
    const auto invitation = ReadInvitation(tx, ids[0], ids[1]);
    if (!invitation) return status::NotFound(request.name());
    const auto account = directory::FindAccount(tx, invitation->account_id, call.scope());
    if (!account) return status::NotFound(request.name());
    if (!SeesWhoSaidWhat(call) && !CampaignsThatMaskProgress(tx, {ids[0]}).empty()) {
      return Masked(*invitation, account->display_name);
    }
    return ToProto(*invitation, account->display_name);
  });
}

std::vector<std::string> CampaignsOf(const std::vector<ListedInvitation>& listed) {
  std::set<std::string> ids;
  for (const ListedInvitation& one : listed) ids.insert(one.invitation.campaign_id);
  return {ids.begin(), ids.end()};
}

absl::StatusOr<v1::ListInvitationsResponse> List(rpc::CallContext& call, const Deps& deps,
                                                 const v1::ListInvitationsRequest& request) {
  std::string campaign_id;
  if (request.parent() != kAll) {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCampaignPattern, "parent"));
    campaign_id = ids[0];
  }
  const bool sees = SeesWhoSaidWhat(call);
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request,
                                      sees ? InvitationListFields() : MaskedInvitationListFields(),
                                      request.parent()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListInvitationsResponse> {
        const auto page = ListInvitations(tx, listing.query(), campaign_id, call.scope());
        const std::set<std::string> masking =
            sees ? std::set<std::string>() : CampaignsThatMaskProgress(tx, CampaignsOf(page.items));
        v1::ListInvitationsResponse response;
        for (const ListedInvitation& one : page.items) {
          *response.add_invitations() = masking.contains(one.invitation.campaign_id)
                                            ? Masked(one.invitation, one.account_display_name)
                                            : ToProto(one.invitation, one.account_display_name);
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
