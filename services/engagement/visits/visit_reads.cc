// Get, list, the history card and the change history.
#include <mainstay/engagement/v1/visit_service.pb.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/proto_date.h"
#include "common/api/resource_name.h"
#include "common/directory/account_access.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "services/engagement/case_verifications/case_verification_proto.h"
#include "services/engagement/case_verifications/case_verification_store.h"
#include "services/engagement/visits/visit_handlers.h"
#include "services/engagement/visits/visit_proto.h"
#include "services/engagement/visits/visit_store.h"

namespace mainstay::engagement {
namespace {

absl::StatusOr<v1::Visit> Get(rpc::CallContext& call, const Deps& deps,
                              const v1::GetVisitRequest& request) {
  ASSIGN_OR_RETURN(const VisitIds ids, ParseVisitName(request.name(), "name"));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccount(call, *deps.directory, ids.account_id, request.name()));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Visit> {
    const std::optional<Visit> visit = ReadVisit(tx, account.id, ids.visit_id);
    if (!visit) return status::NotFound(request.name());
    return ToProto(*visit);
  });
}

absl::StatusOr<v1::ListVisitsResponse> List(rpc::CallContext& call, const Deps& deps,
                                            const v1::ListVisitsRequest& request) {
  ASSIGN_OR_RETURN(const std::string account_id,
                   AccountOfParent(call, *deps.directory, request.parent()));
  const std::string user = text::UserOrMe(request.user(), call.principal().subject);
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, VisitListFields(),
                                      absl::StrJoin({request.parent(), user}, "\n")));
  return call.db().ReadOne(call.tx_options(),
                           [&](pg::Tx& tx) -> absl::StatusOr<v1::ListVisitsResponse> {
                             const api::Rows<Visit> rows =
                                 ListVisits(tx, listing.query(), account_id, call.scope(), user);
                             v1::ListVisitsResponse response;
                             for (const Visit& visit : rows.items)
                               *response.add_visits() = ToProto(visit);
                             response.set_next_page_token(listing.Token(rows.next));
                             return response;
                           });
}

absl::StatusOr<v1::VisitHistory> GetHistory(rpc::CallContext& call, const Deps& deps,
                                            const v1::GetVisitHistoryRequest& request) {
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(request.name(), "accounts/*/visitHistory", "name"));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccount(call, *deps.directory, ids[0], request.name()));
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens,
                                      {request.page_size(), request.page_token(), "", ""},
                                      VisitListFields(), request.name()));
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::VisitHistory> {
    v1::VisitHistory card;
    card.set_name(absl::StrCat("accounts/", account.id, "/visitHistory"));
    card.set_account_display_name(account.display_name);
    const VisitSummary summary = SummarizeVisits(tx, account.id, call.now());
    if (summary.last) *card.mutable_last_visit() = ToProto(*summary.last);
    if (summary.next) *card.mutable_next_visit() = ToProto(*summary.next);
    if (summary.next_visit_date) {
      *card.mutable_next_visit_date() = api::DayToProto(*summary.next_visit_date);
    }
    card.set_completed_count(summary.completed);
    card.set_missed_count(summary.missed);
    card.set_on_time_count(summary.on_time);
    for (const CaseVerification& open : OpenVerifications(tx, account.id)) {
      *card.add_open_case_verifications() = ToProto(open);
    }
    const api::Rows<Visit> rows = ListVisits(tx, listing.query(), account.id, call.scope(), "");
    for (const Visit& visit : rows.items) *card.add_visits() = ToProto(visit);
    card.set_next_page_token(listing.Token(rows.next));
    return card;
  });
}

absl::StatusOr<v1::ListVisitChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListVisitChangesRequest& request) {
  ASSIGN_OR_RETURN(const VisitIds ids, ParseVisitName(request.parent(), "parent"));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccount(call, *deps.directory, ids.account_id, request.parent()));
  ASSIGN_OR_RETURN(const api::ChangeListing listing,
                   api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListVisitChangesResponse> {
                          if (!ReadVisit(tx, account.id, ids.visit_id))
                            return status::NotFound(request.parent());
                          const api::Rows<history::RecordedChange> rows =
                              listing.ReadFrom(tx, kVisitChanges, ids.visit_id);
                          v1::ListVisitChangesResponse response;
                          for (const history::RecordedChange& change : rows.items) {
                            *response.add_changes() = api::ChangeToProto<v1::VisitChange>(change);
                          }
                          response.set_next_page_token(listing.Token(rows.next));
                          return response;
                        });
}

}  // namespace

void RegisterVisitReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kVisitService, "GetVisit"), deps, Get);
  router.Unary(absl::StrCat(kVisitService, "ListVisits"), deps, List);
  router.Unary(absl::StrCat(kVisitService, "GetVisitHistory"), deps, GetHistory);
  router.Unary(absl::StrCat(kVisitService, "ListVisitChanges"), deps, ListChanges);
}

}  // namespace mainstay::engagement
