// Get, list and the change history.
#include <mainstay/feedback/v1/dispute_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/feedback/cases/case_account_reads.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/disputes/dispute_handlers.h"
#include "services/feedback/disputes/dispute_proto.h"
#include "services/feedback/disputes/dispute_store.h"

namespace mainstay::feedback {
namespace {

absl::StatusOr<v1::Dispute> Get(rpc::CallContext& call, const Deps& deps,
                                const v1::GetDisputeRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kDisputePattern, "name"));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCase(call, deps, ids, request.name()));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Dispute> {
    const auto dispute = ReadDispute(tx, account.id, ids[1], ids[2]);
    if (!dispute) return status::NotFound(request.name());
    return ToProto(*dispute);
  });
}

absl::StatusOr<v1::ListDisputesResponse> List(rpc::CallContext& call, const Deps& deps,
                                              const v1::ListDisputesRequest& request) {
  std::string account_id, case_id;
  if (request.parent() != "accounts/-/cases/-") {
    ASSIGN_OR_RETURN(const auto ids,
                     api::ParseName(request.parent(), "accounts/*/cases/*", "parent"));
    ASSIGN_OR_RETURN(const directory::Account account,
                     FindAccountOfCase(call, deps, ids, request.parent()));
    account_id = account.id;
    case_id = ids[1];
  }
  ASSIGN_OR_RETURN(
      const api::Listing listing,
      api::Listing::Read(call, *deps.page_tokens, request, DisputeListFields(), request.parent()));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListDisputesResponse> {
        if (!case_id.empty() && !ReadCase(tx, account_id, case_id)) {
          return status::NotFound(request.parent());
        }
        const auto page = ListDisputes(tx, listing.query(), account_id, case_id, call.scope());
        v1::ListDisputesResponse response;
        for (const Dispute& dispute : page.items) *response.add_disputes() = ToProto(dispute);
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::ListDisputeChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListDisputeChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kDisputePattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCase(call, deps, ids, request.parent()));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListDisputeChangesResponse> {
                          const auto dispute = ReadDispute(tx, account.id, ids[1], ids[2]);
                          if (!dispute) return status::NotFound(request.parent());
                          const auto page = listing.ReadFrom(tx, kDisputeChanges, dispute->id);
                          v1::ListDisputeChangesResponse response;
                          for (const history::RecordedChange& change : page.items) {
                            *response.add_changes() = api::ChangeToProto<v1::DisputeChange>(change);
                          }
                          response.set_next_page_token(listing.Token(page.next));
                          return response;
                        });
}

}  // namespace

void RegisterDisputeReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kDisputeService, "GetDispute"), deps, Get);
  router.Unary(absl::StrCat(kDisputeService, "ListDisputes"), deps, List);
  router.Unary(absl::StrCat(kDisputeService, "ListDisputeChanges"), deps, ListChanges);
}

}  // namespace mainstay::feedback
