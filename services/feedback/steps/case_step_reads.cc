// Steps of cases: get, list and the change history.
#include <mainstay/feedback/v1/step_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/steps/case_step_store.h"
#include "services/feedback/steps/step_account_reads.h"
#include "services/feedback/steps/step_handlers.h"
#include "services/feedback/steps/step_proto.h"

namespace mainstay::feedback {
namespace {

absl::StatusOr<v1::CaseStep> Get(rpc::CallContext& call, const Deps& deps,
                                 const v1::GetCaseStepRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kCaseStepPattern, "name"));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfStep(call, deps, ids, request.name()));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::CaseStep> {
    const auto step = ReadCaseStep(tx, account.id, ids[1], ids[2]);
    if (!step) return status::NotFound(request.name());
    return ToProto(*step, call.now());
  });
}

// Which steps `parent` asks for.
absl::StatusOr<StepsOf> Asked(rpc::CallContext& call, const Deps& deps, const std::string& parent) {
  if (parent == "accounts/-/cases/-") return StepsOf();
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(parent, "accounts/*/cases/*", "parent"));
  ASSIGN_OR_RETURN(const directory::Account account, FindAccountOfStep(call, deps, ids, parent));
  return StepsOf{.account_id = account.id, .case_id = ids[1], .owner = {}};
}

absl::StatusOr<v1::ListCaseStepsResponse> List(rpc::CallContext& call, const Deps& deps,
                                               const v1::ListCaseStepsRequest& request) {
  ASSIGN_OR_RETURN(StepsOf of, Asked(call, deps, request.parent()));
  of.owner = text::UserOrMe(request.owner(), call.principal().subject);
  const auto filters = CaseStepFilterFields(call.now());
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, {filters, CaseStepSorts()},
                                      absl::StrCat(request.parent(), "\n", of.owner)));
  return call.db().ReadOne(call.tx_options(),
                           [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCaseStepsResponse> {
                             if (!of.case_id.empty() && !ReadCase(tx, of.account_id, of.case_id)) {
                               return status::NotFound(request.parent());
                             }
                             const auto page = ListCaseSteps(tx, listing.query(), of, call.scope());
                             v1::ListCaseStepsResponse response;
                             for (const CaseStep& step : page.items)
                               *response.add_steps() = ToProto(step, call.now());
                             response.set_next_page_token(listing.Token(page.next));
                             return response;
                           });
}

absl::StatusOr<v1::ListCaseStepChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListCaseStepChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCaseStepPattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfStep(call, deps, ids, request.parent()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCaseStepChangesResponse> {
        const auto step = ReadCaseStep(tx, account.id, ids[1], ids[2]);
        if (!step) return status::NotFound(request.parent());
        const auto page = listing.ReadFrom(tx, kCaseStepChanges, step->id);
        v1::ListCaseStepChangesResponse response;
        for (const history::RecordedChange& change : page.items) {
          *response.add_changes() = api::ChangeToProto<v1::CaseStepChange>(change);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterCaseStepReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kStepService, "GetCaseStep"), deps, Get);
  router.Unary(absl::StrCat(kStepService, "ListCaseSteps"), deps, List);
  router.Unary(absl::StrCat(kStepService, "ListCaseStepChanges"), deps, ListChanges);
}

}  // namespace mainstay::feedback
