// Get, list, search and the change history.
#include <mainstay/engagement/v1/communication_service.pb.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/directory/account_access.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"
#include "services/engagement/communications/communication_handlers.h"
#include "services/engagement/communications/communication_proto.h"
#include "services/engagement/communications/snippet.h"

namespace mainstay::engagement {
namespace {

// Of a search: each may bring a long body with it, of which the snippet is cut.
constexpr int kMaxFound = 100;

// Finds the communication that `name` names, deleted ones too, and reads more of it with `read`.
template <class Read>
auto WithCommunication(rpc::CallContext& call, const Deps& deps, const std::string& name,
                       std::string_view field, const Read& read)
    -> decltype(read(std::declval<pg::Tx&>(), std::declval<Communication>())) {
  ASSIGN_OR_RETURN(const CommunicationIds ids, ParseCommunicationName(name, field));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccount(call, *deps.directory, ids.account_id, name));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> decltype(read(tx, std::declval<Communication>())) {
        const auto communication = ReadCommunication(tx, account.id, ids.communication_id);
        if (!communication) return status::NotFound(name);
        return read(tx, *communication);
      });
}

absl::StatusOr<v1::Communication> Get(rpc::CallContext& call, const Deps& deps,
                                      const v1::GetCommunicationRequest& request) {
  return WithCommunication(
      call, deps, request.name(), "name",
      [](pg::Tx&, const Communication& communication) -> absl::StatusOr<v1::Communication> {
        return ToProto(communication);
      });
}

absl::StatusOr<v1::ListCommunicationsResponse> List(rpc::CallContext& call, const Deps& deps,
                                                    const v1::ListCommunicationsRequest& request) {
  CommunicationsOf of{.user = text::UserOrMe(request.user(), call.principal().subject),
                      .with_deleted = request.show_deleted()};
  if (!request.contact().empty()) {
    ASSIGN_OR_RETURN(const auto ids,
                     api::ParseName(request.contact(), "accounts/*/contacts/*", "contact"));
    of.contact_id = ids[1];
  }
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, CommunicationListFields(),
                                      absl::StrJoin({request.parent(), of.contact_id, of.user,
                                                     std::string(of.with_deleted ? "deleted" : "")},
                                                    "\n")));
  ASSIGN_OR_RETURN(of.account_id, AccountOfParent(call, *deps.directory, request.parent()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCommunicationsResponse> {
        const auto page = ListCommunications(tx, listing.query(), of, call.scope());
        v1::ListCommunicationsResponse response;
        for (const Communication& c : page.items) *response.add_communications() = ToProto(c);
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::SearchCommunicationsResponse> Search(
    rpc::CallContext& call, const Deps& deps, const v1::SearchCommunicationsRequest& request) {
  ASSIGN_OR_RETURN(const text::SearchQuery words, text::ReadSearchQuery(request.query()));
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens,
                                      {.page_size = std::min(request.page_size(), kMaxFound),
                                       .page_token = request.page_token()},
                                      CommunicationListFields(),
                                      absl::StrCat(request.parent(), "\n", request.query())));
  CommunicationsOf of;
  ASSIGN_OR_RETURN(of.account_id, AccountOfParent(call, *deps.directory, request.parent()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::SearchCommunicationsResponse> {
        auto page = SearchCommunications(tx, listing.query(), of, call.scope(), words);
        v1::SearchCommunicationsResponse response;
        for (Communication& found : page.items) {
          v1::FoundCommunication& result = *response.add_results();
          result.set_snippet(SnippetOf(found.body, words.words));
          found.body.clear();
          *result.mutable_communication() = ToProto(found);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::ListCommunicationChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListCommunicationChangesRequest& request) {
  ASSIGN_OR_RETURN(const api::ChangeListing listing,
                   api::ChangeListing::Read(call, *deps.page_tokens, request));
  return WithCommunication(call, deps, request.parent(), "parent",
                           [&](pg::Tx& tx, const Communication& communication)
                               -> absl::StatusOr<v1::ListCommunicationChangesResponse> {
                             const auto page =
                                 listing.ReadFrom(tx, kCommunicationChanges, communication.id);
                             v1::ListCommunicationChangesResponse response;
                             for (const auto& change : page.items) {
                               *response.add_changes() = ToCommunicationChange(change);
                             }
                             response.set_next_page_token(listing.Token(page.next));
                             return response;
                           });
}

}  // namespace

void RegisterCommunicationReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCommunicationService, "GetCommunication"), deps, Get);
  router.Unary(absl::StrCat(kCommunicationService, "ListCommunications"), deps, List);
  router.Unary(absl::StrCat(kCommunicationService, "SearchCommunications"), deps, Search);
  router.Unary(absl::StrCat(kCommunicationService, "ListCommunicationChanges"), deps, ListChanges);
}

}  // namespace mainstay::engagement
