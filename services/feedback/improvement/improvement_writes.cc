// Create and update.
#include <mainstay/feedback/v1/improvement_service.pb.h>

#include <algorithm>
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
#include "services/feedback/improvement/improvement_events.h"
#include "services/feedback/improvement/improvement_handlers.h"
#include "services/feedback/improvement/improvement_proto.h"
#include "services/feedback/improvement/improvement_store.h"
#include "services/feedback/improvement/improvement_write.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kField = "improvement_action";

bool Has(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// What `wanted` names and `before` did not must be there and be seen.
absl::Status CheckLinks(pg::Tx& tx, const ImprovementAction& before,
                        const ImprovementAction& wanted, const auth::AccountScope& scope) {
  std::vector<status::FieldViolation> violations;
  const SeenCases seen = CasesInScope(tx, wanted.case_ids, scope);
  for (size_t i = 0; i < wanted.case_ids.size(); ++i) {
    if (seen.contains(wanted.case_ids[i]) || Has(before.case_ids, wanted.case_ids[i])) continue;
    violations.push_back({absl::StrCat("cases[", i, "]"), "there is no such case to be seen"});
  }
  const SeenRequirements requirements = RequirementsInScope(tx, wanted.requirement_ids, scope);
  for (size_t i = 0; i < wanted.requirement_ids.size(); ++i) {
    const std::string& id = wanted.requirement_ids[i];
    if (requirements.contains(id) || Has(before.requirement_ids, id)) continue;
    violations.push_back(
        {absl::StrCat("requirements[", i, "]"), "there is no such requirement to be seen"});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::StatusOr<v1::ImprovementAction> Create(rpc::CallContext& call,
                                             const v1::CreateImprovementActionRequest& request) {
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  absl::StatusOr<ImprovementAction> parsed = FromProto(request.improvement_action());
  if (parsed.ok()) {
    if (parsed->owner.empty()) parsed->owner = context.actor;
    FillIn(*parsed);
    if (absl::Status valid = Validate(*parsed); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), kField);
  return api::WriteOnce<v1::ImprovementAction>(
      call, request, api::kReplayToCaller,
      [&](pg::Tx& tx) -> absl::StatusOr<v1::ImprovementAction> {
        ImprovementAction action = *parsed;
        const absl::Status linked = CheckLinks(tx, {}, action, call.scope());
        if (!linked.ok()) return status::PrefixFields(linked, kField);
        action.id = api::NewUuid(context.now);
        action.create_time = action.update_time = context.now;
        InsertImprovementAction(tx, action);
        history::RecordChanges(tx, kImprovementActionChanges, action.id, action.version, "create",
                               {{}}, context);
        events::Append(tx, ImprovementActionCreatedEvent(action, context));
        return ToProto(action, LinksInScope(tx, {action}, call.scope()));
      });
}

// `before` with the fields that the request names; everything checked.
absl::StatusOr<ImprovementAction> Updated(pg::Tx& tx, const ImprovementAction& before,
                                          const ImprovementAction& parsed,
                                          const std::vector<std::string>& fields,
                                          const auth::AccountScope& scope) {
  ImprovementAction after = before;
  history::CopyFields(ImprovementActionFields(), fields, parsed, after);
  // A line break in one of its parts, which Validate refuses, would not come through as text.
  if (Has(fields, "measure")) after.measure = parsed.measure;
  FillIn(after);
  RETURN_IF_ERROR(Validate(after));
  RETURN_IF_ERROR(CheckLinks(tx, before, after, scope));
  if (Has(fields, "cases")) {
    // Those that the caller does not see cannot have been taken out by them.
    const SeenCases seen = CasesInScope(tx, before.case_ids, scope);
    for (const std::string& id : before.case_ids) {
      if (!seen.contains(id) && !Has(after.case_ids, id)) after.case_ids.push_back(id);
    }
  }
  if (Has(fields, "requirements")) {
    const SeenRequirements seen = RequirementsInScope(tx, before.requirement_ids, scope);
    for (const std::string& id : before.requirement_ids) {
      if (seen.contains(id) || Has(after.requirement_ids, id)) continue;
      after.requirement_ids.push_back(id);
    }
  }
  const auto changes = history::Diff(ImprovementActionFields(), before, after);
  const bool measured_otherwise =
      std::any_of(changes.begin(), changes.end(),
                  [](const history::Change& change) { return change.field == "measure"; });
  if (measured_otherwise && before.state != "plan") {
    return status::BadField("measure",
                            "changes while the action is planned only: before and after would not "
                            "be the same figure");
  }
  return after;
}

absl::StatusOr<v1::ImprovementAction> Update(rpc::CallContext& call,
                                             const v1::UpdateImprovementActionRequest& request) {
  const v1::ImprovementAction& wanted = request.improvement_action();
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(wanted.name(), kImprovementPattern, "improvement_action.name"));
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  const auto parsed = FromProto(wanted);
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), kField);
  return api::WriteOnce<v1::ImprovementAction>(
      call, request, api::kReplayToCaller,
      [&](pg::Tx& tx) -> absl::StatusOr<v1::ImprovementAction> {
        ASSIGN_OR_RETURN(const ImprovementAction before,
                         LockActionForWrite(tx, call, ids[0], wanted.name(), wanted.etag()));
        absl::Status same =
            api::CheckOutputOnly(request.update_mask(), wanted, ToProto(before, {}));
        if (!same.ok()) return status::PrefixFields(same, kField);
        auto after = Updated(tx, before, *parsed, fields, call.scope());
        if (!after.ok()) return status::PrefixFields(after.status(), kField);
        return WriteAction(tx, before, *std::move(after), "update", call.scope(), context);
      });
}

}  // namespace

absl::StatusOr<ImprovementAction> LockActionForWrite(pg::Tx& tx, const rpc::CallContext& call,
                                                     const std::string& action_id,
                                                     const std::string& name,
                                                     std::string_view etag) {
  std::optional<ImprovementAction> action = LockImprovementAction(tx, action_id);
  if (!action) return status::NotFound(name);
  if (!call.scope().all() && action->owner != call.principal().subject) {
    return status::Error(
        absl::StatusCode::kPermissionDenied, "NOT_THE_OWNER",
        absl::StrCat("only its owner ", action->owner,
                     " and those who see every account change an improvement action"));
  }
  RETURN_IF_ERROR(api::CheckEtag(etag, action->version));
  return *std::move(action);
}

v1::ImprovementAction WriteAction(pg::Tx& tx, const ImprovementAction& before,
                                  ImprovementAction after, const std::string& action,
                                  const auth::AccountScope& scope,
                                  const history::WriteContext& context) {
  const auto changes = history::Diff(RecordedImprovementActionFields(), before, after);
  if (!changes.empty()) {
    const history::WriteContext at = history::NextVersion(before, context, after);
    UpdateImprovementAction(tx, after);
    history::RecordChanges(tx, kImprovementActionChanges, after.id, after.version, action, changes,
                           at);
    events::Append(tx, ImprovementActionChangeEvent(before, after, changes, at));
  }
  return ToProto(after, LinksInScope(tx, {after}, scope));
}

void RegisterImprovementWrites(rpc::Router& router, const Deps&) {
  router.Unary(absl::StrCat(kImprovementService, "CreateImprovementAction"), Create);
  router.Unary(absl::StrCat(kImprovementService, "UpdateImprovementAction"), Update);
}

}  // namespace mainstay::feedback
