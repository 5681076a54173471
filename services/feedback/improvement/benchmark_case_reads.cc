// Get, list with search, and the change history.
#include <mainstay/feedback/v1/benchmark_case_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "common/text/search.h"
#include "services/feedback/improvement/benchmark_case_handlers.h"
#include "services/feedback/improvement/benchmark_case_proto.h"
#include "services/feedback/improvement/benchmark_case_store.h"

namespace mainstay::feedback {
namespace {

absl::StatusOr<v1::BenchmarkCase> Get(rpc::CallContext& call,
                                      const v1::GetBenchmarkCaseRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kBenchmarkCasePattern, "name"));
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::BenchmarkCase> {
    const auto benchmark = ReadBenchmarkCase(tx, ids[0]);
    if (!benchmark) return status::NotFound(request.name());
    return ToProto(*benchmark, CasesInScope(tx, {benchmark->case_id}, call.scope()));
  });
}

absl::StatusOr<v1::ListBenchmarkCasesResponse> List(rpc::CallContext& call, const Deps& deps,
                                                    const v1::ListBenchmarkCasesRequest& request) {
  std::optional<text::SearchQuery> words;
  if (!request.query().empty()) {
    ASSIGN_OR_RETURN(words, text::ReadSearchQuery(request.query()));
  }
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(
                       call, *deps.page_tokens, request, BenchmarkCaseListFields(),
                       absl::StrCat(request.show_retired() ? "retired\n" : "\n", request.query())));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListBenchmarkCasesResponse> {
        const auto page = ListBenchmarkCases(tx, listing.query(), words, request.show_retired());
        std::vector<std::string> case_ids;
        for (const BenchmarkCase& benchmark : page.items) case_ids.push_back(benchmark.case_id);
        const SeenCases seen = CasesInScope(tx, case_ids, call.scope());
        v1::ListBenchmarkCasesResponse response;
        for (const BenchmarkCase& benchmark : page.items) {
          *response.add_benchmark_cases() = ToProto(benchmark, seen);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::ListBenchmarkCaseChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListBenchmarkCaseChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(request.parent(), kBenchmarkCasePattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListBenchmarkCaseChangesResponse> {
        if (!ReadBenchmarkCase(tx, ids[0])) return status::NotFound(request.parent());
        const auto page = listing.ReadFrom(tx, kBenchmarkCaseChanges, ids[0]);
        v1::ListBenchmarkCaseChangesResponse response;
        for (const history::RecordedChange& change : page.items) {
          *response.add_changes() = api::ChangeToProto<v1::BenchmarkCaseChange>(change);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterBenchmarkCaseReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kBenchmarkCaseService, "GetBenchmarkCase"), Get);
  router.Unary(absl::StrCat(kBenchmarkCaseService, "ListBenchmarkCases"), deps, List);
  router.Unary(absl::StrCat(kBenchmarkCaseService, "ListBenchmarkCaseChanges"), deps, ListChanges);
}

}  // namespace mainstay::feedback
