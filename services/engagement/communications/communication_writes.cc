// Create, update, delete and undelete.
#include <mainstay/engagement/v1/communication_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/directory/account_access.h"
#include "common/events/outbox.h"
#include "common/history/change_store.h"
#include "common/status/status.h"
#include "services/engagement/communications/communication_events.h"
#include "services/engagement/communications/communication_handlers.h"
#include "services/engagement/communications/communication_proto.h"
#include "services/engagement/constraint_errors.h"

namespace mainstay::engagement {
namespace {

// The communication that `name` names under `account_id`, locked and with a current etag.
absl::StatusOr<Communication> LockForWrite(pg::Tx& tx, const std::string& account_id,
                                           const std::string& communication_id,
                                           const std::string& name, std::string_view etag) {
  auto communication = LockCommunication(tx, account_id, communication_id);
  if (!communication) return status::NotFound(name);
  RETURN_IF_ERROR(api::CheckEtag(etag, communication->version));
  return *std::move(communication);
}

absl::StatusOr<v1::Communication> Create(rpc::CallContext& call, const Deps& deps,
                                         const v1::CreateCommunicationRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "accounts/*", "parent"));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, ids[0], request.parent()));
  auto parsed = FromProto(request.communication(), ids[0], account.id);
  if (parsed.ok()) {
    Complete(*parsed, call.principal().subject, context.now);
    if (absl::Status valid = Validate(*parsed, context.now); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "communication");
  return api::WriteOnce<v1::Communication>(
      call, request, directory::ReplayWhereSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Communication> {
        Communication communication = *parsed;
        communication.id = api::NewUuid(context.now);
        communication.create_time = communication.update_time = context.now;
        // The constraint sees one account; those merged into it are looked at here.
        if (IsExternalIdTaken(tx, communication)) {
          return EngagementConstraintErrors().at("communications_external_id_key");
        }
        InsertCommunication(tx, communication);
        history::RecordChanges(tx, kCommunicationChanges, communication.id, communication.version,
                               "create", {{}}, context);
        events::Append(tx, CommunicationLoggedEvent(communication, context));
        return ToProto(communication);
      });
}

absl::StatusOr<v1::Communication> Update(rpc::CallContext& call, const Deps& deps,
                                         const v1::UpdateCommunicationRequest& request) {
  const v1::Communication& wanted = request.communication();
  ASSIGN_OR_RETURN(const CommunicationIds ids,
                   ParseCommunicationName(wanted.name(), "communication.name"));
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, ids.account_id, wanted.name()));
  auto parsed = FromProto(wanted, ids.account_id, account.id);
  if (parsed.ok()) {
    if (absl::Status valid = ValidateLists(*parsed); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "communication");
  return api::WriteOnce<v1::Communication>(
      call, request, directory::ReplayWhereSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Communication> {
        ASSIGN_OR_RETURN(
            const Communication before,
            LockForWrite(tx, account.id, ids.communication_id, wanted.name(), wanted.etag()));
        if (before.delete_time) {
          return status::Error(absl::StatusCode::kFailedPrecondition, "COMMUNICATION_DELETED",
                               "the communication is deleted; undelete it before changing it");
        }
        Communication after = before;
        history::CopyFields(CommunicationFields(), fields, *parsed, after);
        absl::Status valid = api::CheckOutputOnly(request.update_mask(), wanted, ToProto(before));
        if (valid.ok()) valid = Validate(after, context.now);
        if (!valid.ok()) return status::PrefixFields(valid, "communication");
        const auto changes = history::Diff(CommunicationFields(), before, after);
        if (changes.empty()) return ToProto(before);
        const history::WriteContext at = history::NextVersion(before, context, after);
        UpdateCommunication(tx, after);
        history::RecordChanges(tx, kCommunicationChanges, after.id, after.version, "update",
                               changes, at);
        events::Append(tx, CommunicationChangedEvent(after, changes, at));
        return ToProto(after);
      });
}

absl::StatusOr<v1::Communication> Delete(rpc::CallContext& call, const Deps& deps,
                                         const v1::DeleteCommunicationRequest& request) {
  ASSIGN_OR_RETURN(const CommunicationIds ids, ParseCommunicationName(request.name(), "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, ids.account_id, request.name()));
  return api::WriteOnce<v1::Communication>(
      call, request, directory::ReplayWhereSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Communication> {
        ASSIGN_OR_RETURN(
            const Communication before,
            LockForWrite(tx, account.id, ids.communication_id, request.name(), request.etag()));
        if (before.delete_time) return status::NotFound(request.name());
        Communication after = before;
        const history::WriteContext at = history::NextVersion(before, context, after);
        after.delete_time = at.now;
        UpdateCommunication(tx, after);
        history::RecordChanges(tx, kCommunicationChanges, after.id, after.version, "delete",
                               {{"", "", history::VerbTime(at.now)}}, at);
        events::Append(tx, CommunicationDeletedEvent(after, at));
        return ToProto(after);
      });
}

absl::StatusOr<v1::Communication> Undelete(rpc::CallContext& call, const Deps& deps,
                                           const v1::UndeleteCommunicationRequest& request) {
  ASSIGN_OR_RETURN(const CommunicationIds ids, ParseCommunicationName(request.name(), "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, ids.account_id, request.name()));
  return api::WriteOnce<v1::Communication>(
      call, request, directory::ReplayWhereSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Communication> {
        ASSIGN_OR_RETURN(const Communication before,
                         LockForWrite(tx, account.id, ids.communication_id, request.name(), ""));
        if (!before.delete_time) {
          return status::Error(absl::StatusCode::kFailedPrecondition, "COMMUNICATION_NOT_DELETED",
                               "the communication is not deleted");
        }
        const history::Change change{"", history::VerbTime(*before.delete_time), ""};
        Communication after = before;
        const history::WriteContext at = history::NextVersion(before, context, after);
        after.delete_time.reset();
        UpdateCommunication(tx, after);
        history::RecordChanges(tx, kCommunicationChanges, after.id, after.version, "undelete",
                               {change}, at);
        events::Append(tx, CommunicationUndeletedEvent(after, at));
        return ToProto(after);
      });
}

}  // namespace

void RegisterCommunicationWrites(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCommunicationService, "CreateCommunication"), deps, Create);
  router.Unary(absl::StrCat(kCommunicationService, "UpdateCommunication"), deps, Update);
  router.Unary(absl::StrCat(kCommunicationService, "DeleteCommunication"), deps, Delete);
  router.Unary(absl::StrCat(kCommunicationService, "UndeleteCommunication"), deps, Undelete);
}

}  // namespace mainstay::engagement
