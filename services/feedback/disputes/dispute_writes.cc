// Create, update and the verbs.
#include <mainstay/feedback/v1/dispute_service.pb.h>

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/feedback/cases/case_account_reads.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/disputes/dispute_events.h"
#include "services/feedback/disputes/dispute_handlers.h"
#include "services/feedback/disputes/dispute_proto.h"
#include "services/feedback/disputes/dispute_store.h"

namespace mainstay::feedback {
namespace {

absl::StatusOr<v1::Dispute> Create(rpc::CallContext& call, const Deps& deps,
                                   const v1::CreateDisputeRequest& request) {
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(request.parent(), "accounts/*/cases/*", "parent"));
  auto parsed = FromProto(request.dispute());
  if (parsed.ok()) {
    Complete(*parsed, call.principal().subject);
    if (absl::Status valid = Validate(*parsed); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "dispute");
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCaseForWrite(call, deps, ids, request.parent()));
  return api::WriteOnce<v1::Dispute>(
      call, request, ReplayWhereCaseSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Dispute> {
        if (!ReadCase(tx, account.id, ids[1])) return status::NotFound(request.parent());
        Dispute dispute = *parsed;
        dispute.id = api::NewUuid(context.now);
        dispute.case_id = ids[1];
        dispute.account_id = account.id;
        dispute.create_time = dispute.update_time = context.now;
        InsertDispute(tx, dispute);
        history::RecordChanges(tx, kDisputeChanges, dispute.id, dispute.version, "create", {{}},
                               context);
        events::Append(tx, DisputeChangedEvent(dispute, {}, context));
        return ToProto(dispute);
      });
}

// What a write does to a dispute.
using Apply = std::function<absl::Status(Dispute&, const history::WriteContext&)>;

// What is written, and why.
struct Write {
  std::string name;   // of the dispute
  std::string field;  // of the request, that the name is in
  std::string etag;
  std::string action;  // on record: "settle"
  std::string reason;
};

// Applies a write to the dispute that the request names.
template <class Request>
absl::StatusOr<v1::Dispute> Change(rpc::CallContext& call, const Deps& deps, const Request& request,
                                   const Write& write, const Apply& apply) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(write.name, kDisputePattern, write.field));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, write.reason));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCaseForWrite(call, deps, ids, write.name));
  return api::WriteOnce<v1::Dispute>(
      call, request, ReplayWhereCaseSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Dispute> {
        const auto before = LockDispute(tx, account.id, ids[1], ids[2]);
        if (!before) return status::NotFound(write.name);
        RETURN_IF_ERROR(api::CheckEtag(write.etag, before->version));
        Dispute after = *before;
        RETURN_IF_ERROR(apply(after, context));
        const auto changes = history::Diff(RecordedDisputeFields(), *before, after);
        if (changes.empty()) return ToProto(*before);
        const history::WriteContext at = history::NextVersion(*before, context, after);
        UpdateDispute(tx, *before, after);
        history::RecordChanges(tx, kDisputeChanges, after.id, after.version, write.action, changes,
                               at);
        events::Append(tx, DisputeChangedEvent(after, changes, at));
        return ToProto(after);
      });
}

absl::StatusOr<v1::Dispute> Update(rpc::CallContext& call, const Deps& deps,
                                   const v1::UpdateDisputeRequest& request) {
  const v1::Dispute& wanted = request.dispute();
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  const auto parsed = FromProto(wanted);
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "dispute");
  const auto apply = [&](Dispute& dispute, const history::WriteContext& context) -> absl::Status {
    RETURN_IF_ERROR(CheckOngoing(dispute));
    absl::Status valid = api::CheckOutputOnly(request.update_mask(), wanted, ToProto(dispute));
    history::CopyFields(DisputeFields(), fields, *parsed, dispute);
    if (std::find(fields.begin(), fields.end(), "steps") != fields.end()) {
      dispute.steps = parsed->steps;
    }
    Complete(dispute, context.actor);
    if (valid.ok()) valid = Validate(dispute);
    return status::PrefixFields(valid, "dispute");
  };
  return Change(call, deps, request,
                {wanted.name(), "dispute.name", wanted.etag(), "update", request.reason()}, apply);
}

// The same for a verb, whose request has name and etag.
template <class Request>
absl::StatusOr<v1::Dispute> Move(rpc::CallContext& call, const Deps& deps, const Request& request,
                                 const std::string& action, const std::string& reason,
                                 const Apply& apply) {
  return Change(call, deps, request, {request.name(), "name", request.etag(), action, reason},
                apply);
}

absl::StatusOr<v1::Dispute> NegotiateOne(rpc::CallContext& call, const Deps& deps,
                                         const v1::NegotiateDisputeRequest& request) {
  return Move(call, deps, request, "negotiate", request.reason(),
              [](Dispute& d, const history::WriteContext&) { return Negotiate(d); });
}

absl::StatusOr<v1::Dispute> ConcedeOne(rpc::CallContext& call, const Deps& deps,
                                       const v1::ConcedeInDisputeRequest& request) {
  ASSIGN_OR_RETURN(const Concession sent, FromProto(request.concession()));
  return Move(call, deps, request, "concede", "",
              [&](Dispute& d, const history::WriteContext& context) {
                Concession concession = sent;
                concession.author = context.actor;
                concession.create_time = context.now;
                return Concede(d, concession);
              });
}

absl::StatusOr<v1::Dispute> EscalateOne(rpc::CallContext& call, const Deps& deps,
                                        const v1::EscalateDisputeRequest& request) {
  return Move(call, deps, request, "escalate", request.reason(),
              [&](Dispute& d, const history::WriteContext&) {
                return Escalate(d, request.lead(), request.reason());
              });
}

absl::StatusOr<v1::Dispute> SettleOne(rpc::CallContext& call, const Deps& deps,
                                      const v1::SettleDisputeRequest& request) {
  return Move(call, deps, request, "settle", "",
              [&](Dispute& d, const history::WriteContext& context) {
                return Settle(d, request.result(), context.now);
              });
}

absl::StatusOr<v1::Dispute> LoseOne(rpc::CallContext& call, const Deps& deps,
                                    const v1::LoseDisputeRequest& request) {
  return Move(call, deps, request, "lose", "",
              [&](Dispute& d, const history::WriteContext& context) {
                return Lose(d, request.result(), context.now);
              });
}

absl::StatusOr<v1::Dispute> ReopenOne(rpc::CallContext& call, const Deps& deps,
                                      const v1::ReopenDisputeRequest& request) {
  return Move(
      call, deps, request, "reopen", request.reason(),
      [&](Dispute& d, const history::WriteContext&) { return Reopen(d, request.reason()); });
}

}  // namespace

void RegisterDisputeWrites(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kDisputeService, "CreateDispute"), deps, Create);
  router.Unary(absl::StrCat(kDisputeService, "UpdateDispute"), deps, Update);
  router.Unary(absl::StrCat(kDisputeService, "NegotiateDispute"), deps, NegotiateOne);
  router.Unary(absl::StrCat(kDisputeService, "ConcedeInDispute"), deps, ConcedeOne);
  router.Unary(absl::StrCat(kDisputeService, "EscalateDispute"), deps, EscalateOne);
  router.Unary(absl::StrCat(kDisputeService, "SettleDispute"), deps, SettleOne);
  router.Unary(absl::StrCat(kDisputeService, "LoseDispute"), deps, LoseOne);
  router.Unary(absl::StrCat(kDisputeService, "ReopenDispute"), deps, ReopenOne);
}

}  // namespace mainstay::feedback
