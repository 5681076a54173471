// Create, update and activate service policies.
#include <mainstay/feedback/v1/sla_service.pb.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/pg/advisory_lock.h"
#include "common/status/status.h"
#include "services/feedback/sla/calendar_version_store.h"
#include "services/feedback/sla/policy_changes.h"
#include "services/feedback/sla/policy_store.h"
#include "services/feedback/sla/sla_handlers.h"
#include "services/feedback/sla/sla_policy_events.h"
#include "services/feedback/sla/sla_proto.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kField = "sla_policy";

// INVALID_ARGUMENT naming the rules whose calendar is not known.
absl::Status CheckCalendars(pg::Tx& tx, const SlaPolicy& policy) {
  std::vector<std::string> calendars;
  for (const SlaRule& rule : policy.rules) calendars.push_back(rule.calendar);
  const std::vector<std::string> unknown = UnknownCalendars(tx, calendars);
  std::vector<status::FieldViolation> violations;
  for (size_t i = 0; i < policy.rules.size(); ++i) {
    const std::string& calendar = policy.rules[i].calendar;
    if (std::find(unknown.begin(), unknown.end(), calendar) == unknown.end()) continue;
    violations.push_back({absl::StrCat("rules[", i, "].calendar"),
                          absl::StrCat("there is no workingCalendars/", calendar)});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Status Check(pg::Tx& tx, SlaPolicy& policy) {
  FillIn(policy);
  absl::Status status = Validate(policy);
  if (status.ok()) status = CheckCalendars(tx, policy);
  return status.ok() ? status : status::PrefixFields(status, kField);
}

absl::StatusOr<v1::SlaPolicy> Create(rpc::CallContext& call,
                                     const v1::CreateSlaPolicyRequest& request) {
  const auto parsed = FromProto(request.sla_policy());
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), kField);
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::SlaPolicy>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::SlaPolicy> {
        SlaPolicy policy = *parsed;
        RETURN_IF_ERROR(Check(tx, policy));
        policy.id = api::NewUuid(context.now);
        policy.create_time = policy.update_time = context.now;
        RETURN_IF_ERROR(InsertPolicy(tx, policy).status());
        history::RecordFirstVersions(tx, kSlaPolicyChanges, {policy.id}, "create", context);
        events::Append(tx, SlaPolicyCreatedEvent(policy, context));
        return ToProto(policy);
      });
}

// Writes `after` as the next version of `before`, with its history and event.
absl::StatusOr<SlaPolicy> Write(pg::Tx& tx, const SlaPolicy& before, SlaPolicy after,
                                const std::string& action,
                                const std::vector<history::Change>& changes,
                                const history::WriteContext& context) {
  const history::WriteContext at = history::NextVersion(before, context, after);
  RETURN_IF_ERROR(UpdatePolicy(tx, after));
  history::RecordChanges(tx, kSlaPolicyChanges, after.id, after.version, action, changes, at);
  events::Append(tx, SlaPolicyChangedEvent(after, changes, at));
  return after;
}

absl::StatusOr<v1::SlaPolicy> Update(rpc::CallContext& call,
                                     const v1::UpdateSlaPolicyRequest& request) {
  const v1::SlaPolicy& wanted = request.sla_policy();
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(wanted.name(), kSlaPolicyPattern, "sla_policy.name"));
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  const auto parsed = FromProto(wanted);
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), kField);
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  const auto named = [&](std::string_view field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
  };
  return api::WriteOnce<v1::SlaPolicy>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::SlaPolicy> {
        const std::optional<SlaPolicy> before = LockPolicy(tx, ids[0]);
        if (!before) return status::NotFound(wanted.name());
        RETURN_IF_ERROR(api::CheckEtag(wanted.etag(), before->version));
        absl::Status same = api::CheckOutputOnly(request.update_mask(), wanted, ToProto(*before));
        if (!same.ok()) return status::PrefixFields(same, kField);
        SlaPolicy after = *before;
        if (named("display_name")) after.display_name = parsed->display_name;
        if (named("rules")) after.rules = parsed->rules;
        RETURN_IF_ERROR(Check(tx, after));
        const auto changes = DiffPolicies(*before, after);
        if (changes.empty()) return ToProto(*before);
        ASSIGN_OR_RETURN(after, Write(tx, *before, after, "update", changes, context));
        if (after.in_force) RequestReplan(tx, context.now);
        return ToProto(after);
      });
}

absl::StatusOr<v1::SlaPolicy> Activate(rpc::CallContext& call,
                                       const v1::ActivateSlaPolicyRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kSlaPolicyPattern, "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::SlaPolicy>(
      call, request, api::kReplayToCaller,
      [&](pg::Tx& tx) -> absl::StatusOr<v1::SlaPolicy> {
        const std::optional<SlaPolicy> before = LockPolicy(tx, ids[0]);
        if (!before) return status::NotFound(request.name());
        RETURN_IF_ERROR(api::CheckEtag(request.etag(), before->version));
        if (before->in_force) return ToProto(*before);
        if (const std::optional<SlaPolicy> old = LockPolicyInForce(tx)) {
          SlaPolicy out = *old;
          out.in_force = false;
          RETURN_IF_ERROR(
              Write(tx, *old, out, "deactivate", {{"in_force", "true", "false"}}, context)
                  .status());
        }
        SlaPolicy in = *before;
        in.in_force = true;
        ASSIGN_OR_RETURN(
            in, Write(tx, *before, in, "activate", {{"in_force", "false", "true"}}, context));
        RequestReplan(tx, context.now);
        return ToProto(in);
      },
      {.locks = {pg::AdvisoryKey(kSlaPoliciesLock)}});
}

}  // namespace

void RegisterSlaPolicyWrites(rpc::Router& router) {
  router.Unary(absl::StrCat(kSlaService, "CreateSlaPolicy"), Create);
  router.Unary(absl::StrCat(kSlaService, "UpdateSlaPolicy"), Update);
  router.Unary(absl::StrCat(kSlaService, "ActivateSlaPolicy"), Activate);
}

}  // namespace mainstay::feedback
