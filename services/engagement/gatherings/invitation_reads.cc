// Get, list and the change history of invitations.
#include <mainstay/engagement/v1/gathering_service.pb.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/directory/account_access.h"
#include "common/status/status.h"
#include "services/engagement/gatherings/gathering_handlers.h"
#include "services/engagement/gatherings/gathering_proto.h"
#include "services/engagement/gatherings/gathering_store.h"
#include "services/engagement/gatherings/invitation_store.h"

namespace mainstay::engagement {
namespace {

absl::StatusOr<v1::Invitation> Get(rpc::CallContext& call,
                                   const v1::GetInvitationRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kInvitationPattern, "name"));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Invitation> {
    const auto invitation = ReadInvitation(tx, ids[0], ids[1], call.scope());
    if (!invitation) return status::NotFound(request.name());
    return ToProto(*invitation);
  });
}

absl::StatusOr<InvitationSelection> SelectionOf(rpc::CallContext& call, const Deps& deps,
                                                const std::string& parent) {
  if (absl::StartsWith(parent, "accounts/")) {
    ASSIGN_OR_RETURN(const std::string account, AccountOfParent(call, *deps.directory, parent));
    return InvitationSelection{.account_id = account};
  }
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(parent, kGatheringPattern, "parent"));
  return InvitationSelection{.gathering_id = ids[0]};
}

absl::StatusOr<v1::ListInvitationsResponse> List(rpc::CallContext& call, const Deps& deps,
                                                 const v1::ListInvitationsRequest& request) {
  ASSIGN_OR_RETURN(const InvitationSelection selection, SelectionOf(call, deps, request.parent()));
  const std::vector<api::FilterField> filters = InvitationFilterFields();
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request,
                                      {filters, InvitationSorts()}, request.parent()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListInvitationsResponse> {
        if (!selection.gathering_id.empty() && !ReadGathering(tx, selection.gathering_id)) {
          return status::NotFound(request.parent());
        }
        const auto page = ListInvitations(tx, listing.query(), selection, call.scope());
        v1::ListInvitationsResponse response;
        for (const Invitation& invitation : page.items) {
          *response.add_invitations() = ToProto(invitation);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::ListInvitationChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListInvitationChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kInvitationPattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListInvitationChangesResponse> {
        if (!ReadInvitation(tx, ids[0], ids[1], call.scope())) {
          return status::NotFound(request.parent());
        }
        const auto page = listing.ReadFrom(tx, kInvitationChanges, ids[1]);
        v1::ListInvitationChangesResponse response;
        for (const history::RecordedChange& change : page.items) {
          *response.add_changes() = api::ChangeToProto<v1::InvitationChange>(change);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterInvitationReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kGatheringService, "GetInvitation"), Get);
  router.Unary(absl::StrCat(kGatheringService, "ListInvitations"), deps, List);
  router.Unary(absl::StrCat(kGatheringService, "ListInvitationChanges"), deps, ListChanges);
}

}  // namespace mainstay::engagement
