#include "services/feedback/promises/case_promise_service.h"

#include <mainstay/feedback/v1/case_promise_service.pb.h>

#include <string_view>

#include "absl/strings/str_cat.h"
#include "common/api/idempotency.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/feedback/cases/case_account_reads.h"
#include "services/feedback/cases/case_references.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/cases/case_verbs.h"
#include "services/feedback/cases/case_write.h"
#include "services/feedback/promises/case_promise_proto.h"
#include "services/feedback/promises/case_promise_store.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kService = "mainstay.feedback.v1.CasePromiseService/";
constexpr std::string_view kCaseOfPromise = "accounts/*/cases/*";

// The promise with the entry of the timeline by which the customer was told, of a locked case.
absl::StatusOr<CasePromise> Promise(pg::Tx& tx, const Deps& deps, const Case& before,
                                    CasePromise promise, const history::WriteContext& context) {
  Case after = before;
  RETURN_IF_ERROR(Tell(after, context.now));
  const CaseEntry told{
      .kind = "told", .text = promise.text, .contact = promise.contact, .channel = promise.channel};
  ASSIGN_OR_RETURN(after,
                   ChangeCase(tx, deps.case_sequels, before, after, {"promise", told}, context));
  promise.id = api::NewUuid(context.now);
  promise.case_id = after.id;
  promise.account_id = after.account_id;
  promise.author = context.actor;
  promise.create_time = after.update_time;
  InsertCasePromise(tx, promise);
  events::Append(tx, CasePromisedEvent(promise, after, context));
  return promise;
}

absl::StatusOr<v1::CasePromise> Create(rpc::CallContext& call, const Deps& deps,
                                       const v1::CreateCasePromiseRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCaseOfPromise, "parent"));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  auto parsed = FromProto(request.promise());
  if (parsed.ok()) {
    Complete(*parsed, call.principal().subject);
    if (absl::Status valid = Validate(*parsed, context.now); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "promise");
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCaseForWrite(call, deps, ids, request.parent()));
  return api::WriteOnce<v1::CasePromise>(
      call, request, ReplayWhereCaseSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::CasePromise> {
        const auto c = LockCase(tx, account.id, ids[1]);
        if (!c) return status::NotFound(request.parent());
        RETURN_IF_ERROR(CheckContactOf(*c, ids[0], "promise.contact", parsed->contact));
        ASSIGN_OR_RETURN(const CasePromise made, Promise(tx, deps, *c, *parsed, context));
        return ToProto(made);
      });
}

absl::StatusOr<v1::ListCasePromisesResponse> List(rpc::CallContext& call, const Deps& deps,
                                                  const v1::ListCasePromisesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCaseOfPromise, "parent"));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCase(call, deps, ids, request.parent()));
  ASSIGN_OR_RETURN(
      const api::Listing listing,
      api::Listing::Read(call, *deps.page_tokens,
                         api::Listing::Asked{request.page_size(), request.page_token(), "", ""},
                         {{}, CasePromiseSorts()}, request.parent()));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCasePromisesResponse> {
                          if (!ReadCase(tx, account.id, ids[1])) {
                            return status::NotFound(request.parent());
                          }
                          auto page = ListCasePromises(tx, listing.query(), ids[1]);
                          v1::ListCasePromisesResponse response;
                          for (CasePromise& promise : page.items) {
                            promise.account_id = account.id;
                            *response.add_promises() = ToProto(promise);
                          }
                          response.set_next_page_token(listing.Token(page.next));
                          return response;
                        });
}

}  // namespace

void RegisterCasePromiseService(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kService, "CreateCasePromise"), deps, Create);
  router.Unary(absl::StrCat(kService, "ListCasePromises"), deps, List);
}

}  // namespace mainstay::feedback
