// Get, list and the change history.
#include <mainstay/engagement/v1/commitment_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/directory/account_access.h"
#include "common/status/status.h"
#include "services/engagement/commitments/commitment_handlers.h"
#include "services/engagement/commitments/commitment_proto.h"
#include "services/engagement/commitments/commitment_store.h"

namespace mainstay::engagement {
namespace {

absl::StatusOr<v1::Commitment> Get(rpc::CallContext& call, const Deps& deps,
                                   const v1::GetCommitmentRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kCommitmentPattern, "name"));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccount(call, *deps.directory, ids[0], request.name()));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Commitment> {
    const auto commitment = ReadCommitment(tx, account.id, ids[1]);
    if (!commitment) return status::NotFound(request.name());
    return ToProto(*commitment, call.now());
  });
}

absl::StatusOr<v1::ListCommitmentsResponse> List(rpc::CallContext& call, const Deps& deps,
                                                 const v1::ListCommitmentsRequest& request) {
  ASSIGN_OR_RETURN(const std::string account_id,
                   AccountOfParent(call, *deps.directory, request.parent()));
  const absl::Time now = call.now();
  const std::vector<api::FilterField> filters = CommitmentFilterFields(now);
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request,
                                      {filters, CommitmentSorts()}, request.parent()));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCommitmentsResponse> {
        const auto page = ListCommitments(tx, listing.query(), account_id, call.scope());
        v1::ListCommitmentsResponse response;
        for (const Commitment& commitment : page.items) {
          *response.add_commitments() = ToProto(commitment, now);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::ListCommitmentChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListCommitmentChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCommitmentPattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccount(call, *deps.directory, ids[0], request.parent()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCommitmentChangesResponse> {
        const auto commitment = ReadCommitment(tx, account.id, ids[1]);
        if (!commitment) return status::NotFound(request.parent());
        const auto page = listing.ReadFrom(tx, kCommitmentChanges, commitment->id);
        v1::ListCommitmentChangesResponse response;
        for (const history::RecordedChange& change : page.items) {
          *response.add_changes() = api::ChangeToProto<v1::CommitmentChange>(change);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterCommitmentReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCommitmentService, "GetCommitment"), deps, Get);
  router.Unary(absl::StrCat(kCommitmentService, "ListCommitments"), deps, List);
  router.Unary(absl::StrCat(kCommitmentService, "ListCommitmentChanges"), deps, ListChanges);
}

}  // namespace mainstay::engagement
