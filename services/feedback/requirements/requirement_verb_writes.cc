// The verbs of the funnel.
#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/status/status.h"
#include "services/feedback/requirements/requirement_handlers.h"
#include "services/feedback/requirements/requirement_proto.h"
#include "services/feedback/requirements/requirement_reads.h"
#include "services/feedback/requirements/requirement_store.h"
#include "services/feedback/requirements/requirement_verbs.h"
#include "services/feedback/requirements/requirement_write.h"

namespace mainstay::feedback {
namespace {

// A handler that moves the requirement by `verb`.
auto Mover(const std::string& verb, const Deps& deps) {
  return [verb, &deps](
             rpc::CallContext& call,
             const v1::RequirementVerbRequest& request) -> absl::StatusOr<v1::Requirement> {
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
          RETURN_IF_ERROR(Move(after, verb, request.note(), context.now));
          const Requirement written = ChangeRequirement(tx, *before, after, verb, {}, context);
          return ToProto(See(tx, written, ViewOf(call, deps)));
        });
  };
}

}  // namespace

void RegisterRequirementVerbs(rpc::Router& router, const Deps& deps) {
  const auto add = [&](std::string_view method, const std::string& verb) {
    router.Unary<v1::RequirementVerbRequest, v1::Requirement>(
        absl::StrCat(kRequirementService, method), Mover(verb, deps));
  };
  add("ScreenRequirement", "screen");
  add("AssessRequirement", "assess");
  add("PlanRequirement", "plan");
  add("StartRequirement", "start");
  add("DeliverRequirement", "deliver");
  add("ValidateRequirement", "validate");
  add("RejectRequirement", "reject");
  add("ReconsiderRequirement", "reconsider");
}

}  // namespace mainstay::feedback
