// Get, list, the items, the progress and the change history.
#include <mainstay/engagement/v1/return_visit_plan_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/directory/account_access.h"
#include "common/status/status.h"
#include "services/engagement/plans/plan_handlers.h"
#include "services/engagement/plans/plan_item_store.h"
#include "services/engagement/plans/return_visit_plan_proto.h"
#include "services/engagement/plans/return_visit_plan_store.h"

namespace mainstay::engagement {
namespace {

absl::StatusOr<v1::ReturnVisitPlan> Get(rpc::CallContext& call,
                                        const v1::GetReturnVisitPlanRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kPlanPattern, "name"));
  return call.db().ReadOne(call.tx_options(),
                           [&](pg::Tx& tx) -> absl::StatusOr<v1::ReturnVisitPlan> {
                             const auto found = ReadPlan(tx, ids[0], call.scope());
                             if (!found) return status::NotFound(request.name());
                             return ToProto(found->plan, found->counts);
                           });
}

absl::StatusOr<v1::ListReturnVisitPlansResponse> List(
    rpc::CallContext& call, const Deps& deps, const v1::ListReturnVisitPlansRequest& request) {
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, PlanListFields(), ""));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListReturnVisitPlansResponse> {
        const auto page = ListPlans(tx, listing.query(), call.scope());
        v1::ListReturnVisitPlansResponse response;
        for (const CountedPlan& found : page.items) {
          *response.add_return_visit_plans() = ToProto(found.plan, found.counts);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::ReturnVisitPlanProgress> Progress(
    rpc::CallContext& call, const v1::GetReturnVisitPlanProgressRequest& request) {
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(request.name(), "returnVisitPlans/*/progress", "name"));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ReturnVisitPlanProgress> {
                          if (!IsPlanSeen(tx, ids[0], call.scope())) {
                            return status::NotFound(request.name());
                          }
                          return ProgressToProto(ids[0], CountStates(tx, ids[0]));
                        });
}

absl::StatusOr<v1::ListReturnVisitPlanChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps,
    const v1::ListReturnVisitPlanChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kPlanPattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListReturnVisitPlanChangesResponse> {
        if (!IsPlanSeen(tx, ids[0], call.scope())) return status::NotFound(request.parent());
        const auto page = listing.ReadFrom(tx, kPlanChanges, ids[0]);
        v1::ListReturnVisitPlanChangesResponse response;
        for (const history::RecordedChange& change : page.items) {
          *response.add_changes() = api::ChangeToProto<v1::ReturnVisitPlanChange>(change);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::PlanItem> GetItem(rpc::CallContext& call,
                                     const v1::GetPlanItemRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kPlanItemPattern, "name"));
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::PlanItem> {
    if (!IsPlanSeen(tx, ids[0], call.scope())) return status::NotFound(request.name());
    const auto item = ReadPlanItem(tx, ids[0], ids[1], call.scope());
    if (!item) return status::NotFound(request.name());
    return ToProto(*item, ids[0]);
  });
}

absl::StatusOr<v1::ListPlanItemsResponse> ListItems(rpc::CallContext& call, const Deps& deps,
                                                    const v1::ListPlanItemsRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kPlanPattern, "parent"));
  std::string account_id;
  if (!request.account().empty()) {
    ASSIGN_OR_RETURN(const auto named, api::ParseName(request.account(), "accounts/*", "account"));
    ASSIGN_OR_RETURN(const directory::Account account,
                     FindAccount(call, *deps.directory, named[0], request.account()));
    account_id = account.id;
  }
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, PlanItemListFields(),
                                      absl::StrCat(request.parent(), "\n", account_id)));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListPlanItemsResponse> {
        if (!IsPlanSeen(tx, ids[0], call.scope())) return status::NotFound(request.parent());
        const auto page = ListPlanItems(tx, listing.query(), ids[0], call.scope(), account_id);
        v1::ListPlanItemsResponse response;
        for (const PlanItem& item : page.items) *response.add_items() = ToProto(item, ids[0]);
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterPlanReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kPlanService, "GetReturnVisitPlan"), Get);
  router.Unary(absl::StrCat(kPlanService, "ListReturnVisitPlans"), deps, List);
  router.Unary(absl::StrCat(kPlanService, "GetReturnVisitPlanProgress"), Progress);
  router.Unary(absl::StrCat(kPlanService, "ListReturnVisitPlanChanges"), deps, ListChanges);
  router.Unary(absl::StrCat(kPlanService, "GetPlanItem"), GetItem);
  router.Unary(absl::StrCat(kPlanService, "ListPlanItems"), deps, ListItems);
}

}  // namespace mainstay::engagement
