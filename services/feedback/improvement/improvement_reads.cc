// Get, list, the change history and the plan of a quarter.
#include <mainstay/feedback/v1/improvement_service.pb.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/feedback/improvement/improvement_handlers.h"
#include "services/feedback/improvement/improvement_proto.h"
#include "services/feedback/improvement/improvement_store.h"

namespace mainstay::feedback {
namespace {

constexpr int kMostOfQuarter = 1000;

absl::StatusOr<v1::ImprovementAction> Get(rpc::CallContext& call,
                                          const v1::GetImprovementActionRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kImprovementPattern, "name"));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ImprovementAction> {
                          const auto action = ReadImprovementAction(tx, ids[0]);
                          if (!action) return status::NotFound(request.name());
                          return ToProto(*action, LinksInScope(tx, {*action}, call.scope()));
                        });
}

absl::StatusOr<v1::ListImprovementActionsResponse> List(
    rpc::CallContext& call, const Deps& deps, const v1::ListImprovementActionsRequest& request) {
  ASSIGN_OR_RETURN(
      const api::Listing listing,
      api::Listing::Read(call, *deps.page_tokens, request, ImprovementActionListFields(), ""));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListImprovementActionsResponse> {
                          const auto page = ListImprovementActions(tx, listing.query());
                          const SeenLinks seen = LinksInScope(tx, page.items, call.scope());
                          v1::ListImprovementActionsResponse response;
                          for (const ImprovementAction& action : page.items) {
                            *response.add_improvement_actions() = ToProto(action, seen);
                          }
                          response.set_next_page_token(listing.Token(page.next));
                          return response;
                        });
}

// All cases and requirements that the changes speak of, as those of one action.
ImprovementAction LinksOf(absl::Span<const history::RecordedChange> changes) {
  ImprovementAction all;
  for (const history::RecordedChange& recorded : changes) {
    const auto& [field, old_value, new_value] = recorded.change;
    if (field != "cases" && field != "requirements") continue;
    auto& ids = field == "cases" ? all.case_ids : all.requirement_ids;
    for (const std::string& value : {old_value, new_value}) {
      for (const std::string_view id : absl::StrSplit(value, '\n', absl::SkipEmpty())) {
        ids.emplace_back(id);
      }
    }
  }
  return all;
}

// The ids in a change of links become the names of those that are seen; the others are left out.
void NameLinks(const SeenLinks& seen, history::Change& change) {
  if (change.field != "cases" && change.field != "requirements") return;
  for (std::string* value : {&change.old_value, &change.new_value}) {
    ImprovementAction part;
    auto& ids = change.field == "cases" ? part.case_ids : part.requirement_ids;
    ids = absl::StrSplit(*value, '\n', absl::SkipEmpty());
    const v1::ImprovementAction shown = ToProto(part, seen);
    *value =
        absl::StrCat(absl::StrJoin(shown.cases(), "\n"), absl::StrJoin(shown.requirements(), "\n"));
  }
}

absl::StatusOr<v1::ListImprovementActionChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps,
    const v1::ListImprovementActionChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kImprovementPattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(
      call.tx_options(),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::ListImprovementActionChangesResponse> {
        if (!ReadImprovementAction(tx, ids[0])) return status::NotFound(request.parent());
        auto page = listing.ReadFrom(tx, kImprovementActionChanges, ids[0]);
        const SeenLinks seen =
            LinksInScope(tx, {LinksOf(absl::MakeSpan(page.items))}, call.scope());
        v1::ListImprovementActionChangesResponse response;
        for (history::RecordedChange& change : page.items) {
          NameLinks(seen, change.change);
          *response.add_changes() = api::ChangeToProto<v1::ImprovementActionChange>(change);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::QuarterlyPlan> GetPlan(rpc::CallContext& call,
                                          const v1::GetQuarterlyPlanRequest& request) {
  RETURN_IF_ERROR(CheckQuarter(request.quarter()));
  const int year = request.quarter().year(), quarter = request.quarter().quarter();
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::QuarterlyPlan> {
    v1::QuarterlyPlan plan;
    *plan.mutable_quarter() = request.quarter();
    for (const PlanTopic& topic : TopicsOfQuarter(tx, year, quarter, call.scope())) {
      v1::QuarterlyPlan::Topic& shown = *plan.add_topics();
      shown.set_category(topic.category);
      shown.set_case_count(topic.cases);
      shown.set_open_count(topic.open);
      shown.set_covered_count(topic.covered);
    }
    const auto actions = ActionsOfQuarter(tx, year, quarter, kMostOfQuarter);
    const SeenLinks seen = LinksInScope(tx, actions, call.scope());
    for (const ImprovementAction& action : actions) {
      *plan.add_improvement_actions() = ToProto(action, seen);
    }
    return plan;
  });
}

}  // namespace

void RegisterImprovementReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kImprovementService, "GetImprovementAction"), Get);
  router.Unary(absl::StrCat(kImprovementService, "ListImprovementActions"), deps, List);
  router.Unary(absl::StrCat(kImprovementService, "ListImprovementActionChanges"), deps,
               ListChanges);
  router.Unary(absl::StrCat(kImprovementService, "GetQuarterlyPlan"), GetPlan);
}

}  // namespace mainstay::feedback
