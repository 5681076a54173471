// Create, update, delete and undelete: each locks the account, so that its contacts change one at a
// time and a reporting line cannot be closed into a ring by two writers.
#include <mainstay/accounts/v1/contact_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/history/change_store.h"
#include "common/status/status.h"
#include "services/accounts/contacts/contact_events.h"
#include "services/accounts/contacts/contact_handlers.h"
#include "services/accounts/contacts/contact_proto.h"
#include "services/accounts/contacts/contact_store.h"
#include "services/accounts/profile/survivor_store.h"

namespace mainstay::accounts {
namespace {

// The account that `account_id` names, locked; contacts of a deleted one cannot be written.
absl::StatusOr<Survivor> LockAccountForWrite(pg::Tx& tx, const rpc::CallContext& call,
                                             const std::string& account_id) {
  const std::string name = absl::StrCat("accounts/", account_id);
  auto account = FindSurvivor(tx, account_id, call.scope(), SurvivorLock::kUpdate);
  if (!account) return status::NotFound(name);
  if (account->deleted) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "ACCOUNT_DELETED",
                         absl::StrCat(name, " is deleted; undelete it before changing contacts"));
  }
  return *account;
}

// The contact that `name` names, under its locked account and with a current etag.
absl::StatusOr<Contact> LockForWrite(pg::Tx& tx, const rpc::CallContext& call,
                                     const std::string& name, std::string_view field,
                                     std::string_view etag) {
  ASSIGN_OR_RETURN(ContactIds ids, ParseContactName(name, field));
  ASSIGN_OR_RETURN(Survivor account, LockAccountForWrite(tx, call, ids.account_id));
  auto contact = ReadContact(tx, account.account_id, ids.contact_id);
  if (!contact) return status::NotFound(name);
  RETURN_IF_ERROR(api::CheckEtag(etag, contact->version));
  return *std::move(contact);
}

// `contact` may report to whom it names: somebody else of the same account who does not, directly
// or through others, report to it.
absl::Status CheckReportsTo(pg::Tx& tx, const Contact& contact) {
  if (contact.reports_to.empty()) return absl::OkStatus();
  constexpr std::string_view kField = "contact.reports_to";
  auto superior = ReadContact(tx, contact.account_id, contact.reports_to);
  if (!superior || superior->delete_time) {
    return status::BadField(kField, "must be a contact of the same account");
  }
  if (IsAboveInReportingLine(tx, contact.id, contact.reports_to)) {
    return status::BadField(kField, "must not be the contact itself or somebody who reports to it");
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Contact> Create(rpc::CallContext& call,
                                   const v1::CreateContactRequest& request) {
  ASSIGN_OR_RETURN(auto ids, api::ParseName(request.parent(), "accounts/*", "parent"));
  auto parsed = FromProto(request.contact());
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "contact");
  if (absl::Status valid = Validate(*parsed); !valid.ok()) {
    return status::PrefixFields(valid, "contact");
  }
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  return api::WriteOnce<v1::Contact>(
      call, request, ReplayWhereSeen(call.scope()), [&](pg::Tx& tx) -> absl::StatusOr<v1::Contact> {
        ASSIGN_OR_RETURN(Survivor account, LockAccountForWrite(tx, call, ids[0]));
        Contact contact = *parsed;
        contact.id = api::NewUuid(context.now);
        contact.account_id = account.account_id;
        contact.create_time = contact.update_time = context.now;
        RETURN_IF_ERROR(CheckReportsTo(tx, contact));
        InsertContact(tx, contact);
        history::RecordChanges(tx, kContactChanges, contact.id, contact.version, "create", {{}},
                               context);
        events::Append(tx, ContactCreatedEvent(contact, context));
        return ToProto(contact);
      });
}

absl::StatusOr<v1::Contact> Update(rpc::CallContext& call,
                                   const v1::UpdateContactRequest& request) {
  auto parsed = FromProto(request.contact());
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "contact");
  // The adapter has refused protected fields, in the contact or its mask, to those without access.
  ASSIGN_OR_RETURN(const auto fields,
                   api::FieldsToUpdate(request.update_mask(), request.contact()));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::Contact>(
      call, request, ReplayWhereSeen(call.scope()), [&](pg::Tx& tx) -> absl::StatusOr<v1::Contact> {
        ASSIGN_OR_RETURN(const Contact before,
                         LockForWrite(tx, call, request.contact().name(), "contact.name",
                                      request.contact().etag()));
        if (before.delete_time) {
          return status::Error(absl::StatusCode::kFailedPrecondition, "CONTACT_DELETED",
                               "the contact is deleted; undelete it before changing it");
        }
        if (absl::Status same =
                api::CheckOutputOnly(request.update_mask(), request.contact(), ToProto(before));
            !same.ok()) {
          return status::PrefixFields(same, "contact");
        }
        Contact after = before;
        history::CopyFields(ContactFields(), fields, *parsed, after);
        if (absl::Status valid = Validate(after); !valid.ok()) {
          return status::PrefixFields(valid, "contact");
        }
        const std::vector<history::Change> changes = history::Diff(ContactFields(), before, after);
        if (changes.empty()) return ToProto(before);
        if (after.reports_to != before.reports_to) RETURN_IF_ERROR(CheckReportsTo(tx, after));
        const history::WriteContext at = history::NextVersion(before, context, after);
        UpdateContact(tx, after);
        history::RecordChanges(tx, kContactChanges, after.id, after.version, "update", changes, at);
        events::Append(tx, ContactChangedEvent(after, changes, at));
        return ToProto(after);
      });
}

absl::StatusOr<v1::Contact> Delete(rpc::CallContext& call,
                                   const v1::DeleteContactRequest& request) {
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::Contact>(
      call, request, ReplayWhereSeen(call.scope()), [&](pg::Tx& tx) -> absl::StatusOr<v1::Contact> {
        ASSIGN_OR_RETURN(const Contact before,
                         LockForWrite(tx, call, request.name(), "name", request.etag()));
        if (before.delete_time) return status::NotFound(request.name());
        Contact after = before;
        const history::WriteContext at = history::NextVersion(before, context, after);
        after.delete_time = at.now;
        UpdateContact(tx, after);
        history::RecordChanges(tx, kContactChanges, after.id, after.version, "delete",
                               {{"", "", history::VerbTime(at.now)}}, at);
        events::Append(tx, ContactDeletedEvent(after, at));
        return ToProto(after);
      });
}

absl::StatusOr<v1::Contact> Undelete(rpc::CallContext& call,
                                     const v1::UndeleteContactRequest& request) {
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::Contact>(
      call, request, ReplayWhereSeen(call.scope()), [&](pg::Tx& tx) -> absl::StatusOr<v1::Contact> {
        ASSIGN_OR_RETURN(const Contact before, LockForWrite(tx, call, request.name(), "name", ""));
        if (!before.delete_time) {
          return status::Error(absl::StatusCode::kFailedPrecondition, "CONTACT_NOT_DELETED",
                               "the contact is not deleted");
        }
        const history::Change change{"", history::VerbTime(*before.delete_time), ""};
        Contact after = before;
        const history::WriteContext at = history::NextVersion(before, context, after);
        after.delete_time.reset();
        UpdateContact(tx, after);
        history::RecordChanges(tx, kContactChanges, after.id, after.version, "undelete", {change},
                               at);
        events::Append(tx, ContactUndeletedEvent(after, at));
        return ToProto(after);
      });
}

}  // namespace

void RegisterContactWrites(rpc::Router& router) {
  router.Unary(absl::StrCat(kContactService, "CreateContact"), Create);
  router.Unary(absl::StrCat(kContactService, "UpdateContact"), Update);
  router.Unary(absl::StrCat(kContactService, "DeleteContact"), Delete);
  router.Unary(absl::StrCat(kContactService, "UndeleteContact"), Undelete);
}

}  // namespace mainstay::accounts
