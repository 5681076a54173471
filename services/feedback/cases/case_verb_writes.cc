// Assign, acknowledge, start, wait, resolve, confirm, reopen and withdraw.
#include <mainstay/feedback/v1/case_service.pb.h>

#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/directory/account_access.h"
#include "common/directory/directory_store.h"
#include "common/status/status.h"
#include "common/text/rules.h"
#include "services/feedback/cases/case_account_reads.h"
#include "services/feedback/cases/case_handlers.h"
#include "services/feedback/cases/case_proto.h"
#include "services/feedback/cases/case_references.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/cases/case_verbs.h"
#include "services/feedback/cases/case_write.h"

namespace mainstay::feedback {
namespace {

// What a verb does to the case; `now` is when the call came.
using Apply = std::function<absl::Status(Case&, absl::Time now)>;

struct Verb {
  std::string name;     // "resolve"
  std::string text;     // for the timeline
  std::string contact;  // who of the customer it is about
  // The field of the request that `text` comes from. At most 500 characters, and the reason on
  // record; unless the verb checks it itself, and there is no reason.
  std::string_view field = "reason";
  bool checks_text = false;
};

// Applies `verb` to the case that the request names.
template <class Request>
absl::StatusOr<v1::Case> Move(rpc::CallContext& call, const Deps& deps, const Request& request,
                              const Verb& verb, const Apply& apply) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kCasePattern, "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, verb.checks_text ? "" : verb.text, verb.field));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCaseForWrite(call, deps, ids, request.name()));
  return api::WriteOnce<v1::Case>(
      call, request, ReplayWhereCaseSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Case> {
        const auto before = LockCase(tx, account.id, ids[1]);
        if (!before) return status::NotFound(request.name());
        RETURN_IF_ERROR(api::CheckEtag(request.etag(), before->version));
        Case after = *before;
        RETURN_IF_ERROR(apply(after, context.now));
        RETURN_IF_ERROR(CheckContactOf(after, ids[0], "contact", verb.contact));
        const CaseEntry entry{.kind = "verb",
                              .verb = verb.name,
                              .text = text::Trim(verb.text),
                              .contact = verb.contact};
        ASSIGN_OR_RETURN(const Case written,
                         ChangeCase(tx, deps.case_sequels, *before, std::move(after),
                                    {verb.name, entry}, context));
        return ToProto(written);
      });
}

absl::StatusOr<v1::Case> AssignOne(rpc::CallContext& call, const Deps& deps,
                                   const v1::AssignCaseRequest& request) {
  return Move(call, deps, request, {.name = "assign", .text = request.reason()},
              [&](Case& c, absl::Time) { return Assign(c, request.assignee()); });
}

absl::StatusOr<v1::Case> AcknowledgeOne(rpc::CallContext& call, const Deps& deps,
                                        const v1::AcknowledgeCaseRequest& request) {
  return Move(call, deps, request, {.name = "acknowledge", .text = request.note(), .field = "note"},
              Acknowledge);
}

absl::StatusOr<v1::Case> StartOne(rpc::CallContext& call, const Deps& deps,
                                  const v1::StartCaseRequest& request) {
  return Move(call, deps, request, {.name = "start", .text = request.note(), .field = "note"},
              [](Case& c, absl::Time) { return Start(c); });
}

absl::StatusOr<v1::Case> WaitOne(rpc::CallContext& call, const Deps& deps,
                                 const v1::WaitForCustomerRequest& request) {
  return Move(call, deps, request, {.name = "wait", .text = request.reason()},
              [&](Case& c, absl::Time) { return Wait(c, request.reason()); });
}

absl::StatusOr<v1::Case> ResolveOne(rpc::CallContext& call, const Deps& deps,
                                    const v1::ResolveCaseRequest& request) {
  return Move(call, deps, request,
              {.name = "resolve", .text = request.resolution(), .checks_text = true},
              [&](Case& c, absl::Time now) {
                return Resolve(c, request.resolution(), request.cause(), now);
              });
}

absl::StatusOr<v1::Case> ConfirmOne(rpc::CallContext& call, const Deps& deps,
                                    const v1::ConfirmCaseRequest& request) {
  return Move(
      call, deps, request,
      {.name = "confirm", .text = request.note(), .contact = request.contact(), .field = "note"},
      [&](Case& c, absl::Time now) {
        return Confirm(c, request.contact(), request.note(), "customer", now);
      });
}

absl::StatusOr<v1::Case> ReopenOne(rpc::CallContext& call, const Deps& deps,
                                   const v1::ReopenCaseRequest& request) {
  return Move(call, deps, request, {.name = "reopen", .text = request.reason()},
              [&](Case& c, absl::Time) { return Reopen(c, request.reason()); });
}

absl::StatusOr<v1::Case> WithdrawOne(rpc::CallContext& call, const Deps& deps,
                                     const v1::WithdrawCaseRequest& request) {
  return Move(call, deps, request, {.name = "withdraw", .text = request.reason()},
              [&](Case& c, absl::Time) { return Withdraw(c, request.reason()); });
}

}  // namespace

void RegisterCaseVerbs(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCaseService, "AssignCase"), deps, AssignOne);
  router.Unary(absl::StrCat(kCaseService, "AcknowledgeCase"), deps, AcknowledgeOne);
  router.Unary(absl::StrCat(kCaseService, "StartCase"), deps, StartOne);
  router.Unary(absl::StrCat(kCaseService, "WaitForCustomer"), deps, WaitOne);
  router.Unary(absl::StrCat(kCaseService, "ResolveCase"), deps, ResolveOne);
  router.Unary(absl::StrCat(kCaseService, "ConfirmCase"), deps, ConfirmOne);
  router.Unary(absl::StrCat(kCaseService, "ReopenCase"), deps, ReopenOne);
  router.Unary(absl::StrCat(kCaseService, "WithdrawCase"), deps, WithdrawOne);
}

}  // namespace mainstay::feedback
