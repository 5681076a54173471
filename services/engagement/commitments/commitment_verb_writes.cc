// Keep, break, renegotiate, cancel and reopen.
#include <mainstay/engagement/v1/commitment_service.pb.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/idempotency.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/directory/account_access.h"
#include "common/directory/directory_store.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/engagement/commitments/commitment_events.h"
#include "services/engagement/commitments/commitment_handlers.h"
#include "services/engagement/commitments/commitment_proto.h"
#include "services/engagement/commitments/commitment_store.h"
#include "services/engagement/commitments/commitment_verbs.h"

namespace mainstay::engagement {
namespace {

// What a verb does to the commitment; `now` is when the call came.
using Apply = std::function<absl::Status(Commitment&, absl::Time now)>;

// Applies `verb` ("keep") to the commitment that the request names.
template <class Request>
absl::StatusOr<v1::Commitment> Move(rpc::CallContext& call, const Deps& deps,
                                    const Request& request, const std::string& verb,
                                    const std::string& reason, const Apply& apply) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kCommitmentPattern, "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, reason));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, ids[0], request.name()));
  return api::WriteOnce<v1::Commitment>(
      call, request, directory::ReplayWhereSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Commitment> {
        const auto before = LockCommitment(tx, account.id, ids[1]);
        if (!before) return status::NotFound(request.name());
        RETURN_IF_ERROR(api::CheckEtag(request.etag(), before->version));
        Commitment after = *before;
        RETURN_IF_ERROR(apply(after, context.now));
        const history::WriteContext at = history::NextVersion(*before, context, after);
        UpdateCommitment(tx, after);
        history::RecordChanges(tx, kCommitmentChanges, after.id, after.version, verb,
                               history::Diff(RecordedCommitmentFields(), *before, after), at);
        events::Append(tx, CommitmentMovedEvent(*before, after, at));
        return ToProto(after, at.now);
      });
}

absl::StatusOr<v1::Commitment> KeepOne(rpc::CallContext& call, const Deps& deps,
                                       const v1::KeepCommitmentRequest& request) {
  Proof proof{.text = request.proof(),
              .evidence_uris = {request.evidence_uris().begin(), request.evidence_uris().end()},
              .kept_time = call.now()};
  if (request.has_kept_time()) {
    ASSIGN_OR_RETURN(proof.kept_time, api::TimeFromProto(request.kept_time(), "kept_time"));
  }
  return Move(call, deps, request, "keep", "",
              [&](Commitment& c, absl::Time now) { return Keep(c, proof, now); });
}

absl::StatusOr<v1::Commitment> BreakOne(rpc::CallContext& call, const Deps& deps,
                                        const v1::BreakCommitmentRequest& request) {
  return Move(call, deps, request, "break", request.reason(),
              [&](Commitment& c, absl::Time) { return Break(c, request.reason()); });
}

absl::StatusOr<v1::Commitment> RenegotiateOne(rpc::CallContext& call, const Deps& deps,
                                              const v1::RenegotiateCommitmentRequest& request) {
  absl::Time due_time = absl::InfinitePast();
  if (request.has_due_time()) {
    ASSIGN_OR_RETURN(due_time, api::TimeFromProto(request.due_time(), "due_time"));
  }
  return Move(call, deps, request, "renegotiate", request.reason(),
              [&](Commitment& c, absl::Time now) {
                return Renegotiate(c, due_time, request.reason(), now);
              });
}

absl::StatusOr<v1::Commitment> CancelOne(rpc::CallContext& call, const Deps& deps,
                                         const v1::CancelCommitmentRequest& request) {
  return Move(call, deps, request, "cancel", request.reason(),
              [&](Commitment& c, absl::Time) { return Cancel(c, request.reason()); });
}

absl::StatusOr<v1::Commitment> ReopenOne(rpc::CallContext& call, const Deps& deps,
                                         const v1::ReopenCommitmentRequest& request) {
  return Move(call, deps, request, "reopen", request.reason(),
              [](Commitment& c, absl::Time) { return Reopen(c); });
}

}  // namespace

void RegisterCommitmentVerbs(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCommitmentService, "KeepCommitment"), deps, KeepOne);
  router.Unary(absl::StrCat(kCommitmentService, "BreakCommitment"), deps, BreakOne);
  router.Unary(absl::StrCat(kCommitmentService, "RenegotiateCommitment"), deps, RenegotiateOne);
  router.Unary(absl::StrCat(kCommitmentService, "CancelCommitment"), deps, CancelOne);
  router.Unary(absl::StrCat(kCommitmentService, "ReopenCommitment"), deps, ReopenOne);
}

}  // namespace mainstay::engagement
