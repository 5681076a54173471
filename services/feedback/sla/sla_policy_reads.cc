// Get, list and the change history of service policies.
#include <mainstay/feedback/v1/sla_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/feedback/sla/policy_store.h"
#include "services/feedback/sla/sla_handlers.h"
#include "services/feedback/sla/sla_proto.h"

namespace mainstay::feedback {
namespace {

absl::StatusOr<v1::SlaPolicy> Get(rpc::CallContext& call, const v1::GetSlaPolicyRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kSlaPolicyPattern, "name"));
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::SlaPolicy> {
    const auto policy = ReadPolicy(tx, ids[0]);
    if (!policy) return status::NotFound(request.name());
    return ToProto(*policy);
  });
}

absl::StatusOr<v1::ListSlaPoliciesResponse> List(rpc::CallContext& call, const Deps& deps,
                                                 const v1::ListSlaPoliciesRequest& request) {
  ASSIGN_OR_RETURN(
      const api::Listing listing,
      api::Listing::Read(call, *deps.page_tokens, request, PolicyListFields(), /*binding=*/""));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListSlaPoliciesResponse> {
                          const auto page = ListPolicies(tx, listing.query());
                          v1::ListSlaPoliciesResponse response;
                          for (const SlaPolicy& policy : page.items) {
                            *response.add_sla_policies() = ToProto(policy);
                          }
                          response.set_next_page_token(listing.Token(page.next));
                          return response;
                        });
}

absl::StatusOr<v1::ListSlaPolicyChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListSlaPolicyChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kSlaPolicyPattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListSlaPolicyChangesResponse> {
        if (!ReadPolicy(tx, ids[0])) return status::NotFound(request.parent());
        const auto page = listing.ReadFrom(tx, kSlaPolicyChanges, ids[0]);
        v1::ListSlaPolicyChangesResponse response;
        for (const history::RecordedChange& change : page.items) {
          *response.add_changes() = api::ChangeToProto<v1::SlaPolicyChange>(change);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterSlaPolicyReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kSlaService, "GetSlaPolicy"), Get);
  router.Unary(absl::StrCat(kSlaService, "ListSlaPolicies"), deps, List);
  router.Unary(absl::StrCat(kSlaService, "ListSlaPolicyChanges"), deps, ListChanges);
}

}  // namespace mainstay::feedback
