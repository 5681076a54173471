// The clocks of a case, those of everybody, what became of them, and the cases of a quarter's plan.
#include <mainstay/feedback/v1/sla_service.pb.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/listing.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/directory/account_access.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "services/feedback/cases/case_account_reads.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/sla/clock_entry_store.h"
#include "services/feedback/sla/clock_list_store.h"
#include "services/feedback/sla/clock_store.h"
#include "services/feedback/sla/sla_handlers.h"
#include "services/feedback/sla/sla_proto.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kCasePattern = "accounts/*/cases/*";

// What the reads of clocks are given.
struct ClockDeps {
  Deps deps;
  std::shared_ptr<PlanningCache> cache = std::make_shared<PlanningCache>();
};

absl::StatusOr<v1::CaseClock> Told(pg::Tx& tx, const ClockDeps& deps, const ListedClock& listed,
                                   absl::Time now) {
  const ClockBasis& basis = listed.clock.basis;
  ASSIGN_OR_RETURN(const PlanningCache::WorkingTime working,
                   deps.cache->CalendarAt(tx, basis.calendar, basis.calendar_version));
  return ToProto(listed, working.get(), now);
}

absl::StatusOr<v1::ListCaseClocksResponse> ListOfCase(rpc::CallContext& call, const ClockDeps& deps,
                                                      const v1::ListCaseClocksRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCasePattern, "parent"));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCase(call, deps.deps, ids, request.parent()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCaseClocksResponse> {
        const auto c = ReadCase(tx, account.id, ids[1]);
        if (!c) return status::NotFound(request.parent());
        v1::ListCaseClocksResponse response;
        for (CaseClock& clock : ReadClocks(tx, c->id)) {
          if (!clock.terms) continue;
          const ListedClock listed{.clock = std::move(clock),
                                   .account_id = c->account_id,
                                   .number = c->number,
                                   .subject = c->subject,
                                   .assignee = c->assignee,
                                   .severity = c->severity};
          ASSIGN_OR_RETURN(*response.add_clocks(), Told(tx, deps, listed, call.now()));
        }
        if (const auto quarter = ReadCasePlan(tx, c->id)) {
          response.mutable_plan_quarter()->set_year(static_cast<int32_t>(quarter->year));
          response.mutable_plan_quarter()->set_quarter(quarter->quarter);
        }
        return response;
      });
}

absl::StatusOr<ClockSearch> SearchOf(const rpc::CallContext& call,
                                     const v1::SearchCaseClocksRequest& request) {
  ClockSearch search{.now = call.now()};
  ASSIGN_OR_RETURN(search.state, api::EnumToText(request.state(), "CLOCK_STATE_", "state"));
  if (request.state() > v1::CLOCK_STATE_BREACHED) {
    return status::BadField("state", "must be RUNNING, AT_RISK, PAUSED or BREACHED: open clocks");
  }
  search.assignee = text::UserOrMe(request.assignee(), call.principal().subject);
  if (request.has_due_before()) {
    ASSIGN_OR_RETURN(search.due_before, api::TimeFromProto(request.due_before(), "due_before"));
  }
  return search;
}

absl::StatusOr<v1::SearchCaseClocksResponse> Search(rpc::CallContext& call, const ClockDeps& deps,
                                                    const v1::SearchCaseClocksRequest& request) {
  ASSIGN_OR_RETURN(const ClockSearch search, SearchOf(call, request));
  ASSIGN_OR_RETURN(const std::string account_id,
                   AccountOfParent(call, *deps.deps.directory, request.parent()));
  ASSIGN_OR_RETURN(
      const api::Listing listing,
      api::Listing::Read(
          call, *deps.deps.page_tokens,
          {request.page_size(), request.page_token(), /*filter=*/"", /*order_by=*/""},
          {{}, ClockSorts()},
          absl::StrCat(request.parent(), " ", search.state, " ", search.assignee, " ",
                       request.due_before().seconds(), ".", request.due_before().nanos())));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::SearchCaseClocksResponse> {
        const auto page = ListOpenClocks(tx, listing.query(), search, account_id, call.scope());
        v1::SearchCaseClocksResponse response;
        for (const ListedClock& listed : page.items) {
          ASSIGN_OR_RETURN(*response.add_clocks(), Told(tx, deps, listed, search.now));
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::ListCaseClockEntriesResponse> ListEntries(
    rpc::CallContext& call, const Deps& deps, const v1::ListCaseClockEntriesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCasePattern, "parent"));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCase(call, deps, ids, request.parent()));
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(
                       call, *deps.page_tokens,
                       {request.page_size(), request.page_token(), /*filter=*/"", /*order_by=*/""},
                       {{}, ClockEntrySorts()}, request.parent()));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCaseClockEntriesResponse> {
                          const auto c = ReadCase(tx, account.id, ids[1]);
                          if (!c) return status::NotFound(request.parent());
                          const auto page = ListClockEntries(tx, listing.query(), c->id);
                          v1::ListCaseClockEntriesResponse response;
                          for (const ClockEntry& entry : page.items) {
                            *response.add_entries() = ToProto(entry);
                          }
                          response.set_next_page_token(listing.Token(page.next));
                          return response;
                        });
}

absl::StatusOr<v1::ListQuarterlyPlanCasesResponse> ListPlanned(
    rpc::CallContext& call, const Deps& deps, const v1::ListQuarterlyPlanCasesRequest& request) {
  const Quarter quarter{request.quarter().year(), request.quarter().quarter()};
  if (quarter.year < 2000 || quarter.year > 2100 || quarter.quarter < 1 || quarter.quarter > 4) {
    return status::BadField("quarter", "say which: a year and a quarter from 1 to 4");
  }
  ASSIGN_OR_RETURN(const std::string account_id,
                   AccountOfParent(call, *deps.directory, request.parent()));
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(
                       call, *deps.page_tokens,
                       {request.page_size(), request.page_token(), /*filter=*/"", /*order_by=*/""},
                       {{}, PlannedCaseSorts()},
                       absl::StrCat(request.parent(), " ", quarter.year, " ", quarter.quarter)));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListQuarterlyPlanCasesResponse> {
        const auto page = ListPlannedCases(tx, listing.query(), quarter, account_id, call.scope());
        v1::ListQuarterlyPlanCasesResponse response;
        for (const PlannedCase& planned : page.items) *response.add_cases() = ToProto(planned);
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterClockReads(rpc::Router& router, const Deps& deps) {
  const ClockDeps clock_deps{.deps = deps};
  router.Unary(absl::StrCat(kSlaService, "ListCaseClocks"), clock_deps, ListOfCase);
  router.Unary(absl::StrCat(kSlaService, "SearchCaseClocks"), clock_deps, Search);
  router.Unary(absl::StrCat(kSlaService, "ListCaseClockEntries"), deps, ListEntries);
  router.Unary(absl::StrCat(kSlaService, "ListQuarterlyPlanCases"), deps, ListPlanned);
}

}  // namespace mainstay::feedback
