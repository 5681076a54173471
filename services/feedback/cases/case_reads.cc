// Get, list and the change history.
#include <mainstay/feedback/v1/case_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/directory/account_access.h"
#include "common/status/status.h"
#include "common/text/search.h"
#include "services/feedback/cases/case_account_reads.h"
#include "services/feedback/cases/case_handlers.h"
#include "services/feedback/cases/case_proto.h"
#include "services/feedback/cases/case_store.h"

namespace mainstay::feedback {
namespace {

absl::StatusOr<v1::Case> Get(rpc::CallContext& call, const Deps& deps,
                             const v1::GetCaseRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kCasePattern, "name"));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCase(call, deps, ids, request.name()));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Case> {
    const auto c = ReadCase(tx, account.id, ids[1]);
    if (!c) return status::NotFound(request.name());
    return ToProto(*c);
  });
}

absl::StatusOr<v1::ListCasesResponse> List(rpc::CallContext& call, const Deps& deps,
                                           const v1::ListCasesRequest& request) {
  CasesOf of;
  ASSIGN_OR_RETURN(of.account_id, AccountOfParent(call, *deps.directory, request.parent()));
  if (!request.query().empty()) {
    ASSIGN_OR_RETURN(of.words, text::ReadSearchQuery(request.query()));
  }
  ASSIGN_OR_RETURN(
      const api::Listing listing,
      api::Listing::Read(call, *deps.page_tokens, request, {CaseFilterFields(), CaseSorts()},
                         absl::StrCat(request.parent(), "\n", request.query())));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCasesResponse> {
                          const auto page = ListCases(tx, listing.query(), of, call.scope());
                          v1::ListCasesResponse response;
                          for (const Case& c : page.items) *response.add_cases() = ToProto(c);
                          response.set_next_page_token(listing.Token(page.next));
                          return response;
                        });
}

absl::StatusOr<v1::ListCaseChangesResponse> ListChanges(rpc::CallContext& call, const Deps& deps,
                                                        const v1::ListCaseChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCasePattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCase(call, deps, ids, request.parent()));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCaseChangesResponse> {
                          const auto c = ReadCase(tx, account.id, ids[1]);
                          if (!c) return status::NotFound(request.parent());
                          const auto page = listing.ReadFrom(tx, kCaseChanges, c->id);
                          v1::ListCaseChangesResponse response;
                          for (const history::RecordedChange& change : page.items) {
                            *response.add_changes() = api::ChangeToProto<v1::CaseChange>(change);
                          }
                          response.set_next_page_token(listing.Token(page.next));
                          return response;
                        });
}

}  // namespace

void RegisterCaseReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCaseService, "GetCase"), deps, Get);
  router.Unary(absl::StrCat(kCaseService, "ListCases"), deps, List);
  router.Unary(absl::StrCat(kCaseService, "ListCaseChanges"), deps, ListChanges);
}

}  // namespace mainstay::feedback
