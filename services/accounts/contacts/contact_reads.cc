// Get, list and the change history.
#include <mainstay/accounts/v1/contact_service.pb.h>

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

constexpr int kMostParents = 200;

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

absl::StatusOr<v1::BatchListContactsResponse> BatchList(
    rpc::CallContext& call, const v1::BatchListContactsRequest& request) {
  if (request.parents().empty() || request.parents_size() > kMostParents) {
    return status::BadField("parents", absl::StrCat("say 1 to ", kMostParents, " accounts"));
  }
  std::vector<std::string> account_ids;
  for (int i = 0; i < request.parents_size(); ++i) {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parents(i), "accounts/*",
                                                    absl::StrCat("parents[", i, "]")));
    account_ids.push_back(ids[0]);
  }
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::BatchListContactsResponse> {
        v1::BatchListContactsResponse response;
        for (const Contact& contact : ListContactsOfAccounts(tx, account_ids, call.scope())) {
          *response.add_contacts() = ToProto(contact);
        }
        return response;
      });
}

absl::StatusOr<v1::ListContactChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListContactChangesRequest& request) {
  ASSIGN_OR_RETURN(const api::ChangeListing listing,
                   api::ChangeListing::Read(call, *deps.page_tokens, request));
  const bool with_protected = MaySeeProtected(call);
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListContactChangesResponse> {
        ASSIGN_OR_RETURN(Contact contact, Find(tx, call, request.parent(), "parent"));
        const auto rows = listing.ReadFrom(tx, kContactChanges, contact.id);
        v1::ListContactChangesResponse response;
        for (const history::RecordedChange& change : rows.items) {
          *response.add_changes() = ToContactChange(change, with_protected);
        }
        response.set_next_page_token(listing.Token(rows.next));
        return response;
      });
}

}  // namespace

void RegisterContactReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kContactService, "GetContact"), Get);
  router.Unary(absl::StrCat(kContactService, "ListContacts"), deps, List);
  router.Unary(absl::StrCat(kContactService, "BatchListContacts"), BatchList);
  router.Unary(absl::StrCat(kContactService, "ListContactChanges"), deps, ListChanges);
}

}  // namespace mainstay::accounts
