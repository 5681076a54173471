// Get, list and the change history.
#include <mainstay/engagement/v1/cadence_rule_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/engagement/cadence/cadence_rule_handlers.h"
#include "services/engagement/cadence/cadence_rule_proto.h"
#include "services/engagement/cadence/cadence_rule_store.h"

namespace mainstay::engagement {
namespace {

absl::StatusOr<v1::CadenceRule> Get(rpc::CallContext& call,
                                    const v1::GetCadenceRuleRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kCadenceRulePattern, "name"));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::CadenceRule> {
    const auto rule = ReadCadenceRule(tx, ids[0], call.scope());
    if (!rule) return status::NotFound(request.name());
    return ToProto(*rule);
  });
}

absl::StatusOr<v1::ListCadenceRulesResponse> List(rpc::CallContext& call, const Deps& deps,
                                                  const v1::ListCadenceRulesRequest& request) {
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, CadenceRuleListFields(),
                                      request.show_deleted() ? "deleted" : ""));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCadenceRulesResponse> {
        const auto page =
            ListCadenceRules(tx, listing.query(), call.scope(), request.show_deleted());
        v1::ListCadenceRulesResponse response;
        for (const CadenceRule& rule : page.items) *response.add_cadence_rules() = ToProto(rule);
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::ListCadenceRuleChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListCadenceRuleChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCadenceRulePattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCadenceRuleChangesResponse> {
        if (!ReadCadenceRule(tx, ids[0], call.scope())) return status::NotFound(request.parent());
        const auto page = listing.ReadFrom(tx, kCadenceRuleChanges, ids[0]);
        v1::ListCadenceRuleChangesResponse response;
        for (const history::RecordedChange& change : page.items) {
          *response.add_changes() = api::ChangeToProto<v1::CadenceRuleChange>(change);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterCadenceRuleReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCadenceRuleService, "GetCadenceRule"), Get);
  router.Unary(absl::StrCat(kCadenceRuleService, "ListCadenceRules"), deps, List);
  router.Unary(absl::StrCat(kCadenceRuleService, "ListCadenceRuleChanges"), deps, ListChanges);
}

}  // namespace mainstay::engagement
