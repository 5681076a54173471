// Create, update, delete and undelete.
#include <mainstay/engagement/v1/cadence_rule_service.pb.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/engagement/cadence/cadence_rule_events.h"
#include "services/engagement/cadence/cadence_rule_handlers.h"
#include "services/engagement/cadence/cadence_rule_proto.h"
#include "services/engagement/cadence/cadence_rule_store.h"

namespace mainstay::engagement {
namespace {

constexpr std::string_view kField = "cadence_rule";

// INVALID_ARGUMENT naming the accounts that there are not; those that the directory has not heard
// of yet are asked for. Asks in transactions of its own: before the handler's.
absl::Status CheckAccounts(rpc::CallContext& call, const Deps& deps,
                           const std::vector<std::string>& account_ids) {
  if (account_ids.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<std::string> unknown,
                   call.db().ReadOne(call.tx_options(),
                                     [&](pg::Tx& tx) -> absl::StatusOr<std::vector<std::string>> {
                                       return UnknownAccounts(tx, account_ids);
                                     }));
  std::vector<status::FieldViolation> violations;
  for (const std::string& id : unknown) {
    const auto account = deps.directory->Find(call, id);
    if (account.ok()) continue;
    if (!absl::IsNotFound(account.status())) return account.status();
    const auto at = std::find(account_ids.begin(), account_ids.end(), id);
    violations.push_back({absl::StrCat("cadence_rule.accounts[", at - account_ids.begin(), "]"),
                          absl::StrCat("there is no accounts/", id)});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::StatusOr<v1::CadenceRule> Create(rpc::CallContext& call, const Deps& deps,
                                       const v1::CreateCadenceRuleRequest& request) {
  auto parsed = FromProto(request.cadence_rule());
  if (parsed.ok()) {
    FillIn(*parsed);
    if (absl::Status valid = Validate(*parsed); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), kField);
  RETURN_IF_ERROR(CheckAccounts(call, deps, parsed->account_ids));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::CadenceRule>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::CadenceRule> {
        CadenceRule rule = *parsed;
        rule.id = api::NewUuid(context.now);
        rule.create_time = rule.update_time = context.now;
        InsertCadenceRule(tx, rule);
        history::RecordChanges(tx, kCadenceRuleChanges, rule.id, rule.version, "create", {{}},
                               context);
        events::Append(tx, CadenceRuleCreatedEvent(rule, context));
        return ToProto(rule);
      });
}

// The rule that `name` names, locked and with a current etag.
absl::StatusOr<CadenceRule> LockForWrite(pg::Tx& tx, const std::string& rule_id,
                                         const std::string& name, std::string_view etag) {
  std::optional<CadenceRule> rule = LockCadenceRule(tx, rule_id);
  if (!rule) return status::NotFound(name);
  RETURN_IF_ERROR(api::CheckEtag(etag, rule->version));
  return *std::move(rule);
}

// `before` with the fields that the request names; everything checked.
absl::StatusOr<CadenceRule> Updated(const CadenceRule& before, const CadenceRule& parsed,
                                    const std::vector<std::string>& fields) {
  CadenceRule after = before;
  history::CopyFields(CadenceRuleFields(), fields, parsed, after);
  FillIn(after);
  RETURN_IF_ERROR(Validate(after));
  return after;
}

absl::StatusOr<v1::CadenceRule> Update(rpc::CallContext& call, const Deps& deps,
                                       const v1::UpdateCadenceRuleRequest& request) {
  const v1::CadenceRule& wanted = request.cadence_rule();
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(wanted.name(), kCadenceRulePattern, "cadence_rule.name"));
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  const auto parsed = FromProto(wanted);
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), kField);
  if (std::find(fields.begin(), fields.end(), "accounts") != fields.end()) {
    RETURN_IF_ERROR(CheckAccounts(call, deps, parsed->account_ids));
  }
  return api::WriteOnce<v1::CadenceRule>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::CadenceRule> {
        ASSIGN_OR_RETURN(const CadenceRule before,
                         LockForWrite(tx, ids[0], wanted.name(), wanted.etag()));
        if (before.delete_time) {
          return status::Error(absl::StatusCode::kFailedPrecondition, "CADENCE_RULE_DELETED",
                               "the rule is deleted; undelete it before changing it");
        }
        absl::Status same = api::CheckOutputOnly(request.update_mask(), wanted, ToProto(before));
        if (!same.ok()) return status::PrefixFields(same, kField);
        const auto updated = Updated(before, *parsed, fields);
        if (!updated.ok()) return status::PrefixFields(updated.status(), kField);
        CadenceRule after = *updated;
        const auto changes = history::Diff(CadenceRuleFields(), before, after);
        if (changes.empty()) return ToProto(before);
        const history::WriteContext at = history::NextVersion(before, context, after);
        UpdateCadenceRule(tx, after);
        history::RecordChanges(tx, kCadenceRuleChanges, after.id, after.version, "update", changes,
                               at);
        events::Append(tx, CadenceRuleChangedEvent(after, changes, at));
        return ToProto(after);
      });
}

absl::StatusOr<v1::CadenceRule> Delete(rpc::CallContext& call,
                                       const v1::DeleteCadenceRuleRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kCadenceRulePattern, "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::CadenceRule>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::CadenceRule> {
        ASSIGN_OR_RETURN(const CadenceRule before,
                         LockForWrite(tx, ids[0], request.name(), request.etag()));
        if (before.delete_time) return status::NotFound(request.name());
        CadenceRule after = before;
        const history::WriteContext at = history::NextVersion(before, context, after);
        after.delete_time = at.now;
        UpdateCadenceRule(tx, after);
        history::RecordChanges(tx, kCadenceRuleChanges, after.id, after.version, "delete",
                               {{"", "", history::VerbTime(at.now)}}, at);
        events::Append(tx, CadenceRuleDeletedEvent(after, at));
        return ToProto(after);
      });
}

absl::StatusOr<v1::CadenceRule> Undelete(rpc::CallContext& call,
                                         const v1::UndeleteCadenceRuleRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kCadenceRulePattern, "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::CadenceRule>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::CadenceRule> {
        ASSIGN_OR_RETURN(const CadenceRule before,
                         LockForWrite(tx, ids[0], request.name(), request.etag()));
        if (!before.delete_time) {
          return status::Error(absl::StatusCode::kFailedPrecondition, "CADENCE_RULE_NOT_DELETED",
                               "the rule is not deleted");
        }
        CadenceRule after = before;
        const history::WriteContext at = history::NextVersion(before, context, after);
        after.delete_time.reset();
        UpdateCadenceRule(tx, after);
        history::RecordChanges(tx, kCadenceRuleChanges, after.id, after.version, "undelete",
                               {{"", history::VerbTime(*before.delete_time), ""}}, at);
        events::Append(tx, CadenceRuleUndeletedEvent(after, at));
        return ToProto(after);
      });
}

}  // namespace

void RegisterCadenceRuleWrites(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCadenceRuleService, "CreateCadenceRule"), deps, Create);
  router.Unary(absl::StrCat(kCadenceRuleService, "UpdateCadenceRule"), deps, Update);
  router.Unary(absl::StrCat(kCadenceRuleService, "DeleteCadenceRule"), Delete);
  router.Unary(absl::StrCat(kCadenceRuleService, "UndeleteCadenceRule"), Undelete);
}

}  // namespace mainstay::engagement
