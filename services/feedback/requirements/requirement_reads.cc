// Get, list and the change history.
#include "services/feedback/requirements/requirement_reads.h"
#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/directory/account_access.h"
#include "common/status/status.h"
#include "services/feedback/requirements/requirement_asker_store.h"
#include "services/feedback/requirements/requirement_handlers.h"
#include "services/feedback/requirements/requirement_proto.h"
#include "services/feedback/requirements/requirement_store.h"
#include "services/feedback/requirements/requirement_write.h"

namespace mainstay::feedback {
namespace {

absl::StatusOr<v1::Requirement> Get(rpc::CallContext& call, const Deps& deps,
                                    const v1::GetRequirementRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kRequirementPattern, "name"));
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Requirement> {
    const auto r = ReadRequirement(tx, ids[0], call.scope());
    if (!r) return status::NotFound(request.name());
    return ToProto(See(tx, *r, ViewOf(call, deps)));
  });
}

absl::StatusOr<v1::ListRequirementsResponse> List(rpc::CallContext& call, const Deps& deps,
                                                  const v1::ListRequirementsRequest& request) {
  ASSIGN_OR_RETURN(const std::string account_id,
                   AccountOfParent(call, *deps.directory, request.parent()));
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request,
                                      {RequirementFilterFields(), RequirementSorts()},
                                      absl::StrCat(request.parent(), " ", request.show_merged())));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListRequirementsResponse> {
                          auto page = ListRequirements(tx, listing.query(), account_id,
                                                       ViewOf(call, deps), request.show_merged());
                          FillAskers(tx, call.scope(), absl::MakeSpan(page.items), kAskersInLists);
                          v1::ListRequirementsResponse response;
                          for (const SeenRequirement& seen : page.items) {
                            *response.add_requirements() = ToProto(seen);
                          }
                          response.set_next_page_token(listing.Token(page.next));
                          return response;
                        });
}

absl::StatusOr<v1::ListRequirementChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListRequirementChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kRequirementPattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListRequirementChangesResponse> {
        if (!ReadRequirement(tx, ids[0], call.scope())) return status::NotFound(request.parent());
        const auto page = listing.ReadFrom(tx, kRequirementChanges, ids[0]);
        v1::ListRequirementChangesResponse response;
        for (const history::RecordedChange& change : page.items) {
          *response.add_changes() = api::ChangeToProto<v1::RequirementChange>(change);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterRequirementReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kRequirementService, "GetRequirement"), deps, Get);
  router.Unary(absl::StrCat(kRequirementService, "ListRequirements"), deps, List);
  router.Unary(absl::StrCat(kRequirementService, "ListRequirementChanges"), deps, ListChanges);
}

}  // namespace mainstay::feedback
