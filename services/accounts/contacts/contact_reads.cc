// Get, list and the change history.
#include <mainstay/accounts/v1/contact_service.pb.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/listing.h"
#include "common/api/page.h"
#include "common/api/resource_name.h"
#include "common/history/change_store.h"
#include "common/status/status.h"
#include "services/accounts/contacts/contact_handlers.h"
#include "services/accounts/contacts/contact_proto.h"
#include "services/accounts/contacts/contact_store.h"
#include "services/accounts/profile/survivor_store.h"

namespace mainstay::accounts {
namespace {

// The contact that `name` names, deleted ones too; NOT_FOUND outside the scope.
absl::StatusOr<Contact> Find(pg::Tx& tx, const rpc::CallContext& call, const std::string& name,
                             std::string_view field) {
  ASSIGN_OR_RETURN(ContactIds ids, ParseContactName(name, field));
  auto account = FindSurvivor(tx, ids.account_id, call.scope());
  if (!account) return status::NotFound(name);
  auto contact = ReadContact(tx, account->account_id, ids.contact_id);
  if (!contact) return status::NotFound(name);
  return *std::move(contact);
}

absl::StatusOr<v1::Contact> Get(rpc::CallContext& call, const v1::GetContactRequest& request) {
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Contact> {
    ASSIGN_OR_RETURN(Contact contact, Find(tx, call, request.name(), "name"));
    return ToProto(contact);
  });
}

absl::StatusOr<v1::ListContactsResponse> List(rpc::CallContext& call, const Deps& deps,
                                              const v1::ListContactsRequest& request) {
  ASSIGN_OR_RETURN(auto ids, api::ParseName(request.parent(), "accounts/*", "parent"));
  ASSIGN_OR_RETURN(
      const api::Listing listing,
      api::Listing::Read(call, *deps.page_tokens, request, ContactListFields(),
                         absl::StrCat(request.parent(), "\n", request.show_deleted())));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListContactsResponse> {
        auto account = FindSurvivor(tx, ids[0], call.scope());
        if (!account) return status::NotFound(request.parent());
        const api::Rows<Contact> page =
            ListContacts(tx, account->account_id, request.show_deleted(), listing.query());
        v1::ListContactsResponse response;
        for (const Contact& contact : page.items) *response.add_contacts() = ToProto(contact);
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::ListContactChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListContactChangesRequest& request) {
  ASSIGN_OR_RETURN(int page_size, api::PageSize(request.page_size()));
  const std::string binding = absl::StrJoin({std::string(call.method()), request.parent()}, "\n");
  ASSIGN_OR_RETURN(auto after, deps.page_tokens->Parse(binding, request.page_token()));
  std::optional<history::ChangeCursor> cursor;
  if (!after.empty()) {
    cursor.emplace();
    if (after.size() != 2 || !absl::SimpleAtoi(after[0], &cursor->version) ||
        !absl::SimpleAtoi(after[1], &cursor->position)) {
      return status::BadField("page_token", "is not one of this list");
    }
  }
  const bool with_protected = MaySeeProtected(call);
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListContactChangesResponse> {
        ASSIGN_OR_RETURN(Contact contact, Find(tx, call, request.parent(), "parent"));
        std::vector<history::RecordedChange> changes =
            history::ReadChanges(tx, kContactChanges, contact.id, cursor, page_size + 1);
        v1::ListContactChangesResponse response;
        if (changes.size() > static_cast<size_t>(page_size)) {
          changes.resize(static_cast<size_t>(page_size));
          response.set_next_page_token(deps.page_tokens->Make(
              binding,
              {absl::StrCat(changes.back().version), absl::StrCat(changes.back().position)}));
        }
        for (const history::RecordedChange& change : changes) {
          *response.add_changes() = ToContactChange(change, with_protected);
        }
        return response;
      });
}

}  // namespace

void RegisterContactReads(rpc::Router& router, const Deps& deps) {
  router.Unary<v1::GetContactRequest, v1::Contact>(absl::StrCat(kContactService, "GetContact"),
                                                   Get);
  router.Unary<v1::ListContactsRequest, v1::ListContactsResponse>(
      absl::StrCat(kContactService, "ListContacts"),
      [deps](rpc::CallContext& call, const v1::ListContactsRequest& request) {
        return List(call, deps, request);
      });
  router.Unary<v1::ListContactChangesRequest, v1::ListContactChangesResponse>(
      absl::StrCat(kContactService, "ListContactChanges"),
      [deps](rpc::CallContext& call, const v1::ListContactChangesRequest& request) {
        return ListChanges(call, deps, request);
      });
}

}  // namespace mainstay::accounts
