// Get, list and the change history of gatherings.
#include <mainstay/engagement/v1/gathering_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/engagement/gatherings/gathering_handlers.h"
#include "services/engagement/gatherings/gathering_proto.h"
#include "services/engagement/gatherings/gathering_store.h"

namespace mainstay::engagement {
namespace {

absl::StatusOr<v1::Gathering> Get(rpc::CallContext& call, const v1::GetGatheringRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kGatheringPattern, "name"));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Gathering> {
    const auto gathering = ReadGathering(tx, ids[0]);
    if (!gathering) return status::NotFound(request.name());
    return ToProto(*gathering);
  });
}

absl::StatusOr<v1::ListGatheringsResponse> List(rpc::CallContext& call, const Deps& deps,
                                                const v1::ListGatheringsRequest& request) {
  const std::vector<api::FilterField> filters = GatheringFilterFields();
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, {filters, GatheringSorts()},
                                      "gatherings"));
  return call.db().ReadOne(call.tx_options(),
                           [&](pg::Tx& tx) -> absl::StatusOr<v1::ListGatheringsResponse> {
                             const auto page = ListGatherings(tx, listing.query());
                             v1::ListGatheringsResponse response;
                             for (const CountedGathering& gathering : page.items) {
                               *response.add_gatherings() = ToProto(gathering);
                             }
                             response.set_next_page_token(listing.Token(page.next));
                             return response;
                           });
}

absl::StatusOr<v1::ListGatheringChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListGatheringChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kGatheringPattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListGatheringChangesResponse> {
        if (!ReadGathering(tx, ids[0])) return status::NotFound(request.parent());
        const auto page = listing.ReadFrom(tx, kGatheringChanges, ids[0]);
        v1::ListGatheringChangesResponse response;
        for (const history::RecordedChange& change : page.items) {
          *response.add_changes() = api::ChangeToProto<v1::GatheringChange>(change);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterGatheringReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kGatheringService, "GetGathering"), Get);
  router.Unary(absl::StrCat(kGatheringService, "ListGatherings"), deps, List);
  router.Unary(absl::StrCat(kGatheringService, "ListGatheringChanges"), deps, ListChanges);
}

}  // namespace mainstay::engagement
