// Create and update.
#include <mainstay/engagement/v1/commitment_service.pb.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/directory/account_access.h"
#include "common/directory/directory_store.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "services/engagement/commitments/commitment_events.h"
#include "services/engagement/commitments/commitment_handlers.h"
#include "services/engagement/commitments/commitment_proto.h"
#include "services/engagement/commitments/commitment_store.h"

namespace mainstay::engagement {
namespace {

// What `after` names and `before` did not must hang on the commitment's account, by the id it was
// asked under or its present one.
absl::Status CheckReferences(const Commitment& before, const Commitment& after,
                             const std::string& asked_id) {
  std::vector<status::FieldViolation> violations;
  const std::string accounts[] = {asked_id, after.account_id};
  const auto check = [&](std::string_view field, const std::string& old, const std::string& name) {
    if (name.empty() || name == old || text::IsUserId(name) || text::IsOfAccount(name, accounts))
      return;
    violations.push_back({std::string(field), "must be of the commitment's account"});
  };
  check("promiser", before.promiser, after.promiser);
  check("beneficiary", before.beneficiary, after.beneficiary);
  if (after.source != before.source && !after.source.empty() &&
      !text::IsOfAccount(after.source, accounts)) {
    violations.push_back({"source",
                          "must be the name of something of the commitment's account, such as "
                          "accounts/{uuid}/visits/{uuid}"});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::StatusOr<v1::Commitment> Create(rpc::CallContext& call, const Deps& deps,
                                      const v1::CreateCommitmentRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "accounts/*", "parent"));
  absl::StatusOr<Commitment> parsed = FromProto(request.commitment());
  if (parsed.ok()) {
    Complete(*parsed, call.principal().subject);
    if (absl::Status valid = Validate(*parsed); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "commitment");
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, ids[0], request.parent()));
  parsed->account_id = account.id;
  if (absl::Status same = CheckReferences({}, *parsed, ids[0]); !same.ok()) {
    return status::PrefixFields(same, "commitment");
  }
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  return api::WriteOnce<v1::Commitment>(
      call, request, directory::ReplayWhereSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Commitment> {
        Commitment commitment = *parsed;
        commitment.id = api::NewUuid(context.now);
        commitment.original_due_time = commitment.due_time;
        commitment.create_time = commitment.update_time = context.now;
        InsertCommitment(tx, commitment);
        history::RecordChanges(tx, kCommitmentChanges, commitment.id, commitment.version, "create",
                               {{}}, context);
        events::Append(tx, CommitmentMadeEvent(commitment, context));
        return ToProto(commitment, context.now);
      });
}

// What Update cannot do: INVALID_ARGUMENT for another due time, and for output-only fields.
absl::Status CheckUpdatable(const v1::UpdateCommitmentRequest& request, const Commitment& parsed,
                            const Commitment& before, absl::Time now) {
  const v1::Commitment& wanted = request.commitment();
  const auto& paths = request.update_mask().paths();
  const bool named = std::find(paths.begin(), paths.end(), "due_time") != paths.end();
  const bool looked_at = paths.empty() || named || (paths.size() == 1 && paths[0] == "*");
  if ((named && !wanted.has_due_time()) ||
      (looked_at && wanted.has_due_time() && parsed.due_time != before.due_time)) {
    return status::BadField("due_time", "changes by :renegotiate");
  }
  // A card that was read before it fell due may be sent back.
  v1::Commitment stored = ToProto(before, now);
  stored.set_overdue(wanted.overdue());
  return api::CheckOutputOnly(request.update_mask(), wanted, stored);
}

absl::StatusOr<v1::Commitment> Update(rpc::CallContext& call, const Deps& deps,
                                      const v1::UpdateCommitmentRequest& request) {
  const v1::Commitment& wanted = request.commitment();
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(wanted.name(), kCommitmentPattern, "commitment.name"));
  const absl::StatusOr<Commitment> parsed = FromProto(wanted);
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "commitment");
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, ids[0], wanted.name()));
  const auto change = [&](const Commitment& before) -> absl::StatusOr<Commitment> {
    RETURN_IF_ERROR(CheckUpdatable(request, *parsed, before, context.now));
    Commitment after = before;
    history::CopyFields(CommitmentFields(), fields, *parsed, after);
    Complete(after, call.principal().subject);
    RETURN_IF_ERROR(Validate(after));
    RETURN_IF_ERROR(CheckReferences(before, after, ids[0]));
    return after;
  };
  return api::WriteOnce<v1::Commitment>(
      call, request, directory::ReplayWhereSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Commitment> {
        const auto before = LockCommitment(tx, account.id, ids[1]);
        if (!before) return status::NotFound(wanted.name());
        RETURN_IF_ERROR(api::CheckEtag(wanted.etag(), before->version));
        absl::StatusOr<Commitment> after = change(*before);
        if (!after.ok()) return status::PrefixFields(after.status(), "commitment");
        const auto changes = history::Diff(CommitmentFields(), *before, *after);
        if (changes.empty()) return ToProto(*before, context.now);
        const history::WriteContext at = history::NextVersion(*before, context, *after);
        UpdateCommitment(tx, *after);
        history::RecordChanges(tx, kCommitmentChanges, after->id, after->version, "update", changes,
                               at);
        events::Append(tx, CommitmentChangedEvent(*after, changes, at));
        return ToProto(*after, at.now);
      });
}

}  // namespace

void RegisterCommitmentWrites(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCommitmentService, "CreateCommitment"), deps, Create);
  router.Unary(absl::StrCat(kCommitmentService, "UpdateCommitment"), deps, Update);
}

}  // namespace mainstay::engagement
