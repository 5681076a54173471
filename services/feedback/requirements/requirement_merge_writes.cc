// Merge and unmerge.
#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/auth/scope.h"
#include "common/status/status.h"
#include "services/feedback/requirements/requirement_handlers.h"
#include "services/feedback/requirements/requirement_proto.h"
#include "services/feedback/requirements/requirement_reads.h"
#include "services/feedback/requirements/requirement_store.h"
#include "services/feedback/requirements/requirement_tree_store.h"
#include "services/feedback/requirements/requirement_verbs.h"
#include "services/feedback/requirements/requirement_write.h"

namespace mainstay::feedback {
namespace {

// The survivor's askers are others now: its next version.
void NoteAskers(pg::Tx& tx, const Requirement& survivor, const std::string& verb,
                const history::Change& change, const history::WriteContext& context) {
  ChangeRequirement(tx, survivor, survivor, verb, {change}, context);
}

absl::StatusOr<v1::Requirement> MergeOne(rpc::CallContext& call, const Deps& deps,
                                         const v1::MergeRequirementRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kRequirementPattern, "name"));
  ASSIGN_OR_RETURN(const auto into_ids,
                   api::ParseName(request.into(), kRequirementPattern, "into"));
  if (ids[0] == into_ids[0]) return status::BadField("into", "must be another requirement");
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.note(), "note"));
  return api::WriteOnce<v1::Requirement>(
      call, request, ReplayWhereAskersSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Requirement> {
        // The lesser id first: two that are merged into each other at once do not wait for ever.
        std::optional<Requirement> merged, into;
        if (ids[0] < into_ids[0]) merged = LockRequirement(tx, ids[0], call.scope());
        into = LockRequirement(tx, into_ids[0], call.scope());
        if (ids[0] > into_ids[0]) merged = LockRequirement(tx, ids[0], call.scope());
        if (!merged) return status::NotFound(request.name());
        if (!into) return status::NotFound(request.into());
        RETURN_IF_ERROR(api::CheckEtag(request.etag(), merged->version));
        Requirement after = *merged;
        RETURN_IF_ERROR(Merge(after, *into, CountParts(tx, merged->id)));
        const Requirement written = ChangeRequirement(tx, *merged, after, "merge", {}, context);
        LinkMerged(tx, merged->id, into->id);
        NoteAskers(tx, *into, "merge", {"askers", "", RequirementName(merged->id)}, context);
        return ToProto(See(tx, written, ViewOf(call, deps)));
      },
      {.locks = TreeLocks(true)});
}

// A part that is one again while what it was a part of was merged away stands on its own.
absl::Status LeaveMergedParent(pg::Tx& tx, Requirement& part) {
  if (part.parent_id.empty()) return absl::OkStatus();
  const auto parent = ReadRequirement(tx, part.parent_id, auth::AccountScope::All());
  if (!parent) return status::NotFound(RequirementName(part.parent_id));
  if (!parent->merged_into.empty()) part.parent_id.clear();
  return absl::OkStatus();
}

absl::StatusOr<v1::Requirement> UnmergeOne(rpc::CallContext& call, const Deps& deps,
                                           const v1::RequirementVerbRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kRequirementPattern, "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.note(), "note"));
  return api::WriteOnce<v1::Requirement>(
      call, request, ReplayWhereAskersSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Requirement> {
        const auto before = LockRequirement(tx, ids[0], call.scope());
        if (!before) return status::NotFound(request.name());
        RETURN_IF_ERROR(api::CheckEtag(request.etag(), before->version));
        Requirement after = *before;
        RETURN_IF_ERROR(Unmerge(after));
        RETURN_IF_ERROR(LeaveMergedParent(tx, after));
        // Of a chain the last, which has the askers of all; those between have only their own.
        const std::string survivor_id = ReadSurvivor(tx, before->id);
        const auto from = LockRequirement(tx, survivor_id, auth::AccountScope::All());
        if (!from) return status::NotFound(RequirementName(survivor_id));
        UnlinkMerged(tx, before->id);
        const Requirement written = ChangeRequirement(tx, *before, after, "unmerge", {}, context);
        NoteAskers(tx, *from, "unmerge", {"askers", RequirementName(before->id), ""}, context);
        return ToProto(See(tx, written, ViewOf(call, deps)));
      },
      {.locks = TreeLocks(true)});  // with merges, which lock the two in another order
}

}  // namespace

void RegisterRequirementMerges(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kRequirementService, "MergeRequirement"), deps, MergeOne);
  router.Unary(absl::StrCat(kRequirementService, "UnmergeRequirement"), deps, UnmergeOne);
}

}  // namespace mainstay::feedback
