#include "services/engagement/case_verifications/case_verification_service.h"

#include <mainstay/engagement/v1/case_verification_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/idempotency.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/directory/account_access.h"
#include "common/directory/directory_store.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/engagement/case_verifications/case_verification_events.h"
#include "services/engagement/case_verifications/case_verification_proto.h"
#include "services/engagement/case_verifications/case_verification_store.h"
#include "services/engagement/visits/visit_store.h"

namespace mainstay::engagement {
namespace {

constexpr std::string_view kService = "mainstay.engagement.v1.CaseVerificationService/";

absl::StatusOr<v1::ListCaseVerificationsResponse> List(
    rpc::CallContext& call, const Deps& deps, const v1::ListCaseVerificationsRequest& request) {
  ASSIGN_OR_RETURN(const std::string account_id,
                   AccountOfParent(call, *deps.directory, request.parent()));
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, VerificationListFields(),
                                      request.parent()));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCaseVerificationsResponse> {
        const auto page = ListVerifications(tx, listing.query(), account_id, call.scope());
        v1::ListCaseVerificationsResponse response;
        for (const CaseVerification& one : page.items) {
          *response.add_case_verifications() = ToProto(one);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

// The id of a visit that must be of the account, by the id it was asked under or its present one.
absl::StatusOr<std::string> VisitIdOf(const v1::VerifyCaseRequest& request,
                                      const std::string& asked_id, const std::string& account_id) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.visit(), "accounts/*/visits/*", "visit"));
  if (ids[0] != asked_id && ids[0] != account_id) {
    return status::BadField("visit", "must be a visit to the account of the case");
  }
  return ids[1];
}

absl::StatusOr<v1::CaseVerification> VerifyOne(rpc::CallContext& call, const Deps& deps,
                                               const v1::VerifyCaseRequest& request) {
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(request.name(), "accounts/*/caseVerifications/*", "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, ids[0], request.name()));
  ASSIGN_OR_RETURN(const std::string visit_id, VisitIdOf(request, ids[0], account.id));
  return api::WriteOnce<v1::CaseVerification>(
      call, request, directory::ReplayWhereSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::CaseVerification> {
        auto verification = LockVerification(tx, account.id, ids[1]);
        if (!verification) return status::NotFound(request.name());
        const auto visit = ReadVisit(tx, account.id, visit_id);
        if (!visit) return status::BadField("visit", "must be a visit to the account of the case");
        RETURN_IF_ERROR(
            Verify(*verification,
                   {visit_id, visit->state, visit->check_in_time, request.solved(), request.note()},
                   context.actor, context.now));
        UpdateVerification(tx, *verification);
        events::Append(tx, CaseVerifiedEvent(*verification, context));
        return ToProto(*verification);
      });
}

}  // namespace

void RegisterCaseVerificationService(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kService, "ListCaseVerifications"), deps, List);
  router.Unary(absl::StrCat(kService, "VerifyCase"), deps, VerifyOne);
}

}  // namespace mainstay::engagement
