// Create, record and update.
#include <mainstay/feedback/v1/case_service.pb.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/directory/account_access.h"
#include "common/directory/directory_store.h"
#include "common/status/status.h"
#include "services/feedback/cases/case_account_reads.h"
#include "services/feedback/cases/case_handlers.h"
#include "services/feedback/cases/case_proto.h"
#include "services/feedback/cases/case_record.h"
#include "services/feedback/cases/case_references.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/cases/case_write.h"

namespace mainstay::feedback {
namespace {

// A case as `request` tells it, brought by `course` to where it is. Violations are of the request.
template <class Request>
absl::StatusOr<Case> ReadNew(const Request& request, const CaseCourse* course, absl::Time now) {
  absl::StatusOr<Case> c = FromProto(request.case_());
  if (!c.ok()) return status::PrefixFields(c.status(), "case");
  Complete(*c, now);
  if (course != nullptr) {
    const absl::Status recorded = Record(*c, *course, now);
    if (!recorded.ok()) return status::PrefixFields(recorded, "course");
  }
  if (absl::Status valid = Validate(*c, now); !valid.ok()) {
    return status::PrefixFields(valid, "case");
  }
  return c;
}

// Opens what `request` tells of; `course` is null when it begins now.
template <class Request>
absl::StatusOr<v1::Case> Open(rpc::CallContext& call, const Deps& deps, const Request& request,
                              const CaseCourse* course) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "accounts/*", "parent"));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  ASSIGN_OR_RETURN(Case parsed, ReadNew(request, course, context.now));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, ids[0], request.parent()));
  parsed.account_id = account.id;
  RETURN_IF_ERROR(CheckContactOf(parsed, ids[0], "course.confirmed_by", parsed.confirmed_by));
  if (absl::Status same = CheckReferences({}, parsed, ids[0]); !same.ok()) {
    return status::PrefixFields(same, "case");
  }
  return api::WriteOnce<v1::Case>(
      call, request, directory::ReplayWhereSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Case> {
        ASSIGN_OR_RETURN(const Case c, OpenCase(tx, deps.case_sequels, parsed, context));
        return ToProto(c);
      });
}

absl::StatusOr<v1::Case> Create(rpc::CallContext& call, const Deps& deps,
                                const v1::CreateCaseRequest& request) {
  return Open(call, deps, request, nullptr);
}

absl::StatusOr<v1::Case> RecordOne(rpc::CallContext& call, const Deps& deps,
                                   const v1::RecordCaseRequest& request) {
  const absl::StatusOr<CaseCourse> course = FromProto(request.course());
  if (!course.ok()) return status::PrefixFields(course.status(), "course");
  return Open(call, deps, request, &*course);
}

// What Update cannot do: INVALID_ARGUMENT for another assignee, and for output-only fields.
absl::Status CheckUpdatable(const v1::UpdateCaseRequest& request, const Case& before) {
  const v1::Case& wanted = request.case_();
  const auto& paths = request.update_mask().paths();
  const bool named = std::find(paths.begin(), paths.end(), "assignee") != paths.end();
  const bool present = (paths.empty() || paths[0] == "*") && !wanted.assignee().empty();
  if ((named || present) && wanted.assignee() != before.assignee) {
    return status::BadField("assignee", "changes by :assign");
  }
  return api::CheckOutputOnly(request.update_mask(), wanted, ToProto(before));
}

absl::StatusOr<v1::Case> Update(rpc::CallContext& call, const Deps& deps,
                                const v1::UpdateCaseRequest& request) {
  const v1::Case& wanted = request.case_();
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(wanted.name(), kCasePattern, "case.name"));
  const absl::StatusOr<Case> parsed = FromProto(wanted);
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "case");
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCaseForWrite(call, deps, ids, wanted.name()));
  const auto change = [&](const Case& before) -> absl::StatusOr<Case> {
    RETURN_IF_ERROR(CheckUpdatable(request, before));
    Case after = before;
    history::CopyFields(CaseFields(), fields, *parsed, after);
    Complete(after, before.receive_time);
    RETURN_IF_ERROR(Validate(after, context.now));
    RETURN_IF_ERROR(CheckReferences(before, after, ids[0]));
    return after;
  };
  return api::WriteOnce<v1::Case>(
      call, request, ReplayWhereCaseSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Case> {
        const auto before = LockCase(tx, account.id, ids[1]);
        if (!before) return status::NotFound(wanted.name());
        RETURN_IF_ERROR(api::CheckEtag(wanted.etag(), before->version));
        absl::StatusOr<Case> after = change(*before);
        if (!after.ok()) return status::PrefixFields(after.status(), "case");
        ASSIGN_OR_RETURN(const Case written, ChangeCase(tx, deps.case_sequels, *before, *after,
                                                        {.name = "update", .entry = {}}, context));
        return ToProto(written);
      });
}

}  // namespace

void RegisterCaseWrites(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCaseService, "CreateCase"), deps, Create);
  router.Unary(absl::StrCat(kCaseService, "RecordCase"), deps, RecordOne);
  router.Unary(absl::StrCat(kCaseService, "UpdateCase"), deps, Update);
}

}  // namespace mainstay::feedback
